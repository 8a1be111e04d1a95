"""The console over real databases; its browser checks what every page has to have."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.orm import Session, sessionmaker

from bot.proxies import believe_proxies, read_networks
from procedures_db import models
from procedures_db.database import transaction
from procedures_db.terms import Role
from staff.accounts import people
from staff.accounts.passwords import Passwords
from staff.app import setup_staff
from tests.bot.web.html_page import HtmlPage, check_page

PASSWORD = "ao-ca-trong-mua-la"
STATIC = Path(__file__).parents[2] / "bot" / "web" / "static"


class Clock:
    """A time that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 2, 0)  # noqa: DTZ001

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **given: float) -> None:
        self.now += timedelta(**given)

    def code(self, secret: str) -> str:
        """Return what an authenticator app shows now."""
        seconds = int((self.now - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001
        return pyotp.TOTP(secret).at(seconds)


@dataclass
class Browser:
    """A browser of one person: sends what browsers send, follows no redirect by itself."""

    client: TestClient[Any, Any]

    async def get(self, path: str, **given: Any) -> ClientResponse:
        return await self.client.get(path, allow_redirects=False, **given)

    async def post(self, path: str, fields: Any = None, **given: Any) -> ClientResponse:
        headers = given.pop("headers", {"Sec-Fetch-Site": "same-origin"})
        return await self.client.post(
            path, data=fields or {}, headers=headers, allow_redirects=False, **given
        )

    async def page(self, path: str, status: int = 200) -> HtmlPage:
        """Fetch a page and check what holds for all."""
        return await read_page(await self.get(path), status)

    async def send(self, path: str, fields: Any = None, status: int = 303) -> ClientResponse:
        """Post a form and expect to be sent on."""
        response = await self.post(path, fields)
        assert response.status == status, await response.text()
        return response


async def read_page(response: ClientResponse, status: int = 200) -> HtmlPage:
    text = await response.text()
    assert response.status == status, (response.headers.get("Location"), text[:2000])
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Frame-Options"] == "DENY"
    page = HtmlPage(text)
    check_page(page)
    return page


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def password_hash() -> str:
    return Passwords().hash(PASSWORD)


AddPerson = Callable[..., models.StaffUser]


@pytest.fixture
def add_person(sessions: sessionmaker[Session], clock: Clock, password_hash: str) -> AddPerson:
    """Make an account with the usual password; with one-time codes where a secret is given."""

    def add(name: str, role: Role, secret: str | None = None) -> models.StaffUser:
        with transaction(sessions) as session:
            user = people.add_person(session, name, name.title(), role, clock(), actor="test")
            user.password_hash = password_hash
            user.totp_secret = secret
        return user

    return add


@pytest.fixture
def staff_app(sessions: sessionmaker[Session], clock: Clock) -> web.Application:
    app = web.Application()
    setup_staff(app, sessions, static=[STATIC], clock=clock)
    believe_proxies(app, read_networks("127.0.0.1"))
    return app


@pytest.fixture
async def server(staff_app: web.Application) -> AsyncIterator[TestServer]:
    async with TestServer(staff_app) as running:
        yield running


@pytest.fixture
async def new_browser(server: TestServer) -> AsyncIterator[Callable[[], Browser]]:
    opened: list[TestClient[Any, Any]] = []

    def make() -> Browser:
        client = TestClient(server)
        opened.append(client)
        return Browser(client)

    yield make
    for client in opened:
        await client.session.close()


@pytest.fixture
async def browser(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()


SignIn = Callable[..., Awaitable[Browser]]
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def signed_in(new_browser: Callable[[], Browser], add_person: AddPerson, clock: Clock) -> SignIn:
    """Return the browser of a new person with a role, fully signed in."""

    async def sign_in(role: Role, name: str | None = None) -> Browser:
        name = name or f"{role.value}.1"
        secret = None if role is Role.EDITOR else _SECRET
        add_person(name, role, secret)
        opened = new_browser()
        await opened.send("/can-bo/dang-nhap", {"ten": name, "mat_khau": PASSWORD})
        if secret:
            await opened.send("/can-bo/ma", {"ma": clock.code(secret)})
        return opened

    return sign_in

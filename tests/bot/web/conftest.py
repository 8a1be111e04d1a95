"""Fetches pages, and checks on every one of them what must hold for all."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser, async_playwright
from sqlalchemy import Engine

from procedures_db.database import session_factory
from tests.bot.web.browser import ARGUMENTS, CHROMIUM, Open, opened_page
from tests.bot.web.fakes import FakeGateway, make_app
from tests.bot.web.html_page import HtmlPage, check_markup, check_page

FETCH = {"X-Requested-With": "fetch"}

Client = TestClient[Any, Any]
Visit = Callable[..., Awaitable[HtmlPage]]


@pytest.fixture
def gateway(database: Engine) -> FakeGateway:
    return FakeGateway(session_factory(database))


@pytest.fixture
async def client(aiohttp_client: Any, gateway: FakeGateway) -> Client:
    fetched: Client = await aiohttp_client(make_app(gateway))
    return fetched


def check_headers(response: ClientResponse) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"]
    assert response.headers["Permissions-Policy"]
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def home(gateway: FakeGateway) -> AsyncIterator[str]:
    """The address of the application, served in the event loop of the browser."""
    async with TestServer(make_app(gateway)) as server:
        yield str(server.make_url("/"))


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, home: str) -> Open:
    return partial(opened_page, browser, home)


@pytest.fixture
def visit(client: Client) -> Visit:
    """Fetch a page; what every page has to have is checked on the way."""

    async def fetch(
        path: str = "/", method: str = "GET", status: int = 200, **given: Any
    ) -> HtmlPage:
        response = await client.request(method, path, **given)
        assert response.status == status
        check_headers(response)
        assert response.headers["Cache-Control"] == "no-store"
        page = HtmlPage(await response.text())
        check_page(page)
        return page

    return fetch


@pytest.fixture
def ask(client: Client) -> Visit:
    """Ask as the page's script does; gives the fragment of the new turn."""

    async def fetch(text: str = "answered", status: int = 200, **fields: str) -> HtmlPage:
        response = await client.post("/hoi", data={"text": text, **fields}, headers=FETCH)
        assert response.status == status
        check_headers(response)
        page = HtmlPage(await response.text())
        check_markup(page)
        return page

    return fetch

"""Every route declares a permission, and every role gets exactly what the table says."""

import re
from collections.abc import Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy.orm import Session, sessionmaker

from procedures_db.settings import ROOT
from procedures_db.terms import Role
from staff import messages
from staff.app import create_staff_app
from staff.permissions import GRANTED, Permission, permission_of
from tests.staff.conftest import STATIC, Browser, SignIn

GUIDE = ROOT / "docs" / "huong-dan" / "can-bo.md"
OPEN = {Permission.PUBLIC, Permission.SECOND_STEP}


def routes(sessions: sessionmaker[Session]) -> list[web.AbstractRoute]:
    app = create_staff_app(sessions, static=[STATIC])
    return [route for route in app.router.routes() if route.method != "HEAD"]


def path_of(route: web.AbstractRoute) -> str:
    assert route.resource
    samples = {"kind": "xlsx"}
    return "/can-bo" + re.sub(
        r"\{(\w+)\}", lambda match: samples.get(match[1], "999999"), route.resource.canonical
    )


def permission_table(found: list[web.AbstractRoute]) -> str:
    """Return the table for the guide: permissions that a page asks for."""
    asked = {permission_of(route.handler) for route in found} - OPEN
    head = ["quyền", *(messages.ROLES[role] for role in Role)]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for permission in Permission:
        if permission not in asked:
            continue
        marks = ["có" if permission in GRANTED[role] else "–" for role in Role]
        lines.append("| " + " | ".join([messages.PERMISSIONS[permission], *marks]) + " |")
    return "\n".join(lines)


def test_every_route_declares_a_permission(sessions: sessionmaker[Session]) -> None:
    found = routes(sessions)

    assert len(found) > 20
    assert [route for route in found if permission_of(route.handler) is None] == []


def test_every_permission_has_words_and_belongs_to_a_role() -> None:
    assert set(messages.PERMISSIONS) == set(Permission)
    assert set().union(*GRANTED.values()) == set(Permission) - OPEN


def test_guide_shows_the_table_of_permissions(sessions: sessionmaker[Session]) -> None:
    wanted = permission_table(routes(sessions))
    text = GUIDE.read_text("utf-8")
    begin, end = "<!-- quyền -->\n", "<!-- hết -->"
    shown = text[text.index(begin) + len(begin) : text.index(end)].strip()

    assert shown == wanted, "put this into the guide:\n" + wanted


@pytest.mark.parametrize("role", list(Role))
async def test_role_is_let_in_exactly_where_the_table_says(
    signed_in: SignIn, sessions: sessionmaker[Session], role: Role
) -> None:
    browser = await signed_in(role)

    for route in routes(sessions):
        wanted = permission_of(route.handler)
        if wanted is None or wanted in OPEN:
            continue
        path = path_of(route)
        send = browser.get if route.method == "GET" else browser.post
        response = await send(path)
        refused = response.status == 403
        assert refused is (wanted not in GRANTED[role]), (route.method, path, response.status)
        assert response.status != 500, (route.method, path)


async def test_stranger_gets_nothing_but_the_way_in(
    browser: Browser, sessions: sessionmaker[Session]
) -> None:
    for route in routes(sessions):
        if permission_of(route.handler) is Permission.PUBLIC:
            continue
        send = browser.get if route.method == "GET" else browser.post
        response = await send(path_of(route))
        assert response.status == 303
        assert response.headers["Location"].startswith("/can-bo/dang-nhap")


async def test_handler_without_a_permission_is_refused_to_everybody(
    staff_app: web.Application, sessions: sessionmaker[Session], new_browser: Callable[[], Browser]
) -> None:
    async def forgotten(_request: web.Request) -> web.Response:
        return web.Response(text="secret")

    app = web.Application()
    inner = create_staff_app(sessions, static=[STATIC])
    inner.router.add_get("/quen", forgotten)
    app.add_subapp("/can-bo/", inner)
    async with TestServer(app) as server:
        from aiohttp.test_utils import TestClient

        async with TestClient(server) as client:
            response = await client.get("/can-bo/quen")

    assert response.status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {},
    ],
)
async def test_forms_of_other_sites_are_refused(
    signed_in: SignIn, sessions: sessionmaker[Session], headers: dict[str, str]
) -> None:
    browser = await signed_in(Role.ADMINISTRATOR)

    for route in routes(sessions):
        if route.method != "GET":
            response = await browser.post(path_of(route), headers=headers)
            assert response.status == 403, path_of(route)


async def test_page_that_came_by_http_sends_no_form_to_https(signed_in: SignIn) -> None:
    browser = await signed_in(Role.EDITOR)
    authority = browser.client.make_url("").authority
    headers = {"X-Forwarded-Proto": "https", "Origin": f"http://{authority}"}

    forged = await browser.post("/can-bo/tai-khoan/thoat", headers=headers)
    own = await browser.post(
        "/can-bo/tai-khoan/thoat", headers=headers | {"Origin": f"https://{authority}"}
    )

    assert (forged.status, own.status) == (403, 303)


async def test_form_of_the_own_page_is_taken_by_its_origin(signed_in: SignIn) -> None:
    browser = await signed_in(Role.EDITOR)
    origin = str(browser.client.make_url("")).rstrip("/")

    response = await browser.post("/can-bo/tai-khoan/thoat", headers={"Origin": origin})

    assert response.status == 303

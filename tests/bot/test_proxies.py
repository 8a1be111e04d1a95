"""Whose word on the address and the scheme of a request is taken."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.proxies import believe_proxies, read_networks

HERE = "127.0.0.1"
TRUSTED = "127.0.0.0/8, 10.0.0.0/8, 2001:db8::/32"


async def show(request: web.Request) -> web.Response:
    return web.json_response([request.remote, request.scheme])


async def seen(
    *headers: tuple[str, str], trusted: str = TRUSTED, status: int = 200
) -> tuple[str, str]:
    """Return the address and the scheme that a handler sees."""
    app = web.Application()
    inner = web.Application()
    inner.router.add_get("/", show)
    app.add_subapp("/trong/", inner)
    believe_proxies(app, read_networks(trusted))
    async with TestClient(TestServer(app)) as client:
        response = await client.get("/trong/", headers=headers)
        assert response.status == status
        address, scheme = await response.json()
        return address, scheme


def forwarded(text: str) -> tuple[str, str]:
    return "X-Forwarded-For", text


async def test_nobody_is_believed_unless_the_operator_says_so() -> None:
    headers = forwarded("203.0.113.7"), ("X-Forwarded-Proto", "https")

    assert await seen(*headers, trusted="") == (HERE, "http")
    assert await seen(*headers, trusted="10.0.0.0/8, ::1") == (HERE, "http")


async def test_trusted_proxy_tells_address_and_scheme() -> None:
    found = await seen(forwarded("203.0.113.7"), ("X-Forwarded-Proto", "https"))

    assert found == ("203.0.113.7", "https")


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7, 10.0.0.2, 10.0.0.1", "203.0.113.7"),
        ("10.0.0.9, 10.0.0.1", "10.0.0.9"),
        ("203.0.113.7:50123", "203.0.113.7"),
        ("[2001:db9::7]:443", "2001:db9::7"),
        ("2001:db9::7, 2001:db8::1", "2001:db9::7"),
        ("::ffff:203.0.113.7, ::ffff:10.0.0.1", "203.0.113.7"),
    ],
)
async def test_address_is_the_last_that_no_trusted_proxy_has(header: str, address: str) -> None:
    assert await seen(forwarded(header)) == (address, "http")


async def test_header_that_comes_twice_is_one_list() -> None:
    found = await seen(
        forwarded("1.2.3.4"),
        forwarded("203.0.113.7"),
        ("X-Forwarded-Proto", "http"),
        ("X-Forwarded-Proto", "https"),
    )

    assert found == ("203.0.113.7", "https")


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        ",",
        "unknown",
        "_hidden",
        "203.0.113",
        "203.0.113.7.8",
        "fe80::1%<b>",
        "[",
        "::1]",
        "١.٢.٣.٤",
    ],
)
async def test_garbage_is_not_believed(garbage: str) -> None:
    assert await seen(forwarded(garbage)) == (HERE, "http")
    assert await seen(forwarded(f"203.0.113.7, {garbage}")) == (HERE, "http")


@pytest.mark.parametrize("scheme", ["", "ftp", "https:", "javascript", "https, gopher"])
async def test_unknown_scheme_changes_nothing(scheme: str) -> None:
    assert await seen(("X-Forwarded-Proto", scheme)) == (HERE, "http")


VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"))


@settings(derandomize=True, max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(VALUES, VALUES)
async def test_no_header_makes_the_service_fail(addresses: str, scheme: str) -> None:
    address, seen_scheme = await seen(forwarded(addresses), ("X-Forwarded-Proto", scheme))

    assert address
    assert seen_scheme in ("http", "https")

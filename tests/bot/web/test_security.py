"""Who may send forms, and what every response forbids."""

import pytest

from bot.web import security
from tests.bot.web.conftest import Client, check_headers
from tests.bot.web.fakes import FakeGateway


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "same"}, 403),
        ({"Origin": "same"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[broken"}, 403),
        ({}, 303),
    ],
)
@pytest.mark.parametrize("path", ["/hoi", "/hoi-lai"])
async def test_forms_are_taken_from_our_own_page_only(
    client: Client, headers: dict[str, str], status: int, path: str
) -> None:
    if headers.get("Origin") == "same":
        headers = {**headers, "Origin": f"http://{client.host}:{client.port}"}

    response = await client.post(
        path, data={"text": "answered"}, headers=headers, allow_redirects=False
    )

    assert response.status == status


async def test_refused_form_asks_nothing(client: Client, gateway: FakeGateway) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    response = await client.post("/hoi", data={"text": "answered"}, headers=headers)

    assert not gateway.messages
    assert "Yêu cầu đến từ trang khác" in await response.text()


@pytest.mark.parametrize("path", ["/", "/khong-co", "/static/x/page.css", "/hoi"])
async def test_every_response_has_the_security_headers(client: Client, path: str) -> None:
    response = await client.get(path)

    check_headers(response)
    assert response.headers["Server"] == "thutuc"


async def test_policy_is_the_strict_one(client: Client) -> None:
    policy = (await client.get("/")).headers["Content-Security-Policy"].split("; ")

    assert policy == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]


def test_machine_paths_are_told_apart() -> None:
    assert security.is_machine_path("/api/v1/messages")
    assert not security.is_machine_path("/hoi")
    assert not security.is_machine_path("/can-bo/api/")

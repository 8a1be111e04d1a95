"""Which other sites' pages may use the API, opinions and deletion through it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from sqlalchemy import Engine

from bot.channels.cross_origin import allow_origins
from bot.settings import Settings, SettingsError
from procedures_db.database import session_factory
from tests.bot.web.fakes import FakeGateway, make_app
from tests.bot.web.opinions import feedback_of, turns_of

Client = TestClient[Any, Any]
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x"}
SITE = "https://xa.gov.vn"


@pytest.fixture
def gateway(database: Engine) -> FakeGateway:
    return FakeGateway(session_factory(database))


@pytest.fixture
async def client(aiohttp_client: Any, gateway: FakeGateway) -> Client:
    opened: Client = await aiohttp_client(make_app(gateway))
    return opened


async def ask(client: Client, **given: Any) -> dict[str, Any]:
    body = {"conversation_id": "widget-1", "text": "answered", "card": True, **given}
    response = await client.post("/api/v1/messages", json=body)
    assert response.status == 200
    answer: dict[str, Any] = await response.json()
    return answer


def restricted(origins: set[str]) -> web.Application:
    async def hello(_request: web.Request) -> web.Response:
        return web.json_response({})

    app = web.Application()
    allow_origins(app, frozenset(origins))
    app.router.add_post("/api/v1/x", hello)
    app.router.add_post("/page", hello)
    return app


async def test_every_site_may_ask_without_credentials(client: Client) -> None:
    headers = {"Origin": SITE}
    asked = await client.options("/api/v1/messages", headers=headers | PREFLIGHT)
    answered = await client.post("/api/v1/messages", json={"text": "answered"}, headers=headers)

    assert asked.status == 204
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "DELETE" in asked.headers["Access-Control-Allow-Methods"]
    assert asked.headers["Access-Control-Allow-Headers"] == "content-type"
    assert answered.headers["Access-Control-Allow-Origin"] == "*"
    for response in (asked, answered):
        assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    ("origin", "allowed"), [(SITE, SITE), ("https://khac.vn", None), ("null", None)]
)
async def test_only_named_sites_may_ask_where_sites_are_named(
    aiohttp_client: Callable[..., Awaitable[Client]], origin: str, allowed: str | None
) -> None:
    client = await aiohttp_client(restricted({SITE}))

    asked = await client.options("/api/v1/x", headers={"Origin": origin} | PREFLIGHT)
    answered = await client.post("/api/v1/x", headers={"Origin": origin})

    for response in (asked, answered):
        assert response.headers.get("Access-Control-Allow-Origin") == allowed
        assert response.headers["Vary"] == "Origin"
    assert ("Access-Control-Allow-Methods" in asked.headers) == bool(allowed)


async def test_pages_are_for_no_other_site(
    aiohttp_client: Callable[..., Awaitable[Client]],
) -> None:
    client = await aiohttp_client(restricted({"*"}))

    response = await client.options("/page", headers={"Origin": SITE} | PREFLIGHT)

    assert response.status == 405
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("origins", ["xa.gov.vn", "https://xa.gov.vn/", "javascript:x", "https://"])
def test_origins_that_are_none_stop_the_start(origins: str) -> None:
    with pytest.raises(SettingsError, match="THUTUC_WIDGET_ORIGINS"):
        Settings.from_env({"THUTUC_WIDGET_ORIGINS": origins})


def test_origins_are_a_list() -> None:
    settings = Settings.from_env({"THUTUC_WIDGET_ORIGINS": f"{SITE}, http://localhost:8000"})

    assert settings.widget_origins == {SITE, "http://localhost:8000"}


async def test_card_has_every_fact_as_text(client: Client, gateway: FakeGateway) -> None:
    card = (await ask(client, text="everything", province="Hà Nội"))["card"]

    titles = [each["title"] for each in card["parts"]]
    assert titles[:3] == ["Giấy tờ cần có", "Phí, lệ phí", "Miễn, giảm"]
    assert len(titles) == 12
    fees = {each["text"]: each["value"] for each in card["parts"][1]["groups"][0]["items"]}
    assert fees["Bản sao trích lục"] == "8.000\xa0đ/bản"
    assert fees["Đăng ký đúng hạn"] == "Miễn phí"
    papers = card["parts"][0]["groups"][0]
    assert papers["title"] == "Mọi trường hợp đều cần"
    assert papers["items"][0]["more"]["url"] == "https://example.gov.vn/to-khai.docx"
    assert card["source"]["text"].startswith("Nguồn: Cổng Dịch vụ công quốc gia")
    assert gateway.messages[0].channel == "widget"
    assert (gateway.messages[0].province, gateway.messages[0].commune) == ("Hà Nội", None)


@pytest.mark.parametrize("wrong", [{"province": 1}, {"commune": "x" * 101}, {"card": "có"}])
async def test_wrong_place_or_card_is_explained(client: Client, wrong: dict[str, Any]) -> None:
    response = await client.post("/api/v1/messages", json={"text": "answered", **wrong})

    assert response.status == 400
    assert next(iter(wrong)) in (await response.json())["error"]


async def test_card_is_given_only_when_asked_for(client: Client, gateway: FakeGateway) -> None:
    response = await client.post("/api/v1/messages", json={"text": "answered"})

    assert "card" not in await response.json()
    assert gateway.messages[0].channel == "api"


async def test_thumb_is_kept_for_an_answer_of_the_same_conversation(
    client: Client, gateway: FakeGateway
) -> None:
    turn = (await ask(client))["turn_id"]
    body = {"conversation_id": "widget-1", "turn_id": turn, "thumb": -1, "reason": "Khó hiểu"}

    kept = await client.post("/api/v1/feedback", json=body)
    other = await client.post("/api/v1/feedback", json=body | {"conversation_id": "widget-2"})

    assert kept.status == 200
    assert other.status == 404
    assert feedback_of(gateway) == [(-1, "Khó hiểu")]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"conversation_id": "c", "turn_id": "t"},
        {"conversation_id": "c", "turn_id": "t", "thumb": True},
        {"conversation_id": "c", "turn_id": "t", "thumb": 5},
        {"conversation_id": "c", "turn_id": 1, "thumb": 1},
        {"conversation_id": "c", "turn_id": "t", "thumb": 1, "reason": []},
        {"conversation_id": "c", "turn_id": "t", "thumb": [1]},
    ],
)
async def test_wrong_feedback_is_explained(client: Client, body: dict[str, Any]) -> None:
    response = await client.post("/api/v1/feedback", json=body)

    assert response.status == 400
    assert (await response.json())["error"]


async def test_deletion_through_the_api_is_real_and_can_be_repeated(
    client: Client, gateway: FakeGateway
) -> None:
    await ask(client)
    await ask(client, conversation_id="widget-2", text="partial")

    for _ in range(2):
        response = await client.delete("/api/v1/conversations/widget-1")
        assert response.status == 200

    assert turns_of(gateway) == ["partial"]
    assert (await client.delete("/api/v1/conversations/a%20b")).status == 400

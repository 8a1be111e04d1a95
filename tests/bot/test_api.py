"""The JSON API: the contract, and a clear answer to everything that is none of it."""

import asyncio
import gzip
import io
import json
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.channels.api import ENGINE, add_api_routes
from bot.gateway.engine import EngineClient
from bot.gateway.service import EngineGateway
from bot.web import GATEWAY, SITE_INFO, setup_web
from procedures_db.database import session_factory
from tests.bot.gateway.fake_engine import REPLY, FakeEngine

PATH = "/api/v1/messages"
JSON = {"Content-Type": "application/json"}
Client = TestClient[Any, Any]


@pytest.fixture
async def client(aiohttp_client: Any, engine_client: EngineClient, database: Engine) -> Client:
    app = web.Application()
    app[GATEWAY] = EngineGateway(engine_client, questions_per_minute=50)
    app[ENGINE] = engine_client
    app[SITE_INFO] = {"procedures": 20}
    setup_web(app, session_factory(database))
    add_api_routes(app)
    opened: Client = await aiohttp_client(app)
    return opened


async def post(client: Client, body: object, status: int = 200) -> dict[str, Any]:
    response = await client.post(PATH, json=body)
    assert response.status == status, await response.text()
    assert response.content_type == "application/json"
    data: dict[str, Any] = await response.json()
    return data


async def refused(client: Client, status: int, **request: Any) -> str:
    """Send a request that has to be refused; return what is said about it."""
    response = await client.post(PATH, **request)
    assert response.status == status, await response.text()
    assert response.content_type == "application/json"
    error: str = (await response.json())["error"]
    assert error
    return error


async def test_question_gets_the_structured_answer(client: Client) -> None:
    answer = await post(client, {"conversation_id": "c1", "text": "nuôi ong?"})

    assert answer == REPLY | {
        "conversation_id": "c1",
        "turn_id": answer["turn_id"],
        "receipt": None,
    }
    assert list(answer)[:3] == ["conversation_id", "turn_id", "status"]


async def test_vietnamese_is_sent_as_it_is_written(client: Client) -> None:
    response = await client.post(PATH, json={"text": "nuôi ong?"})

    assert response.charset == "utf-8"
    assert "Thủ tục đăng ký nuôi ong" in await response.text()


async def test_new_conversation_gets_a_name_that_can_be_used_again(
    client: Client, engine: FakeEngine
) -> None:
    first = await post(client, {"text": "nuôi ong?"})
    other = await post(client, {"text": "nuôi ong?"})
    again = await post(client, {"text": "phí?", "conversation_id": first["conversation_id"]})

    assert first["conversation_id"] != other["conversation_id"]
    assert (
        again["conversation_id"] == first["conversation_id"] == engine.turns[2]["conversation_id"]
    )


async def test_button_is_sent_back_by_its_payload(client: Client, engine: FakeEngine) -> None:
    await post(client, {"conversation_id": "a", "text": "Lệ phí", "payload": "p/9.000001/f"})

    assert engine.turns[0]["metadata"]["payload"] == "p/9.000001/f"


async def test_fields_of_later_versions_do_no_harm(client: Client) -> None:
    await post(client, {"text": "nuôi ong?", "locale": "vi", "extra": {"a": [1]}})


# --- what a person may type -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 422),
        ("   \n\t", 422),
        ("\u200b\u2060\ufeff", 422),
        ("\U000e0049\U000e0067", 422),
        ("\x00\x01\x1b", 422),
        ("a" * 1_001, 413),
        ("ữ" * 5_000, 413),
        ("👶" * 10, 200),
        ("中文问题", 200),
        ("<script>alert('x')</script>", 200),
        ("'; DROP TABLE procedure; --", 200),
        ("khai\u202e sinh\ud83d", 200),
        ("/restart", 200),
        ('/choose{"code": "1"}', 200),
        ("${jndi:ldap://x}", 200),
        ("{{ 7 * 7 }} %s %(x)s {0}", 200),
        ("A" * 1_000, 200),
    ],
    ids=[
        "empty", "blank", "invisible", "tags", "control", "1001", "5000", "emoji", "script",
        "html", "sql", "direction", "slash", "slash-payload", "lookup", "template", "1000",
    ],
)  # fmt: skip
async def test_any_text_gets_a_polite_answer(client: Client, text: str, status: int) -> None:
    body = json.dumps({"conversation_id": "a", "text": text}, ensure_ascii="\ud83d" in text)

    response = await client.post(PATH, data=body.encode(), headers=JSON)

    assert response.status == status
    answer = await response.json()
    assert answer["text"]
    assert answer["status"] == ("answered" if status == 200 and text[0] not in "👶中" else "error")
    assert "reason" not in answer


async def test_nothing_refused_reaches_the_engine(client: Client, engine: FakeEngine) -> None:
    for text in ("", "a" * 5_000, "👶", "中文"):
        await client.post(PATH, json={"text": text})

    assert engine.turns == []


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=()), max_size=300))
async def test_no_text_is_ever_a_crash(client: Client, text: str) -> None:
    response = await client.post(PATH, json={"text": text})

    assert response.status in (200, 422)
    assert (await response.json())["text"]


# --- what a program may send ----------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'text': 'a'}",
        b'{"text": "a"',
        b'{"text": "a"} trailing',
        b"\xff\xfe\x00",
        b'{"text": "\xff"}',
        b"NaN{",
        b"[" * 8_000,
        b'{"a":' * 2_500,
        b'{"text": ' + b"9" * 5_000 + b"}",
        b"text=a&conversation_id=b",
    ],
    ids=[
        "nothing", "open", "quotes", "cut", "trailing", "bytes", "latin", "nan", "bomb",
        "object-bomb", "number-bomb", "form",
    ],
)  # fmt: skip
async def test_broken_json_is_refused(client: Client, body: bytes) -> None:
    await refused(client, 400, data=body, headers=JSON)


@pytest.mark.parametrize("body", [[], "text", 7, None, True, [{"text": "a"}]], ids=repr)
async def test_json_that_is_no_object_is_refused(client: Client, body: object) -> None:
    await refused(client, 400, data=json.dumps(body).encode(), headers=JSON)


@pytest.mark.parametrize("text", [7, None, [], {"a": 1}, True, 1.5], ids=repr)
async def test_text_that_is_no_text_is_refused(client: Client, text: object) -> None:
    await refused(client, 400, json={"conversation_id": "a", "text": text})


@pytest.mark.parametrize("payload", [7, [], {"a": 1}, False], ids=repr)
async def test_payload_that_is_no_text_is_refused(client: Client, payload: object) -> None:
    await refused(client, 400, json={"text": "a", "payload": payload})


@pytest.mark.parametrize(
    "identity",
    ["a b", "a" * 101, "chữ", "a\n", "../../etc", "<b>", "a\x00", "\U000e0041", 7, ["a"], {"a": 1},
     True, 0, False, [], {}],
    ids=repr,
)  # fmt: skip
async def test_bad_conversation_id_is_refused(
    client: Client, engine: FakeEngine, identity: object
) -> None:
    error = await refused(client, 400, json={"conversation_id": identity, "text": "nuôi ong?"})

    assert "conversation_id" in error
    assert engine.turns == []


@pytest.mark.parametrize("identity", ["a", "web-1.2:3_4", "A" * 100])
async def test_good_conversation_id_is_taken(client: Client, identity: str) -> None:
    answer = await post(client, {"conversation_id": identity, "text": "nuôi ong?"})

    assert answer["conversation_id"] == identity


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json", ""],
)
async def test_other_content_type_is_refused(client: Client, content_type: str) -> None:
    await refused(client, 415, data=b'{"text": "a"}', headers={"Content-Type": content_type})


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
async def test_json_by_another_spelling_is_taken(client: Client, content_type: str) -> None:
    body = '{"text": "nuôi ong?"}'.encode()

    response = await client.post(PATH, data=body, headers={"Content-Type": content_type})

    assert response.status == 200


@pytest.mark.parametrize("size", [17_000, 100_000, 5_000_000])
async def test_huge_body_is_refused(client: Client, engine: FakeEngine, size: int) -> None:
    body = json.dumps({"text": "nuôi ong?", "padding": "x" * size}).encode()

    await refused(client, 413, data=io.BytesIO(body), headers=JSON)

    assert engine.turns == []


async def test_body_that_comes_in_pieces_is_read_whole(client: Client) -> None:
    async def pieces() -> Any:
        body = json.dumps({"conversation_id": "a", "text": "nuôi ong thì cần gì?"}).encode()
        for at in range(0, len(body), 20):
            yield body[at : at + 20]
            await asyncio.sleep(0.01)

    response = await client.post(PATH, data=pieces(), headers=JSON)

    assert response.status == 200, await response.text()


async def test_huge_body_in_pieces_is_refused(client: Client) -> None:
    async def pieces() -> Any:
        for _ in range(100):
            yield b"[" * 1_000

    await refused(client, 413, data=pieces(), headers=JSON)


async def test_packed_bomb_is_refused(client: Client) -> None:
    packed = gzip.compress(b'{"text": "' + b"a" * 3_000_000 + b'"}')

    response = await client.post(PATH, data=packed, headers=JSON | {"Content-Encoding": "gzip"})

    assert 400 <= response.status < 500


async def test_broken_packing_is_refused(client: Client) -> None:
    response = await client.post(
        PATH, data=b"not gzip at all", headers=JSON | {"Content-Encoding": "gzip"}
    )

    assert 400 <= response.status < 500
    assert (await response.json())["error"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD"])
async def test_other_method_is_refused(client: Client, method: str) -> None:
    response = await client.request(method, PATH)

    assert response.status == 405
    assert response.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", ["/api", "/api/v1", "/api/v1/messages/", "/api/v2/messages"])
async def test_unknown_path_is_not_found(client: Client, path: str) -> None:
    response = await client.post(path, json={"text": "a"})

    assert response.status == 404


# --- load and failure -----------------------------------------------------------------------


async def test_flood_is_slowed_down_and_nothing_breaks(client: Client) -> None:
    async def one() -> int:
        response = await client.post(PATH, json={"conversation_id": "a", "text": "nuôi ong?"})
        return response.status

    statuses = await asyncio.gather(*(one() for _ in range(120)))

    assert statuses.count(200) == 50
    assert statuses.count(429) == 70


async def test_flooded_person_is_told_to_wait(client: Client) -> None:
    for _ in range(50):
        await post(client, {"conversation_id": "a", "text": "nuôi ong?"})

    answer = await post(client, {"conversation_id": "a", "text": "nuôi ong?"}, 429)

    assert answer["status"] == "error"
    assert "phút" in answer["text"]
    await post(client, {"conversation_id": "b", "text": "nuôi ong?"})


async def test_absent_engine_is_a_polite_503(client: Client, engine: FakeEngine) -> None:
    engine.cut_off = True

    answer = await post(client, {"conversation_id": "a", "text": "nuôi ong?"}, 503)

    assert answer["status"] == "error"
    assert answer["text"].startswith("Xin lỗi")
    assert answer["candidates"] == []


async def test_process_is_healthy_whatever_the_engine_does(
    client: Client, engine: FakeEngine
) -> None:
    engine.cut_off = True

    response = await client.get("/healthz")

    assert response.status == 200
    assert await response.json() == {"status": "ok"}


@pytest.mark.parametrize(("ready", "status"), [(True, 200), (False, 503)])
async def test_service_is_ready_when_its_engine_is(
    client: Client, engine: FakeEngine, ready: bool, status: int
) -> None:
    engine.ready = ready

    response = await client.get("/readyz")

    assert response.status == status


async def test_answers_carry_the_headers_of_the_site(client: Client) -> None:
    response = await client.post(PATH, json={"text": "nuôi ong?"})

    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Server"] == "thutuc"

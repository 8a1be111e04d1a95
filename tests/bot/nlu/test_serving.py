"""A model trained on the small corpus, served by the launcher, asked over HTTP."""

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any

import aiohttp
import pytest

from tests.bot.nlu.conftest import RunningEngine, stop


def ask(
    engine: RunningEngine, text: str, conversation: str = "a", **more: Any
) -> tuple[int, dict[str, Any]]:
    return post(engine, {"conversation_id": conversation, "text": text, **more})


def post(
    engine: RunningEngine, body: Any, authorization: str | None = None
) -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(  # noqa: S310
        f"{engine.url}/webhook",
        data=body if isinstance(body, bytes) else json.dumps(body).encode(),
        headers={"Authorization": authorization or f"Bearer {engine.token}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def custom(answer: tuple[int, dict[str, Any]]) -> dict[str, Any]:
    status, body = answer
    assert status == 200, body
    assert list(body) == ["messages"]
    assert [list(message) for message in body["messages"]] == [["custom"]]
    found: dict[str, Any] = body["messages"][0]["custom"]
    return found


def test_health_names_the_model(engine: RunningEngine) -> None:
    with urllib.request.urlopen(f"{engine.url}/health", timeout=5) as answer:  # noqa: S310
        assert json.loads(answer.read())["status"] == "ready"


def test_a_question_reaches_the_action_with_intent_and_facets(engine: RunningEngine) -> None:
    seen = custom(ask(engine, "khai sinh can giay to j, phi bn tien", "facets"))

    assert seen["action"] == "action_answer"
    assert seen["intent"]["name"] == "ask_procedure"
    assert {facet["name"] for facet in seen["facets"]} == {"documents", "fee"}


def test_small_talk_reaches_the_other_action(engine: RunningEngine) -> None:
    assert custom(ask(engine, "xin chào bạn", "talk"))["action"] == "action_non_answer"


def test_slots_carry_from_turn_to_turn(engine: RunningEngine) -> None:
    turns = [custom(ask(engine, "còn phí thì sao", "slots")) for _ in range(20)]

    assert turns[0]["previous_turn"] is None
    assert all(turn["previous_turn"] is not None for turn in turns[1:])
    assert custom(ask(engine, "còn phí thì sao", "other"))["previous_turn"] is None


@pytest.mark.parametrize("text", ["/restart", "/ask_procedure", '/greet{"a": 1}', "/back", "/"])
def test_a_slash_is_text(engine: RunningEngine, text: str) -> None:
    first = custom(ask(engine, "làm giấy khai sinh", text))
    second = custom(ask(engine, text, text))

    assert first["previous_turn"] is None
    assert second["text"] == text
    assert second["intent"]["confidence"] < 1
    assert second["previous_turn"] == "1"


@pytest.mark.parametrize("text", ["", "   ", "😀", "\u202e\x07", "a" * 4000])
def test_odd_text_is_answered(engine: RunningEngine, text: str) -> None:
    assert custom(ask(engine, text, "odd"))["action"] in {"action_answer", "action_non_answer"}


def test_a_buttons_payload_comes_as_metadata(engine: RunningEngine) -> None:
    payload = {"payload": {"code": "1.001193"}}

    assert custom(ask(engine, "Khai sinh", "button", metadata=payload))["metadata"] == payload


@pytest.mark.parametrize("authorization", ["Bearer wrong", "Basic abc", "Bearer ", "Bearer é"])
def test_without_the_token_nothing_is_answered(engine: RunningEngine, authorization: str) -> None:
    body = {"conversation_id": "a", "text": "chào"}

    status, answer = post(engine, body, authorization.encode().decode("latin-1"))

    assert status == 401
    assert answer["error"] == "unauthorized"


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[]", 400), ({"conversation_id": "a"}, 400), (b"x" * 70_000, 413)],
)
def test_a_broken_body_is_refused(engine: RunningEngine, body: Any, status: int) -> None:
    answered, answer = post(engine, body)

    assert answered == status
    assert answer["error"] == "bad_request"


async def test_messages_of_one_conversation_are_answered_one_after_the_other(
    engine: RunningEngine,
) -> None:
    headers = {"Authorization": f"Bearer {engine.token}"}
    body = {"conversation_id": "quick", "text": "còn phí thì sao"}

    async with aiohttp.ClientSession(headers=headers) as session:

        async def send() -> Any:
            async with session.post(f"{engine.url}/webhook", json=body) as answer:
                return (await answer.json())["messages"][0]["custom"]["previous_turn"]

        started = asyncio.get_running_loop().time()
        previous = await asyncio.gather(*(send() for _ in range(5)))
        elapsed = asyncio.get_running_loop().time() - started

    assert sorted(previous, key=str) == ["1", "2", "3", "4", None]
    assert elapsed < 1


def test_other_rasa_routes_are_closed(engine: RunningEngine) -> None:
    root = engine.url.removesuffix("/webhooks/gateway")
    for path in ("/webhooks/rest/webhook", "/model/parse", "/conversations/a/tracker"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{root}{path}", data=b"{}", timeout=5)  # noqa: S310
        with caught.value:
            assert caught.value.code == 404


def test_a_failing_action_is_told_and_nothing_typed_is_logged(engine: RunningEngine) -> None:
    status, answer = ask(engine, "fail on purpose, tên tôi là Nguyễn Thị Bình", "failing")

    assert status == 502
    assert answer["error"] == "action_server"
    assert custom(ask(engine, "còn phí thì sao", "failing"))
    log = engine.log.read_text(encoding="utf-8")
    assert "action_answer failed" in log or "action_non_answer failed" in log
    assert "Bình" not in log
    assert "fail on purpose" not in log


def test_zz_without_an_action_server_the_gateway_is_told(engine: RunningEngine) -> None:
    """Last in the file: it ends the action server."""
    stop(engine.actions)

    status, answer = ask(engine, "làm giấy khai sinh", "alone")

    assert status == 502
    assert answer["error"] == "action_server"
    assert "khai sinh" not in engine.log.read_text(encoding="utf-8")

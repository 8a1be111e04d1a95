"""The endpoint speaks rasa-sdk's protocol; this is the contract with Rasa 3.6."""

import logging
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from sqlalchemy.orm import Session, sessionmaker

from actions.assistant import Assistant
from bot.action_endpoint import create_action_app
from procedures_db.read import ProcedureReader
from procedures_db.search.linker import Linker
from tests.factories import TODAY
from tests.tiny_catalogue import BIRTH

Client = TestClient[Any, Any]
SLOTS = {"procedure_code": None, "facets": None, "candidates": None}


@pytest.fixture
async def client(aiohttp_client: Any, linker: Linker, sessions: sessionmaker[Session]) -> Client:
    assistant = Assistant(linker, ProcedureReader(sessions), lambda: TODAY)
    opened: Client = await aiohttp_client(create_action_app(assistant))
    return opened


def call(action: str = "action_answer", **message: Any) -> dict[str, Any]:
    """What Rasa 3.6 posts."""
    return {
        "next_action": action,
        "sender_id": "web-1",
        "tracker": {
            "sender_id": "web-1",
            "slots": dict(SLOTS),
            "latest_message": {
                "intent": {"name": "ask_procedure", "confidence": 0.9},
                "entities": [],
                "text": "làm giấy khai sinh hết bao nhiêu",
                "message_id": "m1",
                "metadata": {},
                "facets": [{"name": "fee", "confidence": 0.95}],
            }
            | message,
            "latest_event_time": 1763900000.0,
            "followup_action": None,
            "paused": False,
            "events": [],
            "latest_input_channel": "gateway",
            "active_loop": {},
            "latest_action": {"action_name": "action_listen"},
            "latest_action_name": "action_listen",
        },
        "domain": {},
        "version": "3.6.21",
    }


async def test_action_answers_with_responses_and_events(client: Client) -> None:
    response = await client.post("/webhook", json=call())

    assert response.status == 200
    answer = await response.json()
    (said,) = answer["responses"]
    assert said["custom"]["procedure"]["code"] == BIRTH
    assert {event["event"] for event in answer["events"]} == {"slot"}
    slots = {event["name"]: event["value"] for event in answer["events"]}
    assert slots["procedure_code"] == BIRTH


async def test_non_answer_is_said(client: Client) -> None:
    message = {"intent": {"name": "greet", "confidence": 0.9}, "text": "chào"}

    response = await client.post("/webhook", json=call("action_non_answer", **message))

    (said,) = (await response.json())["responses"]
    assert said["custom"]["status"] == "small_talk"


async def test_only_slots_that_changed_are_set(client: Client) -> None:
    message = {"intent": {"name": "greet", "confidence": 0.9}, "text": "chào"}

    response = await client.post("/webhook", json=call("action_non_answer", **message))

    names = {event["name"] for event in (await response.json())["events"]}
    assert "procedure_code" not in names


async def test_call_without_an_action_does_nothing(client: Client) -> None:
    body = call()
    body["next_action"] = None

    response = await client.post("/webhook", json=body)

    assert response.status == 200
    assert await response.json() == {}


async def test_unknown_action_is_not_found(client: Client) -> None:
    response = await client.post("/webhook", json=call("action_fly"))

    assert response.status == 404
    assert (await response.json())["action_name"] == "action_fly"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 50_000], ids=["empty", "open", "bytes", "bomb"]
)
async def test_broken_call_is_refused(client: Client, body: bytes) -> None:
    response = await client.post(
        "/webhook", data=body, headers={"Content-Type": "application/json"}
    )

    assert response.status == 400


@pytest.mark.parametrize("body", [[], "x", 7, None], ids=repr)
async def test_call_that_is_no_object_is_refused(client: Client, body: object) -> None:
    response = await client.post("/webhook", json=body)

    assert response.status == 400


async def test_long_conversation_is_taken(client: Client) -> None:
    body = call()
    body["tracker"]["events"] = [{"event": "user", "text": "x" * 1_000}] * 1_000

    response = await client.post("/webhook", json=body)

    assert response.status == 200


@pytest.mark.parametrize(("method", "path"), [("GET", "/webhook"), ("POST", "/"), ("GET", "/x")])
async def test_there_is_nothing_else(client: Client, method: str, path: str) -> None:
    response = await client.request(method, path)

    assert response.status in (404, 405)


async def test_two_conversations_at_once_do_not_mix(client: Client) -> None:
    births = call()
    thanks = call("action_non_answer", intent={"name": "thank", "confidence": 1.0}, text="cảm ơn")

    first = await client.post("/webhook", json=births)
    second = await client.post("/webhook", json=thanks)

    assert (await first.json())["responses"][0]["custom"]["status"] == "answered"
    assert (await second.json())["responses"][0]["custom"]["status"] == "small_talk"


async def test_question_is_not_written_to_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await client.post("/webhook", json=call(text="nguyễn văn bí mật khai sinh"))

    assert "bí mật" not in caplog.text


def test_actions_are_registered_for_rasa_run_actions() -> None:
    from rasa_sdk.executor import ActionExecutor

    executor = ActionExecutor()
    executor.register_package("actions")

    assert {"action_answer", "action_non_answer"} <= set(executor.actions)


def test_application_takes_bodies_larger_than_aiohttps_default() -> None:
    app = create_action_app(None)  # type: ignore[arg-type]

    assert isinstance(app, web.Application)

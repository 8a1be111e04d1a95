"""The client of the engine: every way in which there is no answer is one error."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.gateway.engine import EngineClient, EngineError
from tests.bot.gateway.fake_engine import REPLY, FakeEngine


async def test_turn_is_posted_and_the_structured_reply_comes_back(
    engine_client: EngineClient, engine: FakeEngine
) -> None:
    reply = await engine_client.ask("web-1", "nuôi ong?", {"channel": "web"})

    assert reply == REPLY
    assert engine.turns == [
        {"conversation_id": "web-1", "text": "nuôi ong?", "metadata": {"channel": "web"}}
    ]


async def test_wrong_token_is_no_answer(engine_url: str) -> None:
    async with ClientSession() as session:
        with pytest.raises(EngineError, match="401"):
            await EngineClient(session, engine_url, "sai").ask("a", "b", {})


@pytest.mark.parametrize(
    "raw",
    [
        {"text": "", "status": 200},
        {"text": "not json", "content_type": "text/html", "status": 502},
        {"text": "{broken", "content_type": "application/json"},
        {"body": b"\xff\xfe", "content_type": "application/json"},
        {"text": "null", "content_type": "application/json"},
        {"text": "[]", "content_type": "application/json"},
        {"text": '"x"', "content_type": "application/json"},
        {"text": "{}", "content_type": "application/json"},
        {"text": '{"messages": []}', "content_type": "application/json"},
        {"text": '{"messages": null}', "content_type": "application/json"},
        {"text": '{"messages": [7, {"text": "a"}]}', "content_type": "application/json"},
        {"text": '{"messages": [{"custom": null}]}', "content_type": "application/json"},
        {
            "text": '{"error": "model_not_loaded"}',
            "content_type": "application/json",
            "status": 503,
        },
    ],
    ids=str,
)
async def test_answer_that_is_none_is_an_error(
    engine_client: EngineClient, engine: FakeEngine, raw: dict[str, Any]
) -> None:
    engine.raw = web.Response(**raw)

    with pytest.raises(EngineError):
        await engine_client.ask("a", "b", {})


async def test_error_says_what_the_engine_said(
    engine_client: EngineClient, engine: FakeEngine
) -> None:
    engine.raw = web.json_response({"error": "model_not_loaded"}, status=503)

    with pytest.raises(EngineError, match="503 model_not_loaded"):
        await engine_client.ask("a", "b", {})


async def test_broken_connection_is_an_error(
    engine_client: EngineClient, engine: FakeEngine
) -> None:
    engine.cut_off = True

    with pytest.raises(EngineError):
        await engine_client.ask("a", "b", {})


async def test_absent_engine_is_an_error(unused_tcp_port: int) -> None:
    async with ClientSession() as session:
        client = EngineClient(session, f"http://127.0.0.1:{unused_tcp_port}", "token")

        assert not await client.is_ready()
        with pytest.raises(EngineError):
            await client.ask("a", "b", {})


@pytest.mark.parametrize("ready", [True, False])
async def test_engine_is_ready_when_it_says_so(
    engine_client: EngineClient, engine: FakeEngine, ready: bool
) -> None:
    engine.ready = ready

    assert await engine_client.is_ready() is ready


async def test_many_turns_are_asked_at_once(
    engine_client: EngineClient, engine: FakeEngine
) -> None:
    engine.may_answer.clear()
    asking = [asyncio.create_task(engine_client.ask(f"{n}", "x", {})) for n in range(20)]
    await engine.wait_for_turns(20)
    engine.may_answer.set()

    assert await asyncio.gather(*asking) == [REPLY] * 20

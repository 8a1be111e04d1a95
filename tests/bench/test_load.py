"""The client counts what people waited for."""

from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bench.load import Plan, ask_everything, percentile

_CONVERSATIONS = [["một", "hai", "ba", "bốn"], ["năm", "sáu", "bảy", "tám"]]


@pytest.mark.parametrize(("share", "value"), [(0.5, 2.0), (0.75, 3.0), (0.95, 4.0), (0.0, 1.0)])
def test_percentile_is_the_nearest_rank(share: float, value: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], share) == value


async def test_every_message_is_asked_once_and_errors_are_counted() -> None:
    bodies: list[dict[str, Any]] = []

    async def answer(request: web.Request) -> web.Response:
        body = await request.json()
        bodies.append(body)
        return web.json_response({"status": "error" if body["text"] == "hai" else "answered"})

    app = web.Application()
    app.router.add_post("/api/v1/messages", answer)
    async with TestServer(app) as server:
        plan = Plan(str(server.make_url("")).rstrip("/"), "service", _CONVERSATIONS, 2, 8, 3)
        measured = await ask_everything(plan)

    assert len(bodies) == 11
    assert measured.messages == 8
    assert measured.errors == sum(body["text"] == "hai" for body in bodies[3:])
    assert measured.p50_ms <= measured.p95_ms <= measured.p99_ms


async def test_people_have_conversations_of_their_own() -> None:
    asked: dict[str, list[str]] = {}

    async def answer(request: web.Request) -> web.Response:
        body = await request.json()
        asked.setdefault(body["sender"], []).append(body["message"])
        return web.json_response([{"custom": {}}])

    app = web.Application()
    app.router.add_post("/webhooks/rest/webhook", answer)
    async with TestServer(app) as server:
        url = str(server.make_url("")).rstrip("/")
        measured = await ask_everything(Plan(url, "rest", _CONVERSATIONS, 1, 8, 0))

    assert measured.errors == 0
    assert list(asked.values()) == _CONVERSATIONS


async def test_a_server_that_is_gone_is_an_error_and_no_end() -> None:
    plan = Plan("http://127.0.0.1:1", "service", _CONVERSATIONS, 1, 2, 0)

    measured = await ask_everything(plan)

    assert measured.errors == 2

"""Whole conversations are asked through the public API."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from bot.evaluation.ask import ask_all
from bot.evaluation.questions import Conversation
from procedures_db.answers import Choice, encode
from procedures_db.terms import Facet
from tests.bot.evaluation.runs import gold
from tests.bot.gateway.fake_engine import REPLY

CONVERSATIONS = [
    Conversation("a", "test", (gold("một"), gold("hai"))),
    Conversation("b", "test", (gold("ba"),)),
]


class FakeApi:
    """Answers every message with `reply`; remembers who asked what."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.reply: dict[str, Any] = REPLY | {"parts": [{"facet": "fee"}]}
        self.together = 0
        self._busy = 0

    async def answer(self, request: web.Request) -> web.Response:
        message = await request.json()
        self.asked.append((message["conversation_id"], message["text"]))
        self._busy += 1
        self.together = max(self.together, self._busy)
        await asyncio.sleep(0.01)
        self._busy -= 1
        return web.json_response(self.reply)


@pytest.fixture
def api() -> FakeApi:
    return FakeApi()


@pytest.fixture
async def url(aiohttp_server: Any, api: FakeApi) -> str:
    app = web.Application()
    app.router.add_post("/api/v1/messages", api.answer)
    server = await aiohttp_server(app)
    return str(server.make_url("")).rstrip("/")


async def test_turns_of_a_conversation_share_a_name_of_their_own(url: str, api: FakeApi) -> None:
    await ask_all(url, CONVERSATIONS)
    await ask_all(url, CONVERSATIONS)

    names = [name for name, _ in api.asked]
    assert [text for _, text in api.asked] == ["một", "hai", "ba"] * 2
    assert names[0] == names[1]
    assert len(set(names)) == 4


async def test_results_are_in_the_order_of_the_questions(url: str) -> None:
    results = await ask_all(url, CONVERSATIONS, clients=2)

    assert [(one.gold.question, one.number) for one in results] == [
        ("một", 0),
        ("hai", 1),
        ("ba", 0),
    ]


async def test_several_clients_ask_at_once(url: str, api: FakeApi) -> None:
    conversations = [Conversation(f"{n}", "test", (gold(),)) for n in range(6)]

    await ask_all(url, conversations, clients=3)

    assert api.together == 3


async def test_result_keeps_what_came_back(url: str) -> None:
    (result, *_) = await ask_all(url, CONVERSATIONS[1:])

    assert result.status == "answered"
    assert result.procedure == "9.000001"
    assert result.candidates == ("9.000001",)
    assert result.facets == ("fee",)
    assert result.latency_ms >= 10
    assert set(result.as_json()) == {
        "id", "turn", "q", "status", "procedure", "candidates", "facets", "latency_ms",
    }  # fmt: skip


async def test_facets_of_a_question_asked_back_are_those_of_its_choices(
    url: str, api: FakeApi
) -> None:
    payload = encode(Choice("9.000001", (Facet.FEE, Facet.TIME)))
    api.reply = REPLY | {"status": "clarify", "procedure": None,
                         "buttons": [{"title": "A", "payload": payload}]}  # fmt: skip

    (result, *_) = await ask_all(url, CONVERSATIONS[1:])

    assert result.procedure is None
    assert result.facets == ("fee", "time")


async def test_progress_tells_the_turns_done(url: str) -> None:
    done: list[int] = []

    await ask_all(url, CONVERSATIONS, progress=done.append)

    assert sum(done) == 3

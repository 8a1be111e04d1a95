"""Ask the public API and keep what matters of each reply."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.evaluation.questions import Conversation, GoldTurn
from procedures_db.answers import decode
from procedures_db.errors import ContentError


@dataclass(frozen=True)
class TurnResult:
    """One turn: what was right, what came back, and how long it took."""

    conversation: Conversation
    number: int
    gold: GoldTurn
    status: str
    procedure: str | None
    candidates: tuple[str, ...]
    scores: tuple[float, ...]
    facets: tuple[str, ...]
    text: str
    latency_ms: float

    def as_json(self) -> dict[str, Any]:
        """Return the line that `--out` writes."""
        return {
            "id": self.conversation.id,
            "turn": self.number,
            "q": self.gold.question,
            "status": self.status,
            "procedure": self.procedure,
            "candidates": list(self.candidates),
            "facets": list(self.facets),
            "latency_ms": round(self.latency_ms, 1),
        }


async def ask_all(
    url: str,
    conversations: Sequence[Conversation],
    *,
    clients: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> list[TurnResult]:
    """Run every conversation, `clients` at a time; results are in the order of the input."""
    results: list[list[TurnResult]] = [[] for _ in conversations]
    waiting = asyncio.Queue[int]()
    for number in range(len(conversations)):
        waiting.put_nowait(number)
    async with aiohttp.ClientSession() as session:

        async def work() -> None:
            while not waiting.empty():
                number = waiting.get_nowait()
                results[number] = await _converse(session, url, conversations[number])
                progress(len(conversations[number].turns))

        async with asyncio.TaskGroup() as group:
            for _ in range(clients):
                group.create_task(work())
    return [result for turns in results for result in turns]


async def _converse(
    session: aiohttp.ClientSession, url: str, conversation: Conversation
) -> list[TurnResult]:
    identity = f"eval-{secrets.token_hex(8)}"
    results = []
    for number, gold in enumerate(conversation.turns):
        started = time.perf_counter()
        body = {"conversation_id": identity, "text": gold.question}
        async with session.post(f"{url}/api/v1/messages", json=body) as response:
            reply = await response.json()
        results.append(
            TurnResult(
                conversation,
                number,
                gold,
                reply["status"],
                reply["procedure"]["code"] if reply["procedure"] else None,
                tuple(one["code"] for one in reply["candidates"]),
                tuple(one["score"] for one in reply["candidates"]),
                _facets(reply),
                reply["text"],
                (time.perf_counter() - started) * 1000,
            )
        )
    return results


def _facets(reply: dict[str, Any]) -> tuple[str, ...]:
    """Return the facets answered or, when asked back, those the choices keep in mind."""
    if reply["parts"]:
        return tuple(part["facet"] for part in reply["parts"])
    for button in reply["buttons"]:
        with contextlib.suppress(ContentError):  # a button that names no procedure
            return tuple(facet.value for facet in decode(button["payload"]).facets)
    return ()

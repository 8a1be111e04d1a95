"""Find new gaps while the console runs, and ask closed ones again."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from procedures_db.gaps.asking_again import Again, NowAnswered, keep_answers, to_ask_again
from procedures_db.gaps.collect import Collector
from staff.keys import CLOCK, SESSIONS

logger = logging.getLogger(__name__)

Ask = Callable[[str], Awaitable[Mapping[str, Any] | None]]
"""Answers a question as a citizen gets it, without a trace; None when nobody answers now."""

ASK: web.AppKey[Ask] = web.AppKey("staff_ask")
"""Missing where there is nobody to ask."""
WAKE = web.AppKey("staff_wake", asyncio.Event)
"""Set when something was closed."""

_SECONDS = 15.0
_PATIENCE = 8.0
"""So long a new wording may take to be known."""
_PAUSE = 0.5
_ANSWERED = ("answered", "partial")
_LONGEST_ANSWER = 600


async def watch_questions(app: web.Application) -> AsyncIterator[None]:
    """Look for gaps and ask again, while the console runs."""
    task = asyncio.create_task(_keep_watching(app))
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def is_answered(answer: Mapping[str, Any], code: str | None) -> bool:
    """Whether an answer is about the procedure that should be answered."""
    return answer["status"] in _ANSWERED and answer["code"] == code


async def _keep_watching(app: web.Application) -> None:
    collector = Collector(app[SESSIONS])
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(app[WAKE].wait(), _SECONDS)
        app[WAKE].clear()
        try:
            await _ask_again(app)
            await asyncio.to_thread(collector.collect)
        except Exception:  # what went wrong once must not end the watch
            logger.exception("the queue of questions could not be brought up to date")


async def _ask_again(app: web.Application) -> None:
    ask = app.get(ASK)
    if ask is None:
        return
    sessions = app[SESSIONS]

    def read() -> list[Again]:
        with sessions() as session:
            return to_ask_again(session)

    waiting = await asyncio.to_thread(read)
    await asyncio.gather(*(_ask_one(app, ask, again) for again in waiting))


async def _ask_one(app: web.Application, ask: Ask, again: Again) -> None:
    now: NowAnswered | None = None
    words = again.wording or (again.turns[0][1] if again.turns else "")
    if words:
        now = await _ask_patiently(ask, words, again.code)
        if now is None:
            return  # nobody answers: it stays to be asked
    turns: dict[str, NowAnswered] = {}
    for turn_id, question in again.turns:
        answer = await ask(question)
        if answer is not None:
            turns[turn_id] = _now(answer)
    await asyncio.to_thread(
        keep_answers,
        app[SESSIONS],
        again,
        now if again.wording else None,
        turns,
        app[CLOCK](),
    )


async def _ask_patiently(ask: Ask, words: str, code: str) -> NowAnswered | None:
    """Ask until the procedure is answered, or for so long that it will not be."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + _PATIENCE
    while True:
        answer = await ask(words)
        if answer is None:
            return None
        now = _now(answer)
        if (now.status in _ANSWERED and now.code == code) or clock() > deadline:
            return now
        await asyncio.sleep(_PAUSE)


def _now(answer: Mapping[str, Any]) -> NowAnswered:
    procedure = answer.get("procedure") or {}
    text = str(answer.get("text") or "")[:_LONGEST_ANSWER]
    return NowAnswered(str(answer["status"]), procedure.get("code"), procedure.get("name"), text)

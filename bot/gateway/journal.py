"""The record of turns, written behind the answers' back.

An answer never waits for it: turns stand in a bounded queue that one thread writes. A locked
database makes them wait; stopping the service writes what is left.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.conversations import record_turn
from procedures_db.database import transaction

logger = logging.getLogger(__name__)

_MOST_WAITING = 10_000
_TOGETHER = 100
_PAUSE = 0.2
_CLOSE_SECONDS = 10.0


@dataclass(frozen=True)
class NotedTurn:
    """A turn as the gateway saw it; question and payload are masked."""

    answer: dict[str, Any]
    channel: str
    question: str
    payload: str | None
    reason: str | None
    intent: str | None
    facets: list[str] | None
    at: datetime
    latency_ms: int


class Journal:
    """Writes turns in the order in which they were noted."""

    def __init__(self, sessions: Callable[[], Session], *, most: int = _MOST_WAITING) -> None:
        self._sessions = sessions
        self._queue: queue.Queue[NotedTurn | Future[None] | None] = queue.Queue(most)
        self._closing = threading.Event()
        self._deadline = float("inf")
        self._thread = threading.Thread(target=self._write_all, name="journal", daemon=True)
        self._thread.start()
        self.lost = 0
        """Turns that were not written: the queue was full, or the database away for too long."""

    def note(self, turn: NotedTurn) -> None:
        """Have a turn written soon; never waits."""
        try:
            self._queue.put_nowait(turn)
        except queue.Full:
            self._lose(1)

    async def caught_up(self, seconds: float = 5.0) -> bool:
        """Wait until all that was noted so far is written; False when that takes too long."""
        mark: Future[None] = Future()
        try:
            self._queue.put_nowait(mark)
            await asyncio.wait_for(asyncio.wrap_future(mark), seconds)
        except (queue.Full, TimeoutError):
            return False
        return True

    def close(self, seconds: float = _CLOSE_SECONDS) -> None:
        """Write what is left, but try no longer than so many seconds."""
        self._deadline = time.monotonic() + seconds
        self._closing.set()
        try:
            self._queue.put(None, timeout=seconds)
        except queue.Full:
            return
        self._thread.join(seconds + 1)

    def _write_all(self) -> None:
        while True:
            items = [self._queue.get()]
            while len(items) < _TOGETHER and not self._queue.empty():
                items.append(self._queue.get())
            self._write_patiently([item for item in items if isinstance(item, NotedTurn)])
            for item in items:
                if isinstance(item, Future) and item.set_running_or_notify_cancel():
                    item.set_result(None)
            if None in items:
                return

    def _write_patiently(self, turns: list[NotedTurn]) -> None:
        while turns:
            try:
                self._write(turns)
                return
            except IntegrityError:
                turns = self._without_known(turns)
            except DBAPIError as error:
                logger.warning("turns wait to be recorded: %s", type(error).__name__)
                if time.monotonic() > self._deadline:
                    self._lose(len(turns))
                    return
                self._closing.wait(_PAUSE)
            except Exception as error:  # one odd turn must not end the record of all others
                logger.error("turns could not be recorded: %s", type(error).__name__)
                self._lose(len(turns))
                return

    def _write(self, turns: list[NotedTurn]) -> None:
        with transaction(self._sessions) as session:
            for turn in turns:
                record_turn(
                    session,
                    turn.answer,
                    channel=turn.channel,
                    question=turn.question,
                    payload=turn.payload,
                    reason=turn.reason,
                    intent=turn.intent,
                    facets=turn.facets,
                    at=turn.at,
                    latency_ms=turn.latency_ms,
                )

    def _without_known(self, turns: list[NotedTurn]) -> list[NotedTurn]:
        """Leave out turns that are recorded already: an event that was answered a second time."""
        ids = [turn.answer["turn_id"] for turn in turns]
        table = models.TurnRecord
        with self._sessions() as session:
            seen = set(session.scalars(select(table.turn_id).where(table.turn_id.in_(ids))))
        kept = []
        for turn in turns:
            if turn.answer["turn_id"] not in seen:
                kept.append(turn)
                seen.add(turn.answer["turn_id"])
        if len(kept) == len(turns):
            logger.error("turns could not be recorded: they contradict the tables")
            self._lose(len(kept))
            return []
        return kept

    def _lose(self, count: int) -> None:
        self.lost += count
        logger.error("%d turns were not recorded, %d since the start", count, self.lost)

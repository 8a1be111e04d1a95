"""What both workers do: take work from the database, so much at a time, until told to stop."""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """How fast and how patient delivery is; the defaults suit a service, tests are in a hurry."""

    at_once: int = 16
    """Events answered, and messages sent, at the same time."""
    poll_seconds: float = 1.0
    """How often to look for what another process left."""
    hold_seconds: float = 20.0
    """After so long without a sign of life, another process takes over."""
    stop_seconds: float = 10.0
    """How long to wait at the end for what is being done."""
    send_seconds: float = 30.0
    """How long a platform may take for one message."""
    first_pause: float = 1.0
    longest_pause: float = 300.0
    attempts: int = 12
    """Tries of one message; with the pauses they last about half an hour."""
    event_attempts: int = 5
    """Tries of one event that our own code cannot answer."""


class Worker:
    """Keeps up to `at_once` pieces of work going; subclasses say where work comes from."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._woken = asyncio.Event()
        self._working: set[asyncio.Task[None]] = set()
        self._loop_task: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin."""
        self._loop_task = asyncio.create_task(self._keep_going())

    def wake(self) -> None:
        """Look for work now."""
        self._woken.set()

    async def stop(self) -> None:
        """Take no more work, and wait a while for what is being done."""
        self._stopping = True
        self._woken.set()
        if self._loop_task:
            await self._loop_task
        if self._working:
            _, late = await asyncio.wait(self._working, timeout=self._pace.stop_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def take(self, most: int) -> list[Coroutine[Any, Any, None]]:
        """Return up to `most` pieces of work that nobody else does."""
        raise NotImplementedError

    async def _keep_going(self) -> None:
        while not self._stopping:
            self._woken.clear()
            try:
                await self._fill()
            except DBAPIError as error:
                logger.warning("no work from the database: %s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._pace.poll_seconds)

    async def _fill(self) -> None:
        """Take work until there is none, or enough is going on: asking for one more is dear."""
        while not self._stopping and len(self._working) <= self._pace.at_once // 2:
            found = await self.take(self._pace.at_once - len(self._working))
            for work in found:
                task = asyncio.create_task(work)
                self._working.add(task)
                task.add_done_callback(self._done)
            if not found:
                return

    def _done(self, task: asyncio.Task[None]) -> None:
        self._working.discard(task)
        self._woken.set()
        if not task.cancelled() and task.exception():
            logger.error("a piece of work failed: %s", type(task.exception()).__name__)

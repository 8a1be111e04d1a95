"""Database work in a thread: what comes together is committed together, errors are tried again."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from procedures_db.database import transaction

logger = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[Session], Any]

_TOGETHER = 50
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 2.0


class DatabaseThread:
    """Runs functions of a session one after the other, none of them in the event loop.

    Those that wait at the same time share a transaction, which makes a burst many times quicker;
    if one fails, each gets a transaction of its own. When a call returns, its work is committed.
    """

    def __init__(self, sessions: Callable[[], Session], name: str) -> None:
        self._sessions = sessions
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting: deque[tuple[Work, Future[Any]]] = deque()

    async def run(self, work: Callable[[Session], T]) -> T:
        """Return what `work` returns; what it raises is raised."""
        future: Future[T] = Future()
        self._waiting.append((work, future))
        self._thread.submit(self._do_waiting)
        return await asyncio.wrap_future(future)

    async def run_until_done(self, work: Callable[[Session], T], seconds: float) -> T:
        """Try again after errors of the database, for so many seconds."""
        loop = asyncio.get_running_loop()
        deadline, pause = loop.time() + seconds, _FIRST_PAUSE
        while True:
            try:
                return await self.run(work)
            except DBAPIError as error:
                if loop.time() + pause > deadline:
                    raise
                logger.warning("the database refused, trying again: %s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def close(self) -> None:
        """Finish what is waiting."""
        self._thread.shutdown(wait=True)

    def _do_waiting(self) -> None:
        together: list[tuple[Work, Future[Any]]] = []
        while self._waiting and len(together) < _TOGETHER:
            work, future = self._waiting.popleft()
            if future.set_running_or_notify_cancel():
                together.append((work, future))
        if not together:
            return
        try:
            with transaction(self._sessions) as session:
                results = [work(session) for work, _ in together]
        except Exception as error:
            if len(together) == 1:
                together[0][1].set_exception(error)
            else:
                self._do_alone(together)
            return
        for (_, future), result in zip(together, results, strict=True):
            future.set_result(result)

    def _do_alone(self, together: list[tuple[Work, Future[Any]]]) -> None:
        for work, future in together:
            try:
                with transaction(self._sessions) as session:
                    result = work(session)
            except Exception as error:  # handed to whoever waits for it
                future.set_exception(error)
            else:
                future.set_result(result)

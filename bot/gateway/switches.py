"""What staff have decided: which channels are off, and what every channel has to say first."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from procedures_db.conversations import channels_off, current_notice

logger = logging.getLogger(__name__)

_LIFETIME = 1.0
_PATIENCE = 0.25


@dataclass(frozen=True)
class Decisions:
    """What holds now."""

    off: frozenset[str] = frozenset()
    notice: str | None = None


class Switchboard:
    """Reads the decisions at most once a second; a database that is away changes none of them."""

    def __init__(
        self, sessions: Callable[[], Session], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._known = Decisions()
        self._read_at = float("-inf")
        self._reading: asyncio.Task[None] | None = None

    async def decisions(self) -> Decisions:
        """Return what holds, as it was at most a second ago, or longer if it cannot be read."""
        if self._clock() - self._read_at >= _LIFETIME:
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(self._refresh())
            await asyncio.wait({self._reading}, timeout=_PATIENCE)
        return self._known

    async def _refresh(self) -> None:
        try:
            self._known = await asyncio.to_thread(self._read)
        except DBAPIError as error:
            logger.warning("channel switches could not be read: %s", type(error).__name__)
        self._read_at = self._clock()

    def _read(self) -> Decisions:
        with self._sessions() as session:
            return Decisions(channels_off(session), current_notice(session))

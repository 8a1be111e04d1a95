"""Sends what is in the outbox."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from bot.gateway.schemas import Channel, GiveUp, RetryLater
from bot.gateway.threads import DatabaseThread
from bot.gateway.worker import Pace, Worker
from procedures_db.conversations.outbox import (
    HeldMessage,
    give_up,
    hold_messages,
    settle,
    try_later,
)

logger = logging.getLogger(__name__)

_DATABASE_PATIENCE = 120.0
_SLACK = 30.0
"""Beyond the time that a platform may take, before another process sends the message too."""


class OutboxWorker(Worker):
    """Hands messages to their platforms, each person's in order, again after a failure."""

    def __init__(
        self, database: DatabaseThread, channels: Mapping[str, Channel], pace: Pace
    ) -> None:
        super().__init__(pace)
        self._database = database
        self._channels = channels

    async def take(self, most: int) -> list[Coroutine[Any, Any, None]]:
        """Hold the next messages that are due."""
        names = tuple(self._channels)
        if not names:
            return []
        seconds = self._pace.send_seconds + _SLACK
        messages = await self._database.run(
            lambda session: hold_messages(session, seconds, channels=names, most=most)
        )
        return [self._send(message) for message in messages]

    async def _send(self, message: HeldMessage) -> None:
        outcome = await self._try(message)
        await self._database.run_until_done(outcome, _DATABASE_PATIENCE)

    async def _try(self, message: HeldMessage) -> Callable[[Session], None]:
        """Send once, and return what is to be written about it."""
        channel = self._channels[message.channel]
        try:
            async with asyncio.timeout(self._pace.send_seconds):
                await channel.send(message.recipient, message.payload)
        except GiveUp as error:
            logger.warning("%s: message given up: %s", message.channel, error.reason)
            return partial(give_up, message=message, error=error.reason)
        except RetryLater as error:
            return self._again(message, error.after, str(error))
        except Exception as error:  # the edge to a platform: whatever it was, it may pass
            return self._again(message, None, type(error).__name__)
        return partial(settle, message=message)

    def _again(
        self, message: HeldMessage, after: float | None, reason: str
    ) -> Callable[[Session], None]:
        if message.attempts >= self._pace.attempts:
            logger.error("%s: message given up after its last try: %s", message.channel, reason)
            return partial(give_up, message=message, error=reason)
        pause = min(self._pace.first_pause * 2 ** (message.attempts - 1), self._pace.longest_pause)
        seconds = max(after or 0.0, pause)
        logger.warning("%s: message waits %.1f s: %s", message.channel, seconds, reason)
        return partial(try_later, message=message, seconds=seconds, error=reason)

"""Answers the events in the inbox."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.gateway.schemas import Channel, Gateway, IncomingMessage, Payload
from bot.gateway.threads import DatabaseThread
from bot.gateway.worker import Pace, Worker
from procedures_db.conversations.inbox import (
    HeldEvent,
    close_event,
    go_on_holding,
    hold_events,
    let_go,
)
from procedures_db.conversations.outbox import put_message

logger = logging.getLogger(__name__)

_DATABASE_PATIENCE = 120.0


def to_json(message: IncomingMessage) -> dict[str, Any]:
    """Return what is stored of a message, so that it can be answered after a restart."""
    return {name: value for name, value in asdict(message).items() if value is not None}


class InboxWorker(Worker):
    """Takes events in the order of their conversations and puts the answers into the outbox."""

    def __init__(
        self,
        database: DatabaseThread,
        channels: Mapping[str, Channel],
        gateway: Gateway,
        *,
        holder: str,
        pace: Pace,
        answered: Callable[[], None],
    ) -> None:
        super().__init__(pace)
        self._database = database
        self._channels = channels
        self._gateway = gateway
        self._holder = holder
        self._answered = answered
        self._held: set[int] = set()
        self._heart: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, and give signs of life while answering."""
        super().start()
        self._heart = asyncio.create_task(self._beat())

    async def stop(self) -> None:
        """Finish, and give back at once what was not finished."""
        await super().stop()
        if self._heart:
            self._heart.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._heart
        if self._held:
            ids = list(self._held)
            with contextlib.suppress(DBAPIError):
                await self._database.run(lambda session: let_go(session, self._holder, ids))

    async def take(self, most: int) -> list[Coroutine[Any, Any, None]]:
        """Hold the next events."""
        names = tuple(self._channels)
        if not names:
            return []
        seconds = self._pace.hold_seconds
        events = await self._database.run(
            lambda session: hold_events(session, self._holder, seconds, channels=names, most=most)
        )
        self._held.update(event.id for event in events)
        return [self._answer(event) for event in events]

    async def _answer(self, event: HeldEvent) -> None:
        try:
            answer = await self._gateway.answer(IncomingMessage(**event.message))
            payloads = self._channels[event.channel].render(answer, event.recipient)
            done = await self._database.run_until_done(
                lambda session: self._close(session, event, payloads), _DATABASE_PATIENCE
            )
        except asyncio.CancelledError:
            raise  # stays held until `stop` gives it back
        except Exception as error:
            # The edge to channels and gateway: the event is taken again when nobody holds it.
            logger.error("an event could not be answered: %s", type(error).__name__)
            self._held.discard(event.id)
            if event.attempts >= self._pace.event_attempts:
                logger.error("%s: an event is left without an answer", event.channel)
                await self._database.run(lambda session: self._close(session, event, ()))
            return
        self._held.discard(event.id)
        if done:
            self._answered()

    def _close(self, session: Session, event: HeldEvent, payloads: Sequence[Payload]) -> bool:
        """Close the event and put its answer on the way, both or neither."""
        if not close_event(session, self._holder, event.id):
            return False
        for payload in payloads:
            put_message(
                session,
                channel=event.channel,
                recipient=event.recipient,
                payload=payload,
                conversation_id=event.conversation_id,
            )
        return True

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._pace.hold_seconds / 4)
            if not self._held:
                continue
            try:
                await self._database.run(self._hold_on)
            except DBAPIError as error:
                logger.warning("no sign of life was written: %s", type(error).__name__)

    def _hold_on(self, session: Session) -> None:
        go_on_holding(session, self._holder, list(self._held), self._pace.hold_seconds)

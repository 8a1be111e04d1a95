"""Chat platforms: every event answered once, every answer sent, in order for each person.

A webhook only stores its event (`receive`). From there on the database says what is to be done,
so a process that dies, a platform that is away and an event delivered three times change nothing.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.gateway.clean import MessageTooLongError, clean
from bot.gateway.inbox import InboxWorker, to_json
from bot.gateway.outbox import OutboxWorker
from bot.gateway.schemas import Channel, Gateway, IncomingMessage, Payload
from bot.gateway.threads import DatabaseThread
from bot.gateway.worker import Pace
from procedures_db.conversations.inbox import receive_event
from procedures_db.conversations.outbox import put_message
from procedures_db.privacy import mask, mask_payload

_TOO_LONG = "x" * 1_001
"""Stored instead of a message that is too long: the gateway refuses either with the same words."""


class Delivery:
    """The inbox and the outbox of all chat channels of this process."""

    def __init__(
        self, sessions: Callable[[], Session], gateway: Gateway, *, pace: Pace | None = None
    ) -> None:
        self._database = DatabaseThread(sessions, "delivery")
        self._channels: dict[str, Channel] = {}
        pace = pace or Pace()
        self._outbox = OutboxWorker(self._database, self._channels, pace)
        self._inbox = InboxWorker(
            self._database,
            self._channels,
            gateway,
            holder=secrets.token_hex(8),
            pace=pace,
            answered=self._outbox.wake,
        )

    def add(self, channel: Channel) -> None:
        """Serve a channel; messages that wait for it are sent from now on."""
        self._channels[channel.name] = channel
        self._inbox.wake()
        self._outbox.wake()

    async def receive(self, message: IncomingMessage, recipient: str) -> bool:
        """Store an event to be answered; return False when it was delivered before.

        The answer goes to `recipient`, as the channel's platform knows the person. When this
        returns, the event will be answered, whatever happens to this process. Raises DBAPIError
        when it could not be stored: the platform should deliver it again.
        """
        if not message.event_id:
            raise ValueError("an event needs the platform's id")
        event_id, stored = message.event_id, to_json(_masked(message))
        is_new = await self._database.run(
            lambda session: receive_event(
                session,
                channel=message.channel,
                event_id=event_id,
                conversation_id=message.conversation_id,
                recipient=recipient,
                message=stored,
            )
        )
        if is_new:
            self._inbox.wake()
        return is_new

    async def say(
        self,
        channel: str,
        recipient: str,
        payloads: Sequence[Payload],
        conversation_id: str | None = None,
    ) -> None:
        """Send messages that answer no question, such as a welcome, behind what is waiting."""

        def put(session: Session) -> None:
            for payload in payloads:
                put_message(
                    session,
                    channel=channel,
                    recipient=recipient,
                    payload=payload,
                    conversation_id=conversation_id,
                )

        await self._database.run(put)
        self._outbox.wake()

    async def start(self) -> None:
        """Begin to answer and to send, first what an earlier process left."""
        self._inbox.start()
        self._outbox.start()

    async def stop(self) -> None:
        """Finish what is being done; the rest stays in the database."""
        await self._inbox.stop()
        await self._outbox.stop()
        self._database.close()


def _masked(message: IncomingMessage) -> IncomingMessage:
    try:
        text = mask(clean(message.text))
    except MessageTooLongError:
        text = _TOO_LONG
    return replace(
        message, text=text, payload=mask_payload(message.payload) if message.payload else None
    )

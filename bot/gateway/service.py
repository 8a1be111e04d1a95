"""The one conversation API behind every channel."""

import logging
import secrets
from typing import Any

from bot.gateway.clean import MAX_LENGTH, MessageTooLongError, clean, is_readable
from bot.gateway.engine import EngineClient, EngineError
from bot.gateway.limits import RateLimit
from bot.gateway.order import ConversationOrder
from bot.gateway.schemas import Answer, IncomingMessage
from procedures_db.answers import non_answer

logger = logging.getLogger(__name__)

_LOOPBACK = frozenset({"127.0.0.1", "::1"})


class EngineGateway:
    """Cleans, limits and orders messages, asks the engine and completes the answer."""

    def __init__(self, engine: EngineClient, *, questions_per_minute: int) -> None:
        self._engine = engine
        self._order = ConversationOrder()
        self._per_person = RateLimit(questions_per_minute)
        # One address may be a whole office or school, so it gets more than one person.
        self._per_address = RateLimit(questions_per_minute * 8)

    async def answer(self, message: IncomingMessage) -> Answer:
        """Return the structured answer; what goes wrong is an answer with status `error`."""
        try:
            text = clean(message.text)
        except MessageTooLongError:
            return _complete(message, _refusal("too_long", most=str(MAX_LENGTH)))
        if not text and not message.payload:
            return _complete(message, _refusal("empty"))
        if not message.payload and not is_readable(text):
            return _complete(message, _refusal("unreadable"))
        if not self._may_ask(message):
            return _complete(message, _refusal("too_many"))
        metadata: dict[str, Any] = {"channel": message.channel}
        if message.payload:
            metadata["payload"] = message.payload
        async with self._order.turn(message.conversation_id):
            try:
                reply = await self._engine.ask(message.conversation_id, text or "…", metadata)
            except EngineError as error:
                logger.error("no answer from the engine: %s", error)
                reply = _refusal("unavailable")
        return _complete(message, reply)

    def _may_ask(self, message: IncomingMessage) -> bool:
        if not self._per_person.allows(f"{message.channel}:{message.conversation_id}"):
            return False
        if message.address is None or message.address in _LOOPBACK:
            return True
        return self._per_address.allows(message.address)


def _refusal(kind: str, **values: str) -> dict[str, Any]:
    reply: dict[str, Any] = dict(non_answer(kind, []))
    reply["text"] = reply["text"].format(**values)
    reply["reason"] = kind
    return reply


def _complete(message: IncomingMessage, reply: dict[str, Any]) -> Answer:
    identity = {"conversation_id": message.conversation_id, "turn_id": secrets.token_hex(8)}
    return identity | reply | {"receipt": None}

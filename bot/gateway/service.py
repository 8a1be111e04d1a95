"""The one conversation API behind every channel."""

import asyncio
import hashlib
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.gateway import deletion, messages
from bot.gateway.clean import MAX_LENGTH, MessageTooLongError, clean, is_readable
from bot.gateway.deletion import Wish
from bot.gateway.engine import EngineClient, EngineError
from bot.gateway.journal import NotedTurn
from bot.gateway.limits import RateLimit
from bot.gateway.order import ConversationOrder
from bot.gateway.receipts import ReceiptBook
from bot.gateway.records import Records
from bot.gateway.schemas import Answer, IncomingMessage, NotDeletedError
from procedures_db.answers import non_answer
from procedures_db.answers.notices import with_notices
from procedures_db.privacy import mask, mask_payload

logger = logging.getLogger(__name__)

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_PATIENCE = 60.0
"""How long an event, for which nobody holds a line, waits for an engine that starts again."""
_LONGEST_PAUSE = 2.0
_RECORDED_SECONDS = 2.0
"""In a chat "2" means a choice of the answer before, so that should be recorded by then."""
DELETED = "deleted"
"""The reason of the one answer that is not recorded."""


class EngineGateway:
    """Cleans, masks, limits and orders messages, asks the engine and completes the answer."""

    def __init__(
        self,
        engine: EngineClient,
        *,
        questions_per_minute: int,
        receipts: ReceiptBook | None = None,
        records: Records | None = None,
        hotline: str = "",
        patience: float = _PATIENCE,
    ) -> None:
        self._engine = engine
        self._receipts = receipts
        self._records = records
        self._hotline = hotline
        self._patience = patience
        self._order = ConversationOrder()
        self._per_person = RateLimit(questions_per_minute)
        # One address may be a whole office or school, so it gets more than one person.
        self._per_address = RateLimit(questions_per_minute * 8)

    async def answer(self, message: IncomingMessage) -> Answer:
        """Return the structured answer; what goes wrong is an answer with status `error`."""
        started, at = time.perf_counter(), datetime.now(UTC)
        message, was_masked, refusal = _prepare(message)
        if refusal is None and not self._may_ask(message):
            refusal = _refusal("too_many")
        if refusal is not None:
            reply = await self._with_notices(message, refusal)
            return self._finish(message, reply, at, started)
        async with self._order.turn(message.conversation_id):
            reply = await self._reply(message)
            said = [messages.MASKED] if was_masked else []
            reply = await self._with_notices(message, reply, said)
            answer = self._finish(message, reply, at, started)
        if message.event_id:
            await self.recorded()
        return answer

    async def forget(self, conversation_id: str) -> None:
        """Delete everything of a conversation; raise NotDeletedError when that failed."""
        async with self._order.turn(conversation_id):
            await self._forget(conversation_id)

    async def recorded(self) -> None:
        """Return when the answers so far are in the tables, or would keep the caller waiting."""
        if self._records:
            await self._records.journal.caught_up(_RECORDED_SECONDS)

    async def _reply(self, message: IncomingMessage) -> dict[str, Any]:
        if await self._is_off(message.channel):
            return deletion.say(messages.CHANNEL_OFF.format(hotline=self._hotline), "handoff") | {
                "reason": "channel_off"
            }
        wish = deletion.wish_of(message.text, message.payload) if self._records else None
        if wish:
            return await self._grant(wish, message.conversation_id)
        recalled = None if message.payload else await self._recall(message.text)
        if recalled:
            return recalled
        try:
            reply = await self._ask(message)
        except EngineError as error:
            logger.error("no answer from the engine: %s", error)
            return _refusal("unavailable")
        if self._records and _wants_deletion(reply):
            return deletion.ask_to_confirm() | {"understood": reply["understood"]}
        return reply | {"receipt": await self._keep(reply)}

    async def _ask(self, message: IncomingMessage) -> dict[str, Any]:
        """Ask the engine; an event is asked again while the engine is away."""
        metadata: dict[str, Any] = {"channel": message.channel}
        for name in ("payload", "province", "commune"):
            if getattr(message, name):
                metadata[name] = getattr(message, name)
        deadline, pause = time.monotonic() + self._patience, 0.1
        while True:
            try:
                return await self._engine.ask(
                    message.conversation_id, message.text or "…", metadata
                )
            except EngineError as error:
                may_pass = error.may_pass and message.event_id is not None
                if not may_pass or time.monotonic() + pause > deadline:
                    raise
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _grant(self, wish: Wish, conversation_id: str) -> dict[str, Any]:
        if wish is Wish.ASKED:
            return deletion.ask_to_confirm()
        if wish is Wish.WITHDRAWN:
            return deletion.say(messages.KEPT)
        try:
            await self._forget(conversation_id)
        except NotDeletedError:
            return deletion.say(messages.NOT_DELETED, "error") | {"reason": "not_deleted"}
        return deletion.say(messages.DELETED) | {"reason": DELETED}

    async def _forget(self, conversation_id: str) -> None:
        try:
            await self._engine.forget(conversation_id)
        except EngineError as error:
            raise NotDeletedError from error
        if self._records:
            await self._records.delete(conversation_id)

    async def _is_off(self, channel: str) -> bool:
        if not self._records:
            return False
        return channel in (await self._records.switches.decisions()).off

    async def _with_notices(
        self, message: IncomingMessage, reply: dict[str, Any], said: list[str] | None = None
    ) -> dict[str, Any]:
        """Put before the answer what has to be said first."""
        if not self._records or reply.get("reason") == DELETED:
            return reply
        notice = (await self._records.switches.decisions()).notice
        notices = [notice] if notice else []
        # The page says it for itself; in a chat it has to be said.
        if message.event_id and await self._records.is_new(message.conversation_id):
            notices.append(messages.MACHINE.format(hotline=self._hotline))
        return dict(with_notices(reply, [*notices, *(said or ())]))  # type: ignore[arg-type]

    def _finish(
        self, message: IncomingMessage, reply: dict[str, Any], at: datetime, started: float
    ) -> Answer:
        """Return the public answer, and have the turn recorded."""
        understood = reply.pop("understood", None) or {}
        answer = _complete(message, reply)
        if self._records and reply.get("reason") != DELETED:
            public = {name: value for name, value in answer.items() if name != "reason"}
            self._records.journal.note(
                NotedTurn(
                    answer=public,
                    channel=message.channel,
                    question=message.text,
                    payload=message.payload,
                    reason=reply.get("reason"),
                    intent=understood.get("intent"),
                    facets=understood.get("facets"),
                    at=at,
                    latency_ms=round(1000 * (time.perf_counter() - started)),
                )
            )
        return answer

    async def _recall(self, text: str) -> Answer | None:
        """Return an earlier answer whose code the message asks for."""
        return await self._receipts.recall(text) if self._receipts else None

    async def _keep(self, reply: Answer) -> str | None:
        """Store the answer and return its code."""
        return await self._receipts.code_for(reply) if self._receipts else None

    def _may_ask(self, message: IncomingMessage) -> bool:
        if not self._per_person.allows(f"{message.channel}:{message.conversation_id}"):
            return False
        if message.address is None or message.address in _LOOPBACK:
            return True
        return self._per_address.allows(message.address)


def _prepare(
    message: IncomingMessage,
) -> tuple[IncomingMessage, bool, dict[str, Any] | None]:
    """Return the message clean and masked, whether anything was masked, and why not to ask."""
    payload = mask_payload(message.payload) if message.payload else None
    try:
        cleaned = clean(message.text)
    except MessageTooLongError:
        refusal = _refusal("too_long", most=str(MAX_LENGTH))
        return replace(message, text="", payload=payload), False, refusal
    text = mask(cleaned)
    ready = replace(message, text=text, payload=payload)
    if not text and not payload:
        return ready, False, _refusal("empty")
    if not payload and not is_readable(text):
        return ready, False, _refusal("unreadable")
    return ready, text != cleaned, None


def _wants_deletion(reply: Mapping[str, Any]) -> bool:
    understood = reply.get("understood") or {}
    return understood.get("intent") == "delete_conversation" and reply["status"] == "handoff"


def _refusal(kind: str, **values: str) -> dict[str, Any]:
    reply: dict[str, Any] = dict(non_answer(kind, []))
    reply["text"] = reply["text"].format(**values)
    reply["reason"] = kind
    return reply


def _complete(message: IncomingMessage, reply: dict[str, Any]) -> Answer:
    identity = {"conversation_id": message.conversation_id, "turn_id": _turn_id(message)}
    return identity | reply | {"receipt": reply.get("receipt")}


def _turn_id(message: IncomingMessage) -> str:
    """Return a new name for the turn; an event answered again after a crash keeps its name."""
    if message.event_id is None:
        return secrets.token_hex(8)
    key = f"{message.channel}\0{message.conversation_id}\0{message.event_id}"
    return hashlib.sha256(key.encode()).hexdigest()[:24]

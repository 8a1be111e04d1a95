"""What chat platforms need in front of the gateway: their own words, and choices by number."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.channels import messages
from bot.channels.buttons import Buttons, chosen
from bot.channels.telegram.render import key_of
from bot.gateway.schemas import Answer, Gateway, IncomingMessage
from procedures_db.conversations import history

SAY = "say/"
UNREAD = "unread/"


class ChatGateway:
    """Answers for the gateway what only the channel can say, and tells what a number means.

    It stands between the inbox and the gateway, so that the words for a sticker are delivered
    once and in order like any answer, and "2" means a choice of the answer just before.
    """

    def __init__(self, gateway: Gateway, sessions: Callable[[], Session], *, hotline: str) -> None:
        self._gateway = gateway
        self._sessions = sessions
        self._hotline = hotline

    async def answer(self, message: IncomingMessage) -> Answer:
        """Return the structured answer to one message."""
        own = _own_words(message.payload or "")
        if own:
            return _said(message, own.format(hotline=self._hotline))
        meant = await self._meant(message)
        return await self._gateway.answer(replace(message, payload=meant) if meant else message)

    async def forget(self, conversation_id: str) -> None:
        """Delete everything of a conversation."""
        await self._gateway.forget(conversation_id)

    async def recorded(self) -> None:
        """Return when the answers so far are in the tables, or would keep the caller waiting."""
        await self._gateway.recorded()

    async def _meant(self, message: IncomingMessage) -> str | None:
        """Return the payload that a number, a title or a stored key stands for."""
        key = key_of(message.payload or "")
        if message.payload and key is None:
            return None
        if key is None and len(message.text) > 100:
            return None
        if key is None:
            buttons = await asyncio.to_thread(self._buttons, message.conversation_id)
            return chosen(message.text, buttons)
        turn_id, number = key
        buttons = await asyncio.to_thread(self._buttons, message.conversation_id, turn_id)
        return str(buttons[number]["payload"]) if number < len(buttons) else None

    def _buttons(self, conversation_id: str, turn_id: str | None = None) -> Buttons:
        """Return the choices of the latest answer, or of the one named."""
        with self._sessions() as session:
            for turn in history(session, conversation_id, most=1 if turn_id is None else 200):
                if turn_id in (None, turn.turn_id):
                    found: Buttons = turn.answer.get("buttons") or ()
                    return found
        return ()


def _own_words(payload: str) -> str | None:
    kind = messages.KINDS.get(payload.removeprefix(UNREAD))
    if payload.startswith(UNREAD) and kind:
        return messages.TEXT_ONLY.replace("{kind}", kind)
    return messages.SAID.get(payload.removeprefix(SAY)) if payload.startswith(SAY) else None


def _said(message: IncomingMessage, text: str) -> Answer:
    return {
        "conversation_id": message.conversation_id,
        "turn_id": "",
        "status": "small_talk",
        "procedure": None,
        "candidates": [],
        "parts": [],
        "text": text,
        "buttons": [],
        "receipt": None,
    }

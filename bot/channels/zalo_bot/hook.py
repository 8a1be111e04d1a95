"""The webhook of the Zalo Bot Platform: verify, store, answer 200; the work comes after."""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.channels.chat import SAY, UNREAD
from bot.channels.hooks import Receive, read_body, same_secret
from bot.channels.zalo_bot.channel import NAME
from bot.channels.zalo_bot.client import ZaloBotClient, ZaloBotError
from bot.gateway.schemas import IncomingMessage

logger = logging.getLogger(__name__)

PATH = "/hooks/zalo-bot"

_KINDS = {
    "message.image.received": "photo",
    "message.sticker.received": "sticker",
    "message.voice.received": "voice",
    "message.unsupported.received": "other",
}
_PAUSE_SECONDS = 3.0
_LONGEST_PAUSE = 300.0


class ZaloBotHook:
    """Takes the platform's events."""

    def __init__(self, secret: str, receive: Receive) -> None:
        self._secret = secret
        self._receive = receive

    async def post(self, request: web.Request) -> web.Response:
        """Store a genuine event; 401 for any other, and nothing is stored."""
        given = request.headers.get("X-Bot-Api-Secret-Token")
        if not same_secret(given, self._secret):
            logger.warning("Zalo Bot webhook refused: %s secret", "wrong" if given else "no")
            return web.json_response({"error": "secret"}, status=401)
        try:
            data = json.loads(await read_body(request))
        except (ValueError, RecursionError):
            return web.json_response({"error": "body"}, status=400)
        message = read_event(data)
        if message:
            await self._receive(message, message.conversation_id.removeprefix(f"{NAME}:"))
        return web.json_response({"ok": True})


def read_event(data: object) -> IncomingMessage | None:
    """Return what is to be answered, or None."""
    event = _object(_object(data).get("result")) or _object(data)
    message = _object(event.get("message"))
    chat = _object(message.get("chat"))
    chat_id, message_id = chat.get("id"), message.get("message_id")
    if not chat_id or not message_id or _object(message.get("from")).get("is_bot"):
        return None
    name, text = event.get("event_name"), message.get("text")
    payload: str | None = None
    if str(chat.get("chat_type") or "PRIVATE").upper() != "PRIVATE":
        return None
    if name == "message.text.received" and isinstance(text, str):
        command = text.strip().lower()
        payload = f"{SAY}{command[1:]}" if command in ("/start", "/help") else None
    elif name in _KINDS:
        payload = f"{UNREAD}{_KINDS[str(name)]}"
    else:
        return None
    return IncomingMessage(
        conversation_id=f"{NAME}:{chat_id}"[:140],
        text="" if payload else str(text),
        channel=NAME,
        payload=payload,
        event_id=str(message_id)[:200],
    )


async def register(client: ZaloBotClient, url: str, secret: str) -> None:
    """Tell the platform where events go; try again until it has heard it."""
    pause = _PAUSE_SECONDS
    while True:
        try:
            await client.call("setWebhook", url=url, secret_token=secret)
        except ZaloBotError as error:
            logger.error("the Zalo Bot Platform could not be told about this service: %s", error)
        else:
            return
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

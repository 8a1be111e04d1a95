"""The webhook of the Official Account: verify, store, answer 200; the work comes after."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from aiohttp import web

from bot.channels.chat import SAY, UNREAD
from bot.channels.hooks import Receive, read_body
from bot.channels.settings import ZaloSettings
from bot.channels.zalo.channel import NAME
from bot.channels.zalo.events import ZaloEvent, read_event
from bot.channels.zalo.signature import SignatureError, verify
from bot.gateway.schemas import IncomingMessage

logger = logging.getLogger(__name__)

PATH = "/hooks/zalo"


class ZaloHook:
    """Takes Zalo's events."""

    def __init__(
        self,
        settings: ZaloSettings,
        receive: Receive,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._receive = receive
        self._now = now

    async def post(self, request: web.Request) -> web.Response:
        """Store a genuine event; 401 for any other, and nothing is stored."""
        body = await read_body(request)
        try:
            event = verify(
                body,
                request.headers.get("X-ZEvent-Signature"),
                app_id=self._settings.app_id,
                oa_secret=self._settings.oa_secret,
                now=self._now(),
            )
        except SignatureError as error:
            logger.warning("Zalo webhook refused: %s", error)
            return web.json_response({"error": "signature"}, status=401)
        read = read_event(event, body)
        if read:
            await self._receive(_message(read), read.user_id)
        return web.json_response({"ok": True})


def _message(event: ZaloEvent) -> IncomingMessage:
    payload = event.payload
    if event.greeted:
        payload = f"{SAY}start"
    elif event.unread:
        payload = f"{UNREAD}{event.unread}"
    return IncomingMessage(
        conversation_id=f"{NAME}:{event.user_id}",
        text="" if payload else event.text,
        channel=NAME,
        payload=payload,
        event_id=event.event_id,
    )

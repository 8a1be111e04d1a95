"""Telegram's updates, by webhook or by long polling: verify, store; the work comes after."""

import asyncio
import json
import logging
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, Update
from aiohttp import web
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.channels import messages
from bot.channels.chat import SAY, UNREAD
from bot.channels.hooks import Receive, read_body, same_secret
from bot.channels.telegram.channel import NAME
from bot.channels.telegram.updates import ALLOWED_UPDATES, Said, TelegramEvent, read_update
from bot.gateway.schemas import IncomingMessage

logger = logging.getLogger(__name__)

PATH = "/hooks/telegram"

_POLL_SECONDS = 25
_PAUSE_SECONDS = 3.0
_LONGEST_PAUSE = 300.0


class TelegramUpdates:
    """Takes Telegram's updates, whichever way they come."""

    def __init__(self, bot: Bot, receive: Receive) -> None:
        self._bot = bot
        self._receive = receive
        self._name: str | None = None

    async def take(self, data: dict[str, Any]) -> str | None:
        """Store one update; return the number of the tap to acknowledge, if it is one."""
        try:
            update = Update.model_validate(data)
        except ValidationError:
            logger.warning("an update of Telegram cannot be read")
            return None
        event = read_update(update, self._name or "")
        if event is None:
            return None
        await self._receive(_message(event), str(event.chat_id))
        return event.callback_id

    async def register(self, url: str | None, secret: str, *, fetch: bool = False) -> None:
        """Tell Telegram the commands and where updates go; try again until it has heard it.

        Without an address the webhook stays as the operator set it, unless updates are fetched.
        """
        pause = _PAUSE_SECONDS
        while True:
            try:
                self._name = (await self._bot.get_me()).username
                await self._bot.set_my_commands(
                    [
                        BotCommand(command=command, description=text)
                        for command, text in messages.COMMANDS.items()
                    ]
                )
                if fetch:
                    await self._bot.delete_webhook()
                elif url:
                    await self._bot.set_webhook(
                        url, secret_token=secret, allowed_updates=ALLOWED_UPDATES
                    )
            except AiogramError as error:
                logger.error("Telegram could not be told about this service: %s", error)
            else:
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def poll(self) -> None:
        """Fetch updates for ever; what is stored is not fetched again."""
        await self.register(None, "", fetch=True)
        offset = None
        while True:
            try:
                updates = await self._bot.get_updates(
                    offset=offset,
                    timeout=_POLL_SECONDS,
                    allowed_updates=ALLOWED_UPDATES,
                    request_timeout=_POLL_SECONDS + 10,
                )
                for update in updates:
                    event = read_update(update, self._name or "")
                    if event:
                        await self._receive(_message(event), str(event.chat_id))
                        await self._acknowledge(event)
                    offset = update.update_id + 1
            except (AiogramError, SQLAlchemyError) as error:
                logger.warning("Telegram's updates could not be taken: %s", type(error).__name__)
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _acknowledge(self, event: TelegramEvent) -> None:
        if event.callback_id:
            try:
                await self._bot.answer_callback_query(event.callback_id, request_timeout=5)
            except AiogramError as error:
                logger.info("a tap was not acknowledged: %s", type(error).__name__)


class TelegramHook:
    """The webhook."""

    def __init__(self, updates: TelegramUpdates, secret: str) -> None:
        self._updates = updates
        self._secret = secret

    async def post(self, request: web.Request) -> web.Response:
        """Store a genuine update; 401 for any other, and nothing is stored."""
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        if not same_secret(given, self._secret):
            logger.warning("Telegram webhook refused: %s secret", "wrong" if given else "no")
            return web.json_response({"error": "secret"}, status=401)
        try:
            data = json.loads(await read_body(request))
        except (ValueError, RecursionError):
            return web.json_response({"error": "body"}, status=400)
        tap = await self._updates.take(data) if isinstance(data, dict) else None
        # Telegram carries out a call that the reply holds: no connection of ours is needed.
        reply = {"method": "answerCallbackQuery", "callback_query_id": tap} if tap else {}
        return web.json_response(reply)


def _message(event: TelegramEvent) -> IncomingMessage:
    text, payload = "", None
    match event.said:
        case Said.TEXT:
            text = event.text
        case Said.DELETE:
            text = messages.DELETE
        case Said.TAP:
            payload = event.text
        case Said.UNREAD:
            payload = f"{UNREAD}{event.text}"
        case said:
            payload = f"{SAY}{said}"
    return IncomingMessage(
        conversation_id=f"{NAME}:{event.chat_id}",
        text=text,
        channel=NAME,
        payload=payload,
        event_id=str(event.update_id),
    )

"""Telegram as a channel of the gateway."""

from collections.abc import Sequence

import aiohttp
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.channels import messages
from bot.channels.sending import Unclear
from bot.channels.settings import TelegramSettings
from bot.channels.telegram.render import render
from bot.gateway.schemas import Answer, GiveUp, Payload, RetryLater

NAME = "telegram"

_TIMEOUT = 20
_OPERATOR_PAUSE = 300.0
_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class _FreshConnections(AiohttpSession):
    """A connection of its own for each call.

    One that was kept and has gone stale fails in the same way as a call that was carried out,
    and the message could then not be sent again without a word.
    """

    def __init__(self, api: TelegramAPIServer) -> None:
        super().__init__(api=api)
        self._connector_init["force_close"] = True


def open_bot(settings: TelegramSettings) -> Bot:
    """Return the client of Telegram's API; the caller closes its session."""
    session = _FreshConnections(TelegramAPIServer.from_base(settings.api_url))
    defaults = DefaultBotProperties(
        parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True)
    )
    return Bot(settings.token, session=session, default=defaults)


class TelegramChannel:
    """Renders answers for Telegram and sends them."""

    name = NAME

    def __init__(self, bot: Bot, timeout: int = _TIMEOUT) -> None:
        self._bot = bot
        self._timeout = timeout
        self._unclear = Unclear()

    def render(self, answer: Answer, recipient: str) -> Sequence[Payload]:
        """Return the messages that say the answer."""
        return render(answer)

    async def send(self, recipient: str, payload: Payload) -> None:
        """Send one message; raise RetryLater or GiveUp."""
        html = str(payload["html"])
        if self._unclear.holds(recipient, payload):
            html = f"<i>{messages.REPEATED}</i>\n{html}"
        try:
            await self._bot.send_message(
                int(recipient), html, reply_markup=_keyboard(payload),
                request_timeout=self._timeout,
            )  # fmt: skip
        except TelegramRetryAfter as error:
            raise RetryLater(error.retry_after, "too many messages") from error
        except (TelegramForbiddenError, TelegramBadRequest, TelegramMigrateToChat) as error:
            # Blocked, gone or refused for good: another try ends the same way.
            self._unclear.drop(recipient, payload)
            raise GiveUp(f"Telegram: {error.message[:120]}") from error
        except TelegramUnauthorizedError as error:
            raise RetryLater(_OPERATOR_PAUSE, "the token is not valid") from error
        except TelegramNetworkError as error:
            if not isinstance(error.__cause__, _NEVER_LEFT):
                self._unclear.add(recipient, payload)
            raise RetryLater(None, type(error.__cause__).__name__) from error
        except AiogramError as error:
            raise RetryLater(None, type(error).__name__) from error
        self._unclear.drop(recipient, payload)


def _keyboard(payload: Payload) -> InlineKeyboardMarkup | None:
    """One button a row: the names of procedures are long."""
    buttons = payload.get("buttons")
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=one["text"], callback_data=one["data"])] for one in buttons
        ]
    )

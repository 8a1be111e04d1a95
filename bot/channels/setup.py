"""Open the chat channels that are on, and close them with the application."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.chat import ChatGateway
from bot.channels.settings import ChannelSettings
from bot.channels.zalo import hook as zalo
from bot.channels.zalo.setup import open_zalo
from bot.channels.zalo_bot import hook as zalo_bot
from bot.channels.zalo_bot.setup import open_zalo_bot
from bot.gateway.delivery import Delivery
from bot.gateway.schemas import Channel, IncomingMessage
from bot.gateway.worker import Pace
from bot.web.keys import GATEWAY

DELIVERY = web.AppKey("delivery", Delivery)

_Open = Callable[[contextlib.AsyncExitStack], Awaitable[Channel]]


def mount_chat_channels(
    app: web.Application,
    settings: ChannelSettings,
    sessions: Callable[[], Session],
    *,
    hotline: str,
    pace: Pace | None = None,
) -> None:
    """Add the webhooks of the channels that are on, and what starts and stops them."""
    opening: list[_Open] = []

    async def receive(message: IncomingMessage, recipient: str) -> bool:
        return await app[DELIVERY].receive(message, recipient)

    if settings.telegram.is_on:
        from bot.channels.telegram.setup import mount_telegram

        opening.append(mount_telegram(app, settings.telegram, settings.public_url, receive))
    if settings.zalo.is_on:
        hook = zalo.ZaloHook(settings.zalo, receive)
        app.router.add_post(zalo.PATH, hook.post, name="zalo_hook")
        opening.append(lambda stack: open_zalo(stack, settings.zalo, sessions))
    if settings.zalo_bot.is_on:
        bot_hook = zalo_bot.ZaloBotHook(settings.zalo_bot.secret, receive)
        app.router.add_post(zalo_bot.PATH, bot_hook.post, name="zalo_bot_hook")
        opening.append(lambda stack: open_zalo_bot(stack, settings.zalo_bot, settings.public_url))
    if not opening:
        return

    async def run(app: web.Application) -> AsyncIterator[None]:
        chat = ChatGateway(app[GATEWAY], sessions, hotline=hotline)
        delivery = app[DELIVERY] = Delivery(sessions, chat, pace=pace)
        async with contextlib.AsyncExitStack() as stack:
            for open_channel in opening:
                delivery.add(await open_channel(stack))
            await delivery.start()
            stack.push_async_callback(delivery.stop)
            yield

    app.cleanup_ctx.append(run)

"""Telegram in an application. Imported only where it is on: aiogram takes time and memory."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from aiohttp import web

from bot.channels.hooks import Receive, background
from bot.channels.settings import TelegramMode, TelegramSettings
from bot.channels.telegram.channel import TelegramChannel, open_bot
from bot.channels.telegram.hook import PATH, TelegramHook, TelegramUpdates

Open = Callable[[AsyncExitStack], Awaitable[TelegramChannel]]


def mount_telegram(
    app: web.Application, settings: TelegramSettings, public_url: str, receive: Receive
) -> Open:
    """Add the webhook, where there is one, and return what opens the channel."""
    bot = open_bot(settings)
    updates = TelegramUpdates(bot, receive)
    if settings.mode is TelegramMode.WEBHOOK:
        hook = TelegramHook(updates, settings.secret)
        app.router.add_post(PATH, hook.post, name="telegram_hook")

    async def open_channel(stack: AsyncExitStack) -> TelegramChannel:
        stack.push_async_callback(bot.session.close)
        if settings.mode is TelegramMode.POLLING:
            work = updates.poll()
        else:
            url = f"{public_url}{PATH}" if public_url else None
            work = updates.register(url, settings.secret)
        await stack.enter_async_context(background(work))
        return TelegramChannel(bot)

    return open_channel

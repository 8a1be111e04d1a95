"""The Zalo bot in an application."""

from contextlib import AsyncExitStack

from bot.channels.hooks import background
from bot.channels.settings import ZaloBotSettings
from bot.channels.zalo.client import open_session
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.client import ZaloBotClient
from bot.channels.zalo_bot.hook import PATH, register


async def open_zalo_bot(
    stack: AsyncExitStack, settings: ZaloBotSettings, public_url: str
) -> ZaloBotChannel:
    """Return the channel; the stack closes what it needs."""
    session = await stack.enter_async_context(open_session())
    client = ZaloBotClient(session, settings.api_url, settings.token)
    if public_url:
        work = register(client, f"{public_url}{PATH}", settings.secret)
        await stack.enter_async_context(background(work))
    return ZaloBotChannel(client)

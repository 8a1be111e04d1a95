"""The Official Account in an application."""

from collections.abc import Callable
from contextlib import AsyncExitStack

from sqlalchemy.orm import Session

from bot.channels.hooks import background
from bot.channels.settings import ZaloSettings
from bot.channels.zalo.channel import ZaloChannel
from bot.channels.zalo.client import ZaloClient, ZaloOAuth, open_session
from bot.channels.zalo.tokens import ZaloTokens


async def open_zalo(
    stack: AsyncExitStack, settings: ZaloSettings, sessions: Callable[[], Session]
) -> ZaloChannel:
    """Return the channel; the stack closes what it needs."""
    session = await stack.enter_async_context(open_session())
    oauth = ZaloOAuth(session, settings.oauth_url, settings.app_id, settings.app_secret)
    tokens = ZaloTokens(sessions, oauth, settings.refresh_token)
    stack.push_async_callback(tokens.close)
    await stack.enter_async_context(background(tokens.keep_fresh()))
    client = ZaloClient(session, settings.api_url, tokens)
    return ZaloChannel(client, settings.buttons, settings.template_type)

"""What the webhooks of all platforms share."""

import asyncio
import contextlib
import hmac
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

from aiohttp import web

from bot.gateway.schemas import IncomingMessage

logger = logging.getLogger(__name__)

Receive = Callable[[IncomingMessage, str], Awaitable[bool]]
"""Stores an event for a recipient; False when it was delivered before."""

MAX_BODY = 256 * 1024


async def read_body(request: web.Request) -> bytes:
    """Return the raw body; raise 413 when it is larger than an event can be."""
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > MAX_BODY:
            raise web.HTTPRequestEntityTooLarge(MAX_BODY, len(body))
    return bytes(body)


def same_secret(given: str | None, expected: str) -> bool:
    """Compare in a time that tells nothing; an empty secret is never right."""
    return bool(expected) and hmac.compare_digest((given or "").encode(), expected.encode())


@contextlib.asynccontextmanager
async def background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do the work beside the block, and end it with the block."""
    task = asyncio.create_task(work)
    task.add_done_callback(_log_failure)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


def _log_failure(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and task.exception():
        logger.error("a channel's background work ended", exc_info=task.exception())

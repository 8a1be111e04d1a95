"""Publish approved drafts on their day."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from procedures_db.editing.publishing import publish_due
from staff.formatting import to_local
from staff.keys import CLOCK, SESSIONS

_log = logging.getLogger(__name__)
_SECONDS = 30.0


async def publish_on_their_day(app: web.Application) -> AsyncIterator[None]:
    """Look twice a minute for approved drafts whose day has come, while the console runs."""
    task = asyncio.create_task(_keep_looking(app))
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _keep_looking(app: web.Application) -> None:
    while True:
        await asyncio.sleep(_SECONDS)
        now = app[CLOCK]()
        today = to_local(now).date()
        try:
            await asyncio.to_thread(publish_due, app[SESSIONS], now=now, today=today)
        except SQLAlchemyError:
            _log.exception("scheduled drafts could not be looked at")

"""Delete what is older than the retention time, once a day while the service runs."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from procedures_db.conversations import purge_older_than

logger = logging.getLogger(__name__)

_FIRST_SECONDS = 60.0
_DAY_SECONDS = 24 * 60 * 60.0
_AGAIN_SECONDS = 10 * 60.0


async def keep_purging(
    sessions: Callable[[], Session], days: int, *, first: float = _FIRST_SECONDS
) -> None:
    """Purge soon after the start and then daily; sooner again when the database refused."""
    pause = first
    while True:
        await asyncio.sleep(pause)
        try:
            deleted = await asyncio.to_thread(purge_older_than, sessions, days)
        except DBAPIError as error:
            logger.warning("old conversations could not be deleted: %s", type(error).__name__)
            pause = _AGAIN_SECONDS
            continue
        if deleted:
            logger.info("deleted after %d days: %s", days, deleted)
        pause = _DAY_SECONDS


@contextlib.asynccontextmanager
async def running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run `work` beside the block and end it with the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

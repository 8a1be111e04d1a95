"""Run functions on the database without holding up the event loop."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from aiohttp import web
from sqlalchemy.orm import Session

from procedures_db.database import transaction
from staff.keys import SESSIONS

T = TypeVar("T")


async def read(request: web.Request, function: Callable[[Session], T]) -> T:
    """Run a function that only reads, in a thread."""
    sessions = request.config_dict[SESSIONS]

    def run() -> T:
        with sessions() as session:
            return function(session)

    return await asyncio.to_thread(run)


async def write(request: web.Request, function: Callable[[Session], T]) -> T:
    """Run a function in a transaction of its own, in a thread; an error undoes all of it."""
    sessions = request.config_dict[SESSIONS]

    def run() -> T:
        with transaction(sessions) as session:
            return function(session)

    return await asyncio.to_thread(run)

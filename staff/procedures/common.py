"""What the pages about procedures share."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from aiohttp import web

from procedures_db.editing.catalogue_index import CatalogueIndex
from procedures_db.editing.drafts import Actor
from staff.formatting import to_local
from staff.keys import CLOCK, SESSIONS, user_of
from staff.views.requests import address_of

T = TypeVar("T")

INDEX = web.AppKey("staff_catalogue_index", CatalogueIndex)


async def carry_out(
    request: web.Request, step: Callable[..., T], *given: object, **named: object
) -> T:
    """Call one step of the editing rules in a thread, for whoever is signed in, now."""
    return await asyncio.to_thread(
        lambda: step(
            request.app[SESSIONS],
            *given,
            actor=actor_of(request),
            now=request.app[CLOCK](),
            **named,
        )
    )


def actor_of(request: web.Request) -> Actor:
    """Return who does it, for drafts and the audit."""
    return Actor(user_of(request).name, address_of(request))


def today(request: web.Request) -> date:
    """Return the day in Viet Nam by the console's clock."""
    return to_local(request.app[CLOCK]()).date()


def number_in(text: str, default: int = 0) -> int:
    """Return the whole number that a field of a form or address holds."""
    return int(text) if text.isdecimal() and len(text) < 10 else default

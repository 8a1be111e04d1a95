"""What the pages about offices share."""

from aiohttp import web

from procedures_db.offices.store import By
from staff.keys import CLOCK, user_of
from staff.procedures.common import number_in, today
from staff.views.requests import address_of

__all__ = ["by_of", "number_in", "today"]


def by_of(request: web.Request) -> By:
    """Return who changes something, now, and from where."""
    return By(user_of(request).name, request.app[CLOCK](), address_of(request))

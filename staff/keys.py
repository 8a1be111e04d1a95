"""What the console keeps in the application and in a request."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jinja2
from aiohttp import web
from sqlalchemy.orm import Session

from procedures_db.terms import Role, SessionStage
from staff.accounts.passwords import Passwords
from staff.assets import Assets
from staff.permissions import GRANTED, Permission


@dataclass(frozen=True)
class CurrentUser:
    """Whoever sends the request, as the session says."""

    id: int
    name: str
    full_name: str
    role: Role
    stage: SessionStage
    session_hash: str
    notes: tuple[dict[str, Any], ...] = ()

    def may(self, permission: Permission | str) -> bool:
        """Tell whether the role, fully signed in, has a permission."""
        return self.stage is SessionStage.FULL and Permission(permission) in GRANTED[self.role]


@dataclass(frozen=True)
class Waiting:
    """A section of the first page: how many things wait, and where."""

    label: str
    count: int
    address: str


HomePart = Callable[[web.Request], Awaitable[Waiting | None]]

SESSIONS: web.AppKey[Callable[[], Session]] = web.AppKey("staff_sessions")
CLOCK: web.AppKey[Callable[[], datetime]] = web.AppKey("staff_clock")
"""Gives the time, naive and in UTC as the tables have it."""
PASSWORDS = web.AppKey("staff_passwords", Passwords)
ASSETS = web.AppKey("staff_assets", Assets)
HOME_PARTS: web.AppKey[list[HomePart]] = web.AppKey("staff_home_parts")
"""What the first page asks for its sections; each package of the console adds its own."""
PROVIDER_TITLE = web.AppKey("staff_provider_title", str)
"""What the button to the identity provider says; missing where there is none."""
TEMPLATES = web.AppKey("staff_templates", jinja2.Environment)

USER = web.RequestKey("staff_user", CurrentUser)
"""Whoever sends the request, where that is known."""


def user_of(request: web.Request) -> CurrentUser:
    """Return who sends the request; only for handlers that are not public."""
    return request[USER]

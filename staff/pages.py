"""Render pages, redirect, and say something once on the next page."""

from typing import Any
from urllib.parse import urlencode

import aiohttp_jinja2
from aiohttp import web
from sqlalchemy import update

from procedures_db import models
from procedures_db.terms import SessionStage
from staff.db import write
from staff.keys import TEMPLATES, USER, CurrentUser, user_of
from staff.navigation import entries_for
from staff.permissions import Permission


async def page(
    request: web.Request, template: str, context: dict[str, Any], *, status: int = 200
) -> web.Response:
    """Return a page; a request of htmx gets the same page and takes its part of it."""
    user: CurrentUser | None = request.get(USER)
    given = {
        "user": user,
        "may": Permission,
        "signed_in": user is not None and user.stage is SessionStage.FULL,
        "navigation": entries_for(user, request.app.router),
        "notes": await _take_notes(request, user),
        "path": request.path,
    }
    response = aiohttp_jinja2.render_template(
        template, request, given | context, app_key=TEMPLATES, status=status
    )
    response.headers["Cache-Control"] = "no-store"
    if response.body_length > 1024:
        response.enable_compression()
    return response


def redirect(
    request: web.Request, route: str, *, query: dict[str, str] | None = None, **parts: str
) -> web.Response:
    """Return a 303 to a named route of the console."""
    address = str(request.app.router[route].url_for(**parts))
    if query:
        address += "?" + urlencode(query)
    return web.Response(status=303, headers={"Location": address})


async def say(request: web.Request, text: str, *, kind: str = "good") -> None:
    """Keep a message for the next page the person sees; `kind` is good, warning or bad."""
    user = user_of(request)
    notes = [*user.notes, {"kind": kind, "text": text}][-5:]
    table = models.StaffSession
    await write(
        request,
        lambda session: session.execute(
            update(table).where(table.id_hash == user.session_hash).values(notes=notes)
        ),
    )


async def _take_notes(request: web.Request, user: CurrentUser | None) -> list[dict[str, Any]]:
    if user is None or not user.notes:
        return []
    table = models.StaffSession
    await write(
        request,
        lambda session: session.execute(
            update(table).where(table.id_hash == user.session_hash).values(notes=[])
        ),
    )
    return list(user.notes)

"""The form of an office; who saves second is told and loses nothing."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from procedures_db import models
from procedures_db.errors import ContentError
from procedures_db.offices import messages as words
from procedures_db.offices.content import OfficeContent, read_office, to_values
from procedures_db.offices.errors import OfficeChangedError
from procedures_db.offices.hours import write_day
from procedures_db.offices.places import provinces
from procedures_db.offices.store import (
    add_office,
    change_office,
    content_of,
    days_of,
    known_in,
    to_day,
)
from staff.db import read, write
from staff.forms import Form, read_form
from staff.offices import messages
from staff.offices.common import by_of, number_in, today
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires

_EMPTY = dict.fromkeys(words.LABELS, "") | {
    "nhan": next(iter(words.TAKES.values())),
    "mac_dinh": words.NO,
    "dang_dung": words.YES,
}


@requires(Permission.EDIT_OFFICES)
async def show_new(request: web.Request) -> web.Response:
    """Show the empty form."""
    return await _page(request, _EMPTY)


@requires(Permission.EDIT_OFFICES)
async def add(request: web.Request) -> web.Response:
    """Add an office."""
    values = _values(await read_form(request))
    content, errors = await _read(request, values)
    if content is None:
        return await _page(request, values, errors, status=422)
    added, by = content, by_of(request)
    try:
        row = await write(request, lambda session: add_office(session, added, by))
    except ContentError as error:
        return await _page(request, values, {"ten": str(error)}, status=422)
    await say(request, messages.ADDED.format(name=row.name))
    return redirect(request, "office", id=str(row.id))


@requires(Permission.READ_OFFICES)
async def show_office(request: web.Request) -> web.Response:
    """Show an office in its form."""
    row = await _row(request)
    values = to_values(content_of(row))
    return await _page(request, values, row=row, base=values)


@requires(Permission.EDIT_OFFICES)
async def save(request: web.Request) -> web.Response:
    """Change an office, unless somebody else was quicker."""
    form = await read_form(request)
    row, values, base = await _row(request), _values(form), _base(form["goc"])
    version = number_in(form["ban"])
    content, errors = await _read(request, values)
    if content is None:
        return await _page(request, values, errors, row=row, base=base, version=version, status=422)
    changed, by = content, by_of(request)
    try:
        await write(request, lambda session: change_office(session, row.id, changed, version, by))
    except OfficeChangedError:
        return await _conflict(request, values, base)
    except ContentError as error:
        wrong = {"ten": str(error)}
        return await _page(request, values, wrong, row=row, base=base, version=version, status=422)
    await say(request, messages.SAVED.format(name=content.name))
    return redirect(request, "office", id=str(row.id))


async def _conflict(
    request: web.Request, mine: Mapping[str, str], base: Mapping[str, str]
) -> web.Response:
    """Show what was typed over what is saved now: fields left alone take what others wrote."""
    row = await _row(request)
    theirs = to_values(content_of(row))
    values = {key: mine[key] if mine[key] != base.get(key) else theirs[key] for key in mine}
    both = [
        (label, base.get(key, ""), theirs[key], values[key])
        for key, label in words.LABELS.items()
        if theirs[key] != base.get(key)
    ]
    conflict = {"who": row.updated_by, "at": row.updated_at, "fields": both}
    return await _page(request, values, row=row, base=theirs, conflict=conflict, status=409)


async def _page(
    request: web.Request,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    *,
    row: models.Office | None = None,
    base: Mapping[str, str] | None = None,
    version: int | None = None,
    conflict: Mapping[str, Any] | None = None,
    status: int = 200,
) -> web.Response:
    day = today(request)
    days = await read(request, lambda session: days_of(session, row.id, day)) if row else []
    context = {
        "values": values,
        "errors": errors or {},
        "row": row,
        "base": json.dumps(dict(base or {}), ensure_ascii=False),
        "version": (version if version is not None else row.version) if row else 0,
        "conflict": conflict,
        "days": [(one, write_day(to_day(one.hours))) for one in days],
        "labels": words.LABELS,
        "hours": words.HOURS_KEYS,
        "takes": [(label, label) for label in words.TAKES.values()],
        "flags": [(words.NO, words.NO.capitalize()), (words.YES, words.YES.capitalize())],
        "provinces": [(one.full_name, one.full_name) for one in provinces()],
    }
    return await page(request, "offices/office.html", context, status=status)


async def _row(request: web.Request) -> models.Office:
    number = int(request.match_info["id"])
    row = await read(request, lambda session: session.get(models.Office, number))
    if row is None:
        raise web.HTTPNotFound
    return row


async def _read(
    request: web.Request, values: Mapping[str, str]
) -> tuple[OfficeContent | None, dict[str, str]]:
    return read_office(values, await read(request, known_in), today(request))


def _values(form: Form) -> dict[str, str]:
    return {key: form[key] for key in words.LABELS}


def _base(text: str) -> dict[str, str]:
    """Return what the form held when it was opened; what cannot be read is nothing."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: str(found[key]) for key in words.LABELS if key in found}

"""Days with other hours than the week's: of one office, or of all."""

from datetime import timedelta

from aiohttp import web
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.calendar import vietnam_calendar
from procedures_db.offices.content import read_day_off
from procedures_db.offices.hours import write_day
from procedures_db.offices.store import add_days, days_of, remove_days, to_day
from staff.db import read, write
from staff.forms import Form, read_form
from staff.offices import messages
from staff.offices.common import by_of, number_in, today
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires

_AHEAD = timedelta(days=180)
_FIELDS = ("tu", "den", "gio", "ly_do", "nguon")


@requires(Permission.READ_OFFICES)
async def show_days(request: web.Request) -> web.Response:
    """Show the days of all offices, or of the one that the address names."""
    return await _page(request, number_in(request.query.get("noi", "")), Form({}))


@requires(Permission.EDIT_OFFICES)
async def add(request: web.Request) -> web.Response:
    """Add days."""
    form = await read_form(request)
    office = number_in(form["noi"])
    days, errors = read_day_off({key: form[key] for key in _FIELDS})
    if days is None:
        return await _page(request, office, form, errors, 422)
    added, by = days, by_of(request)
    await write(request, lambda session: add_days(session, office or None, added, by))
    await say(request, messages.DAYS_ADDED)
    return _back(request, office)


@requires(Permission.EDIT_OFFICES)
async def remove(request: web.Request) -> web.Response:
    """Remove days."""
    form = await read_form(request)
    number, by = int(request.match_info["id"]), by_of(request)
    await write(request, lambda session: remove_days(session, number, by))
    await say(request, messages.DAYS_REMOVED)
    return _back(request, number_in(form["noi"]))


def _back(request: web.Request, office: int) -> web.Response:
    query = {"noi": str(office)} if office else None
    return redirect(request, "office_days", query=query)


async def _page(
    request: web.Request,
    office: int,
    form: Form,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> web.Response:
    day = today(request)

    def find(session: Session) -> tuple[models.Office | None, list[models.OfficeDay]]:
        row = session.get(models.Office, office) if office else None
        return row, days_of(session, office or None, day)

    row, days = await read(request, find)
    if office and row is None:
        raise web.HTTPNotFound
    holidays = sorted(one for one in vietnam_calendar(day).off if day <= one <= day + _AHEAD)
    context = {
        "office": row,
        "days": [(one, write_day(to_day(one.hours))) for one in days],
        "holidays": holidays,
        "form": {key: form[key] for key in _FIELDS},
        "errors": errors or {},
    }
    return await page(request, "offices/days.html", context, status=status)

"""The list of offices, and the same as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import audit, models
from procedures_db.offices.hours import week_lines
from procedures_db.offices.places import place_name, provinces
from procedures_db.offices.spreadsheet import HEADER, table_of
from procedures_db.offices.store import content_of
from procedures_db.search.text import fold
from staff.csv_files import csv_response
from staff.db import read, write
from staff.offices import messages
from staff.offices.common import by_of, number_in, today
from staff.pages import page
from staff.permissions import Permission, requires

_PAGE = 50
_FIELDS = ("q", "tinh", "trang_thai")
_OLD = timedelta(days=180)


@dataclass(frozen=True)
class _Shown:
    row: models.Office
    place: str
    hours: list[tuple[str, str]]
    is_old: bool
    """Nobody has checked it for half a year."""


@requires(Permission.READ_OFFICES)
async def show_offices(request: web.Request) -> web.Response:
    """Show a page of the list; the filter is in the address."""
    given = {name: request.query.get(name, "").strip() for name in _FIELDS}
    day = today(request)
    found = await read(request, lambda session: _find(session, given, day))
    last = max(-(-len(found) // _PAGE), 1)
    number = min(max(number_in(request.query.get("trang", ""), 1), 1), last)
    wanted = found[(number - 1) * _PAGE : number * _PAGE]
    rows = await read(request, lambda session: _rows(session, wanted))
    kept = {name: value for name, value in given.items() if value}

    def address(other: int) -> str:
        return f"{request.path}?{urlencode(kept | {'trang': str(other)})}"

    shown = [
        _Shown(
            row,
            place_name(row.province, row.commune),
            week_lines(content_of(row).hours),
            row.checked_on < day - _OLD,
        )
        for row in rows
    ]
    context = {
        "offices": shown,
        "total": len(found),
        "number": number,
        "last": last,
        "address": address,
        "given": given,
        "provinces": provinces(),
        "states": messages.STATES,
    }
    return await page(request, "offices/list.html", context)


@requires(Permission.READ_OFFICES)
async def download_offices(request: web.Request) -> web.Response:
    """Send all offices as CSV, or with `mau` only the first line."""
    if request.query.get("mau") == "1":
        return csv_response("mau-noi-tiep-nhan", HEADER, ())
    by = by_of(request)

    def take(session: Session) -> list[list[str]]:
        rows = list(table_of(session))
        audit.record(session, by.actor, "export", "offices", {"offices": len(rows)}, by.address)
        return rows

    return csv_response("noi-tiep-nhan", HEADER, await write(request, take))


def _find(session: Session, given: dict[str, str], day: date) -> list[int]:
    """Return the offices that the filter leaves, in order."""
    table = models.Office
    texts = (table.name, table.agency, table.address, table.phone)
    query = select(table.id, table.province, table.commune, *texts)
    query = query.order_by(table.province, table.commune, table.name, table.id)
    if given["tinh"]:
        query = query.where(table.province == given["tinh"])
    if given["trang_thai"] == "ngung":
        query = query.where(table.is_active.is_(False))
    elif given["trang_thai"]:
        query = query.where(table.is_active)
    if given["trang_thai"] == "cu":
        query = query.where(table.checked_on < day - _OLD)
    wanted = fold(given["q"]).split()
    found = []
    for number, province, commune, *written in session.execute(query):
        if wanted:
            words = fold(" ".join([*filter(None, written), place_name(province, commune)]))
            if not all(word in words for word in wanted):
                continue
        found.append(number)
    return found


def _rows(session: Session, numbers: Sequence[int]) -> list[models.Office]:
    rows = session.scalars(select(models.Office).where(models.Office.id.in_(numbers)))
    return sorted(rows, key=lambda row: numbers.index(row.id))

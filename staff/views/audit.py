"""The audit trail."""

import json
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from aiohttp import web

from procedures_db.audit_trail import PAGE, AuditFilter, all_entries, count, entries, known_values
from staff.csv_files import csv_response
from staff.db import read
from staff.formatting import VIETNAM, local_time
from staff.pages import page
from staff.permissions import Permission, requires

_FIELDS = ("ai", "viec", "doi_tuong", "tu", "den")
HEADER = ("thời gian", "ai", "việc", "đối tượng", "chi tiết", "địa chỉ")


@requires(Permission.READ_AUDIT)
async def show_audit(request: web.Request) -> web.Response:
    """Show a page of the trail; the filter is in the address."""
    wanted, number = _filter(request), _page_number(request)
    total, found, (actors, actions) = await read(
        request,
        lambda session: (
            count(session, wanted),
            entries(session, wanted, number),
            known_values(session),
        ),
    )
    given = {name: request.query[name] for name in _FIELDS if request.query.get(name)}

    def address(other: int) -> str:
        return f"{request.path}?{urlencode(given | {'trang': str(other)})}"

    context = {
        "entries": found,
        "total": total,
        "number": number,
        "last": -(-total // PAGE),
        "address": address,
        "csv": f"{request.app.router['audit_csv'].url_for()}?{urlencode(given)}",
        "given": {name: request.query.get(name, "") for name in _FIELDS},
        "actors": actors,
        "actions": actions,
        "as_json": _as_json,
    }
    return await page(request, "audit.html", context)


@requires(Permission.READ_AUDIT)
async def download_audit(request: web.Request) -> web.Response:
    """Send the filtered trail as CSV."""
    wanted = _filter(request)
    rows = await read(
        request,
        lambda session: [
            (
                local_time(one.at),
                one.actor,
                one.action,
                one.target,
                _as_json(one.details),
                one.address,
            )
            for one in all_entries(session, wanted)
        ],
    )
    return csv_response("nhat-ky", HEADER, rows)


def _filter(request: web.Request) -> AuditFilter:
    asked = request.query
    last = day_of(asked.get("den"))
    return AuditFilter(
        actor=asked.get("ai", ""),
        action=asked.get("viec", ""),
        target=asked.get("doi_tuong", "").strip(),
        since=_midnight(day_of(asked.get("tu"))),
        until=_midnight(last + timedelta(days=1)) if last else None,
    )


def day_of(text: str | None) -> date | None:
    """Return the day that a date field sends; what is none is no day."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 2000 <= found.year < 2200 else None


def _midnight(day: date | None) -> datetime | None:
    if day is None:
        return None
    local = datetime.combine(day, time(), VIETNAM)
    return local.astimezone(UTC).replace(tzinfo=None)


def _page_number(request: web.Request) -> int:
    text = request.query.get("trang", "1")
    return min(max(int(text), 1), 100_000) if text.isdecimal() and len(text) < 7 else 1


def _as_json(details: object) -> str:
    return json.dumps(details, ensure_ascii=False) if details else ""

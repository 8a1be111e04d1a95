"""Which offices take a procedure at a place, with their hours and whether they are open now."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.calendar import VIETNAM, vietnam_calendar
from procedures_db.content import ProcedureContent
from procedures_db.offices.content import OfficeContent
from procedures_db.offices.hours import Opening, Special, opening, week_lines, write_day
from procedures_db.offices.places import find_commune, find_province, place_name
from procedures_db.offices.store import content_of, to_day
from procedures_db.search.text import fold
from procedures_db.terms import AgencyRole, Level, OfficeTakes

Facts = dict[str, Any]

MOST_SHOWN = 3
_AHEAD = timedelta(days=14)
_DOERS = (AgencyRole.RECEIVING, AgencyRole.EXECUTING)
# Agencies that take papers at counters of their own, wherever a one-stop desk stands.
_APART = (
    "cong an", "quan su", "bo doi", "bien phong", "thue", "hai quan", "bao hiem xa hoi", "toa an",
    "vien kiem sat", "thi hanh an", "cong chung", "ngan hang", "kho bac", "dai su quan", "lanh su",
)  # fmt: skip


def now_in_vietnam() -> datetime:
    """Return the time in Vietnam."""
    return datetime.now(VIETNAM)


class OfficeFinder:
    """Reads offices anew for each question, so what staff save counts at once."""

    def __init__(
        self, sessions: Callable[[], Session], now: Callable[[], datetime] = now_in_vietnam
    ) -> None:
        self._sessions = sessions
        self._now = now

    def at(self, content: ProcedureContent, province: str, commune: str | None) -> list[Facts]:
        """Return the offices of a place, given by its full names, that may take the procedure.

        Those of the commune where it is known, and those of the province. As JSON data, those that
        surely take it first.
        """
        where = find_province(province)
        if where is None:
            return []
        inside = find_commune(where.code, commune) if commune else None
        table = models.Office
        mine = [table.commune.is_(None), *([table.commune == inside.code] if inside else [])]
        query = select(table).where(table.is_active, table.province == where.code, or_(*mine))
        with self._sessions() as session:
            return self._facts(session, session.scalars(query), content, is_assumed=False)

    def home(self, content: ProcedureContent) -> list[Facts]:
        """Return the office that staff have made the default, if it may take the procedure."""
        table = models.Office
        with self._sessions() as session:
            rows = session.scalars(select(table).where(table.is_home, table.is_active))
            return self._facts(session, rows, content, is_assumed=True)

    def _facts(
        self,
        session: Session,
        rows: Iterable[models.Office],
        content: ProcedureContent,
        *,
        is_assumed: bool,
    ) -> list[Facts]:
        found = []
        for row in rows:
            office = content_of(row)
            takes = takes_procedure(office, content)
            if takes is not None:
                found.append((takes, row.id, office))
        found.sort(key=lambda one: (not one[0], one[2].commune is None, one[2].name, one[1]))
        shown = found[:MOST_SHOWN]
        now = self._now()
        specials = _specials(session, [number for _, number, _ in shown], now)
        return [
            _told(office, specials[number], now) | {"takes": takes, "is_assumed": is_assumed}
            for takes, number, office in shown
        ]


def takes_procedure(office: OfficeContent, content: ProcedureContent) -> bool | None:
    """Return whether the office takes the procedure: True surely, False perhaps, None no."""
    if office.takes is OfficeTakes.LISTED:
        listed = content.code in office.procedures or content.field in office.fields
        return True if listed else None
    level = Level.COMMUNE if office.commune else Level.PROVINCE
    if content.levels and level not in content.levels:
        return None
    if office.takes is OfficeTakes.UNKNOWN or not content.levels:
        return False
    doers = " ".join(fold(one.name) for one in content.agencies if one.role in _DOERS)
    own = fold(office.agency or office.name)
    return not any(word in doers and word not in own for word in _APART)


def _specials(session: Session, numbers: Sequence[int], now: datetime) -> dict[int, list[Special]]:
    if not numbers:
        return {}
    table = models.OfficeDay
    query = select(table).where(
        table.last_day >= now.date(), or_(table.office_id.is_(None), table.office_id.in_(numbers))
    )
    found: dict[int, list[Special]] = {number: [] for number in numbers}
    for row in session.scalars(query.order_by(table.first_day, table.id)):
        special = Special(
            first=row.first_day,
            last=row.last_day,
            hours=to_day(row.hours),
            reason=row.reason,
            source=row.source,
            is_general=row.office_id is None,
        )
        for number in numbers if row.office_id is None else [row.office_id]:
            found[number].append(special)
    return found


def _told(office: OfficeContent, specials: Sequence[Special], now: datetime) -> Facts:
    calendar = vietnam_calendar(now.date())
    known = any(day is not None for day in office.hours)
    soon = [one for one in specials if one.first <= now.date() + _AHEAD]
    return {
        "name": office.name,
        "agency": office.agency,
        "address": office.address,
        "place": place_name(office.province, office.commune),
        "phone": office.phone,
        "booking_url": office.booking_url,
        "note": office.note,
        "hours": [{"days": days, "text": text} for days, text in week_lines(office.hours)]
        if known
        else [],
        "days_off": [
            {
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "text": write_day(one.hours),
                "reason": one.reason,
                "source": one.source,
            }
            for one in soon
        ],
        "now": _now(opening(now, office.hours, specials, calendar), now),
        "source": {
            "name": office.source,
            "url": office.source_url,
            "checked_on": office.checked_on.isoformat(),
        },
    }


def _now(found: Opening, now: datetime) -> Facts:
    return {
        "at": f"{now:%Y-%m-%dT%H:%M}",
        "state": found.state.value,
        "until": found.until,
        "reason": found.reason,
        "next_day": found.next_day.isoformat() if found.next_day else None,
        "next_time": found.next_time,
    }

"""Offices in the database; every change has its entry in the audit trail. Callers commit."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from procedures_db import audit, models
from procedures_db.errors import NotFoundError
from procedures_db.offices import messages
from procedures_db.offices.content import DayOff, Known, OfficeContent, to_values
from procedures_db.offices.errors import OfficeChangedError, OfficeTwiceError
from procedures_db.offices.hours import Day, write_day
from procedures_db.search.text import fold

_PLAIN = (
    "name", "agency", "address", "province", "commune", "phone", "booking_url", "note", "takes",
    "source", "source_url", "checked_on", "is_home", "is_active",
)  # fmt: skip


@dataclass(frozen=True)
class By:
    """Who changes something, when and from where."""

    actor: str
    now: datetime
    address: str | None = None


def content_of(row: models.Office) -> OfficeContent:
    """Return what a row says."""
    hours = tuple(None if day is None else to_day(day) for day in row.hours)
    values: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    values |= {"fields": tuple(row.fields), "procedures": tuple(row.procedures), "hours": hours}
    return OfficeContent(**values)


def to_day(spans: Iterable[Iterable[str]]) -> Day:
    """Return a day's hours as the columns hold them."""
    return tuple((start, end) for start, end in spans)


def changes_between(before: OfficeContent | None, after: OfficeContent) -> dict[str, list[str]]:
    """Return the fields that differ, by their labels: what they said and what they say."""
    old = to_values(before) if before else dict.fromkeys(messages.LABELS, "")
    new = to_values(after)
    return {
        label: [old[key], new[key]]
        for key, label in messages.LABELS.items()
        if old[key] != new[key]
    }


def known_in(session: Session) -> Known:
    """Return the fields and procedures of the catalogue."""
    table = models.Procedure
    rows = session.execute(select(table.code, table.field)).all()
    return Known(
        frozenset(field for _, field in rows if field), frozenset(code for code, _ in rows)
    )


def add_office(session: Session, content: OfficeContent, by: By) -> models.Office:
    """Add an office; raise OfficeTwiceError where there is one of the same name and address."""
    _refuse_twice(session, content, None)
    if content.is_home:
        _leave_home(session, None, by)
    row = models.Office(**_columns(content, by), version=1)
    session.add(row)
    _flush(session)
    _record(session, "office.add", row.id, content, changes_between(None, content), by)
    return row


def change_office(
    session: Session, number: int, content: OfficeContent, version: int, by: By
) -> None:
    """Change the office as somebody saw it in `version`.

    Raise OfficeChangedError when it is no longer that version, OfficeTwiceError when it would be
    another's double.
    """
    table = models.Office
    row = session.get(table, number, populate_existing=True)
    if row is None:
        raise NotFoundError(messages.OFFICE_UNKNOWN.format(number=number))
    if row.version != version:
        raise OfficeChangedError(messages.VERSION_OLD.format(who=row.updated_by))
    before = content_of(row)
    if before == content:
        return
    _refuse_twice(session, content, number)
    if content.is_home:
        _leave_home(session, number, by)
    try:
        changed = session.execute(
            update(table)
            .where(table.id == number, table.version == version)
            .values(**_columns(content, by), version=version + 1)
            .returning(table.id)
            .execution_options(synchronize_session=False)
        ).all()
    except IntegrityError as error:
        raise OfficeChangedError(messages.VERSION_OLD.format(who=row.updated_by)) from error
    if not changed:
        raise OfficeChangedError(messages.VERSION_OLD.format(who=row.updated_by))
    session.expire(row)
    _record(session, "office.change", number, content, changes_between(before, content), by)


def days_of(session: Session, number: int | None, since: date) -> list[models.OfficeDay]:
    """Return the days of an office (None: those of all) that are not over on `since`."""
    table = models.OfficeDay
    mine = table.office_id.is_(None) if number is None else table.office_id == number
    query = select(table).where(mine, table.last_day >= since)
    return list(session.scalars(query.order_by(table.first_day, table.id)))


def days_around(session: Session, since: date) -> list[models.OfficeDay]:
    """Return all days of all offices that are not over on `since`."""
    table = models.OfficeDay
    return list(session.scalars(select(table).where(table.last_day >= since).order_by(table.id)))


def add_days(session: Session, number: int | None, days: DayOff, by: By) -> models.OfficeDay:
    """Add days with other hours to an office, or with None to all of them."""
    if number is not None and session.get(models.Office, number) is None:
        raise NotFoundError(messages.OFFICE_UNKNOWN.format(number=number))
    row = models.OfficeDay(
        office_id=number,
        first_day=days.first,
        last_day=days.last,
        hours=[list(span) for span in days.hours],
        reason=days.reason,
        source=days.source,
        created_at=by.now,
        created_by=by.actor,
    )
    session.add(row)
    session.flush()
    _record_days(session, "office.day_add", row, by)
    return row


def remove_days(session: Session, number: int, by: By) -> models.OfficeDay:
    """Remove days; the audit trail keeps what they said."""
    table = models.OfficeDay
    row = session.get(table, number)
    if row is None:
        raise NotFoundError
    if not session.scalars(delete(table).where(table.id == number).returning(table.id)).all():
        raise NotFoundError
    _record_days(session, "office.day_remove", row, by)
    return row


def _columns(content: OfficeContent, by: By) -> dict[str, Any]:
    plain = {name: getattr(content, name) for name in _PLAIN}
    hours = [None if day is None else [list(span) for span in day] for day in content.hours]
    lists = {"fields": list(content.fields), "procedures": list(content.procedures)}
    return plain | lists | {"hours": hours, "updated_at": by.now, "updated_by": by.actor}


def _refuse_twice(session: Session, content: OfficeContent, number: int | None) -> None:
    if not content.is_active:
        return
    table = models.Office
    beside = session.execute(
        select(table.id, table.name, table.address).where(
            table.is_active,
            table.province == content.province,
            table.commune.is_not_distinct_from(content.commune),
        )
    )
    mine = fold(content.name), fold(content.address)
    for other, name, address in beside:
        if other != number and (fold(name), fold(address)) == mine:
            raise OfficeTwiceError(messages.TWICE.format(number=other))


def _leave_home(session: Session, number: int | None, by: By) -> None:
    """Take the mark of the home office from the one that has it, if that is another."""
    table = models.Office
    query = select(table).where(table.is_home)
    for row in session.scalars(query if number is None else query.where(table.id != number)):
        before = content_of(row)
        row.is_home = False
        row.version += 1
        row.updated_at, row.updated_by = by.now, by.actor
        after = replace(before, is_home=False)
        _record(session, "office.change", row.id, after, changes_between(before, after), by)
    session.flush()


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:  # two people made two home offices at once
        raise OfficeChangedError(messages.HOME_TAKEN) from error


def _record(
    session: Session,
    action: str,
    number: int,
    content: OfficeContent,
    changes: dict[str, list[str]],
    by: By,
) -> None:
    audit.record(session, by.actor, action, f"{number} {content.name}", changes, by.address)


def _record_days(session: Session, action: str, row: models.OfficeDay, by: By) -> None:
    target = str(row.office_id) if row.office_id else "*"
    details = {
        "first": row.first_day.isoformat(),
        "last": row.last_day.isoformat(),
        "hours": write_day(to_day(row.hours)),
        "reason": row.reason,
        "source": row.source,
    }
    audit.record(session, by.actor, action, target, details, by.address)

"""Read the audit trail: filter it, page by page or all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from procedures_db import models

PAGE = 50


@dataclass(frozen=True)
class AuditFilter:
    """What is looked for; an empty field does not narrow."""

    actor: str = ""
    action: str = ""
    target: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def statement(self) -> Select[models.AuditEntry]:
        """Return the entries, the newest first."""
        entry = models.AuditEntry
        found = select(entry).order_by(entry.id.desc())
        if self.actor:
            found = found.where(entry.actor == self.actor)
        if self.action:
            found = found.where(entry.action == self.action)
        if self.target:
            found = found.where(entry.target.icontains(self.target, autoescape=True))
        if self.since:
            found = found.where(entry.at >= self.since)
        if self.until:
            found = found.where(entry.at < self.until)
        return found


def entries(session: Session, wanted: AuditFilter, page: int) -> Sequence[models.AuditEntry]:
    """Return one page of entries."""
    return session.scalars(wanted.statement().limit(PAGE).offset((page - 1) * PAGE)).all()


def count(session: Session, wanted: AuditFilter) -> int:
    """Return how many entries there are."""
    inner = wanted.statement().order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def all_entries(session: Session, wanted: AuditFilter) -> Iterator[models.AuditEntry]:
    """Return all entries, read in portions."""
    return iter(session.scalars(wanted.statement().execution_options(yield_per=500)))


def known_values(session: Session) -> tuple[list[str], list[str]]:
    """Return the actors and actions that the trail names."""
    entry = models.AuditEntry
    return (
        list(session.scalars(select(entry.actor).distinct().order_by(entry.actor))),
        list(session.scalars(select(entry.action).distinct().order_by(entry.action))),
    )

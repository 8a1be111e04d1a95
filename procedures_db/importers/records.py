"""Keep the newest record of each source for each procedure, and publish what they add up to."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, or_, select, update
from sqlalchemy.orm import Session

from procedures_db.content import ProcedureContent
from procedures_db.importers.formats import SourceFormat
from procedures_db.importers.merge import merge
from procedures_db.models import Procedure, Revision, SourceRecord
from procedures_db.store import Published, parse_content, publish_all
from procedures_db.terms import RevisionState

Key = tuple[str, SourceFormat]


@dataclass(frozen=True)
class Stored:
    """What is known of a record already stored."""

    id: int
    fingerprint: str
    decision_date: str | None


def record_and_publish(
    session: Session, content: ProcedureContent, source_format: SourceFormat | str, *, actor: str
) -> Published:
    """Keep `content` as the newest record of its source and publish what the sources add up to.

    All in the caller's transaction; the same content twice changes nothing. The caller commits.
    """
    kind = SourceFormat(source_format)
    stored = stored_records(session, [content.code]).get((content.code, kind))
    if stored is None or stored.fingerprint != content.fingerprint():
        save_records(session, [(kind, content, stored)])
    return publish_merged(session, [content.code], actor=actor)[0]


def stored_records(session: Session, codes: Iterable[str]) -> dict[Key, Stored]:
    """Return what is stored for `codes`, without the contents."""
    rows = session.execute(
        select(
            SourceRecord.code,
            SourceRecord.source_format,
            SourceRecord.id,
            SourceRecord.fingerprint,
            SourceRecord.content["decision_date"].as_string(),
        ).where(SourceRecord.code.in_(list(codes)))
    )
    return {
        (code, SourceFormat(kind)): Stored(id_, fingerprint, decided)
        for code, kind, id_, fingerprint, decided in rows
    }


def save_records(
    session: Session, records: Iterable[tuple[SourceFormat, ProcedureContent, Stored | None]]
) -> None:
    """Insert or replace records; the caller has looked up what is stored."""
    now = datetime.now(UTC)
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for kind, content, stored in records:
        row = {
            "content": content.to_json(),
            "fingerprint": content.fingerprint(),
            "read_at": now,
        }
        if stored is None:
            new.append(row | {"code": content.code, "source_format": kind.value})
        else:
            changed.append(row | {"id": stored.id})
    if new:
        session.execute(insert(SourceRecord), new)
    if changed:
        session.execute(update(SourceRecord), changed)


def publish_merged(
    session: Session, codes: Sequence[str], *, actor: str, unlisted: Collection[str] = ()
) -> list[Published]:
    """Publish what the records of procedures add up to, in the caller's transaction.

    `unlisted` are those that the national list lacks.
    """
    rows = session.execute(
        select(SourceRecord.code, SourceRecord.source_format, SourceRecord.content).where(
            SourceRecord.code.in_(codes)
        )
    )
    records: dict[str, dict[SourceFormat, ProcedureContent]] = {code: {} for code in codes}
    for code, kind, content in rows:
        records[code][SourceFormat(kind)] = parse_content(content)
    merged = [merge(records[code], listed=False if code in unlisted else None) for code in codes]
    return publish_all(session, merged, actor=actor)


def codes_to_publish(session: Session) -> list[str]:
    """Return the procedures whose newest record is newer than what is published.

    An import that was killed leaves such procedures behind; the next one finds them here.
    """
    published = (
        select(Procedure.code, Revision.published_at)
        .join(Revision, Revision.procedure_id == Procedure.id)
        .where(Revision.state == RevisionState.PUBLISHED)
        .subquery()
    )
    stale: ColumnElement[bool] = or_(
        published.c.code.is_(None), func.max(SourceRecord.read_at) > published.c.published_at
    )
    query = (
        select(SourceRecord.code)
        .outerjoin(published, published.c.code == SourceRecord.code)
        .group_by(SourceRecord.code, published.c.code, published.c.published_at)
        .having(stale)
        .order_by(SourceRecord.code)
    )
    return list(session.scalars(query))


def unlisted_codes(session: Session) -> set[str]:
    """Return the procedures that the national list lacks; none while no whole list was read."""
    listed = select(SourceRecord.code).where(SourceRecord.source_format == SourceFormat.LISTING)
    known = session.scalar(select(func.count()).select_from(listed.subquery())) or 0
    others = set(
        session.scalars(
            select(SourceRecord.code).where(SourceRecord.code.not_in(listed)).distinct()
        )
    )
    return others if known > len(others) else set()

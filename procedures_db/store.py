"""Write a procedure's content to its rows and keep each version as an immutable revision."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.content import ProcedureContent
from procedures_db.errors import ContentError, NotFoundError
from procedures_db.rows import provenance_columns, remove_rows, write_rows
from procedures_db.terms import RevisionState

_OWN_FIELDS = (
    "uuid",
    "name",
    "short_name",
    "summary",
    "field",
    "kind",
    "province",
    "target_groups",
    "state",
    "detail",
    "issuing_agency",
    "decision_number",
    "decision_date",
    "valid_from",
    "valid_to",
    "flags",
)
_SEARCHABLE_LENGTH = 4_000


@dataclass(frozen=True)
class Published:
    """What `publish` did: the revision now in force, and whether it is new."""

    code: str
    revision: int
    changed: bool
    created: bool


def publish(session: Session, content: ProcedureContent, *, actor: str) -> Published:
    """Make `content` what the bot answers with, in the caller's transaction.

    The same content twice changes nothing. The caller commits.
    """
    fingerprint = content.fingerprint()
    procedure = session.scalar(
        select(models.Procedure).where(models.Procedure.code == content.code).with_for_update()
    )
    created = procedure is None
    if procedure is None:
        procedure = models.Procedure(code=content.code, revision_number=0)
        session.add(procedure)
    else:
        current = session.scalar(
            select(models.Revision.fingerprint).where(
                models.Revision.procedure_id == procedure.id,
                models.Revision.state == RevisionState.PUBLISHED,
            )
        )
        if current == fingerprint:
            return Published(content.code, procedure.revision_number, False, False)
        remove_rows(session, procedure.id)
        session.execute(
            update(models.Revision)
            .where(
                models.Revision.procedure_id == procedure.id,
                models.Revision.state == RevisionState.PUBLISHED,
            )
            .values(state=RevisionState.SUPERSEDED)
        )
        session.expire(procedure)  # its rows are gone from the database, not from the session
    _write_own(procedure, content)
    procedure.revision_number += 1
    session.flush()
    write_rows(session, procedure.id, content)
    revision = procedure.revision_number
    session.execute(
        insert(models.Revision),
        {
            "procedure_id": procedure.id,
            "number": revision,
            "state": RevisionState.PUBLISHED,
            "content": content.to_json(),
            "fingerprint": fingerprint,
            "published_at": datetime.now(UTC),
            "published_by": actor,
        },
    )
    session.expire(procedure)
    touch_catalogue(session)
    return Published(content.code, revision, True, created)


def searchable_text(content: ProcedureContent) -> str | None:
    """Return the words, beside its names, by which a procedure can be found."""
    pieces = [
        content.summary,
        *(agency.name for agency in content.agencies),
        *(case.name for case in content.cases),
        *(result.name for result in content.results),
        *(document.name for document in content.documents),
        *(condition.text for condition in content.conditions),
    ]
    return " ".join(piece for piece in pieces if piece)[:_SEARCHABLE_LENGTH] or None


def published_content(session: Session, code: str) -> ProcedureContent:
    """Return the published revision's content; raise NotFoundError when there is none."""
    row = session.scalar(
        select(models.Revision.content)
        .join(models.Procedure)
        .where(
            models.Procedure.code == code, models.Revision.state == RevisionState.PUBLISHED
        )
    )
    if row is None:
        raise NotFoundError(f"Không có thủ tục {code}.")
    return parse_content(row)


def parse_content(data: object) -> ProcedureContent:
    """Return validated content; raise ContentError naming each wrong field."""
    try:
        return ProcedureContent.model_validate(data)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in item['loc']) or 'record'}: {item['msg']}"
            for item in error.errors()
        )
        raise ContentError(problems) from error


def catalogue_version(session: Session) -> int:
    """Return a number that grows with every published change."""
    return session.scalar(select(models.CatalogueVersion.number)) or 0


def touch_catalogue(session: Session) -> None:
    """Say that something the bot reads has changed."""
    bumped = session.execute(
        update(models.CatalogueVersion).values(number=models.CatalogueVersion.number + 1)
    )
    if bumped.rowcount == 0:  # type: ignore[attr-defined]
        session.add(models.CatalogueVersion(id=1, number=1))
        session.flush()


def count_procedures(session: Session) -> int:
    """Return how many procedures there are."""
    return session.scalar(select(func.count()).select_from(models.Procedure)) or 0


def _write_own(procedure: models.Procedure, content: ProcedureContent) -> None:
    for name in _OWN_FIELDS:
        setattr(procedure, name, getattr(content, name))
    procedure.levels = [level.value for level in content.levels]
    procedure.search_text = searchable_text(content)
    for name, value in provenance_columns(content.provenance).items():
        setattr(procedure, name, value)

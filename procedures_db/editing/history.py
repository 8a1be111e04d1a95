"""Published revisions: what there is, and their contents."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.content import ProcedureContent
from procedures_db.editing import messages
from procedures_db.errors import NotFoundError
from procedures_db.store import parse_content
from procedures_db.terms import RevisionState


@dataclass(frozen=True)
class RevisionLine:
    """One line of a procedure's history."""

    number: int
    is_current: bool
    published_at: datetime
    published_by: str
    draft_id: int | None
    author: str | None
    """Who wrote it, where it came from a draft."""


def history(session: Session, code: str) -> list[RevisionLine]:
    """Return a procedure's revisions, the newest first."""
    revision, draft = models.Revision, models.Draft
    rows = session.execute(
        select(
            revision.number,
            revision.state,
            revision.published_at,
            revision.published_by,
            draft.id,
            draft.author,
        )
        .join(models.Procedure, models.Procedure.id == revision.procedure_id)
        .outerjoin(
            draft,
            (draft.code == models.Procedure.code) & (draft.published_revision == revision.number),
        )
        .where(models.Procedure.code == code)
        .order_by(revision.number.desc())
    ).all()
    if not rows:
        raise NotFoundError(messages.NO_REVISION.format(code=code, number=1))
    lines: dict[int, RevisionLine] = {}
    for number, state, at, by, draft_id, author in rows:
        current = state is RevisionState.PUBLISHED
        lines.setdefault(number, RevisionLine(number, current, at, by, draft_id, author))
    return list(lines.values())


def revision_content(session: Session, code: str, number: int) -> ProcedureContent:
    """Return the content of a revision; raise NotFoundError when there is none."""
    found = session.scalar(
        select(models.Revision.content)
        .join(models.Procedure)
        .where(models.Procedure.code == code, models.Revision.number == number)
    )
    if found is None:
        raise NotFoundError(messages.NO_REVISION.format(code=code, number=number))
    return parse_content(found)


def current_revision(
    session: Session, code: str, *, lock: bool = False
) -> tuple[int, ProcedureContent | None]:
    """Return number and content of what is published, or 0 and None.

    With `lock` nobody else can publish the procedure before this transaction ends.
    """
    procedure = models.Procedure
    query = select(procedure.id, procedure.revision_number).where(procedure.code == code)
    row = session.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        return 0, None
    content = session.scalar(
        select(models.Revision.content).where(
            models.Revision.procedure_id == row.id,
            models.Revision.number == row.revision_number,
        )
    )
    return row.revision_number, parse_content(content)

"""Write a procedure's content to its rows and keep each version as an immutable revision."""

from collections.abc import Sequence
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
_SEARCHABLE_LENGTH = 8_000


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
    return publish_all(session, [content], actor=actor)[0]


def publish_all(
    session: Session, contents: Sequence[ProcedureContent], *, actor: str
) -> list[Published]:
    """Publish procedures of different codes with as few statements as one takes.

    In the caller's transaction: all of them or, when the caller rolls back, none.
    """
    current = _current(session, [content.code for content in contents])
    prints = [content.fingerprint() for content in contents]
    changed = [
        (content, print_, current.get(content.code, _NOTHING))
        for content, print_ in zip(contents, prints, strict=True)
        if current.get(content.code, _NOTHING).fingerprint != print_
    ]
    if changed:
        ids = _write_own(session, changed)
        known = [before.id for _, _, before in changed if before.id is not None]
        remove_rows(session, known)
        _supersede(session, known)
        write_rows(session, {ids[content.code]: content for content, _, _ in changed})
        _add_revisions(session, changed, ids, actor)
        touch_catalogue(session)
        session.expire_all()  # rows were written past the session's objects
    published = []
    for content, print_ in zip(contents, prints, strict=True):
        before = current.get(content.code, _NOTHING)
        is_new = before.fingerprint != print_
        published.append(Published(content.code, before.number + is_new, is_new, before.id is None))
    return published


@dataclass(frozen=True)
class _Current:
    """What is published of a procedure now."""

    id: int | None
    number: int
    fingerprint: str | None


_NOTHING = _Current(None, 0, None)
_Change = tuple[ProcedureContent, str, _Current]


def _current(session: Session, codes: list[str]) -> dict[str, _Current]:
    procedure, revision = models.Procedure, models.Revision
    rows = session.execute(
        select(procedure.code, procedure.id, procedure.revision_number)
        .where(procedure.code.in_(codes))
        .with_for_update()
    ).all()
    prints = dict(
        session.execute(
            select(revision.procedure_id, revision.fingerprint).where(
                revision.procedure_id.in_([id_ for _, id_, _ in rows]),
                revision.state == RevisionState.PUBLISHED,
            )
        ).all()
    )
    return {code: _Current(id_, number, prints.get(id_)) for code, id_, number in rows}


def _write_own(session: Session, changed: list[_Change]) -> dict[str, int]:
    """Write the procedures' own rows and return the id of each code."""
    ids: dict[str, int] = {}
    new: list[dict[str, Any]] = []
    known: list[dict[str, Any]] = []
    for content, _, before in changed:
        row = _own_columns(content) | {"revision_number": before.number + 1}
        if before.id is None:
            new.append(row | {"code": content.code})
        else:
            known.append(row | {"id": before.id})
            ids[content.code] = before.id
    if known:
        session.execute(update(models.Procedure), known)
    if new:
        statement = insert(models.Procedure).returning(models.Procedure.code, models.Procedure.id)
        ids |= dict(session.execute(statement, new).all())
    return ids


def _own_columns(content: ProcedureContent) -> dict[str, Any]:
    row = {name: getattr(content, name) for name in _OWN_FIELDS}
    row["levels"] = [level.value for level in content.levels]
    row["search_text"] = searchable_text(content)
    return row | provenance_columns(content.provenance)


def _supersede(session: Session, procedure_ids: list[int]) -> None:
    if procedure_ids:
        session.execute(
            update(models.Revision)
            .where(
                models.Revision.procedure_id.in_(procedure_ids),
                models.Revision.state == RevisionState.PUBLISHED,
            )
            .values(state=RevisionState.SUPERSEDED)
            .execution_options(synchronize_session=False)
        )


def _add_revisions(
    session: Session, changed: list[_Change], ids: dict[str, int], actor: str
) -> None:
    now = datetime.now(UTC)
    session.execute(
        insert(models.Revision),
        [
            {
                "procedure_id": ids[content.code],
                "number": before.number + 1,
                "state": RevisionState.PUBLISHED,
                "content": content.to_json(),
                "fingerprint": print_,
                "published_at": now,
                "published_by": actor,
            }
            for content, print_, before in changed
        ],
    )


def searchable_text(content: ProcedureContent) -> str | None:
    """Return the words, beside its names, by which a procedure can be found."""
    pieces = [
        content.summary,
        *(agency.name for agency in content.agencies),
        *(case.name for case in content.cases),
        *(result.name for result in content.results),
        *(document.name for document in content.documents),
        *(condition.text for condition in content.conditions),
        *(step.text for step in content.steps),
    ]
    return " ".join(piece for piece in pieces if piece)[:_SEARCHABLE_LENGTH] or None


def published_content(session: Session, code: str) -> ProcedureContent:
    """Return the published revision's content; raise NotFoundError when there is none."""
    row = session.scalar(
        select(models.Revision.content)
        .join(models.Procedure)
        .where(models.Procedure.code == code, models.Revision.state == RevisionState.PUBLISHED)
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

"""Files that came in: looked at first, then drafts, never published; all of it can be undone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from procedures_db import audit, models
from procedures_db.content import ProcedureContent
from procedures_db.database import transaction
from procedures_db.editing import messages
from procedures_db.editing.drafts import OPEN, Actor, Sessions, claim, new_draft, note
from procedures_db.editing.errors import DraftStateError
from procedures_db.editing.sheets import Problem, Reader
from procedures_db.errors import NotFoundError
from procedures_db.store import parse_content
from procedures_db.terms import BatchState, DraftOrigin, DraftState, RevisionState

_BATCH = 200
_MOST_PROBLEMS = 2_000
_T = TypeVar("_T")


@dataclass(frozen=True)
class Proposal:
    """A content that differs from what is published, or is new (`based_on` 0)."""

    content: ProcedureContent
    based_on: int
    source_record: dict[str, Any] | None = None


def published_contents(
    session: Session, codes: Sequence[str] | None = None
) -> Iterator[tuple[int, ProcedureContent]]:
    """Yield number and content of published revisions in the order of codes; none of all is all."""
    query = (
        select(models.Revision.number, models.Revision.content)
        .join(models.Procedure)
        .where(models.Revision.state == RevisionState.PUBLISHED)
        .order_by(models.Procedure.code)
    )
    if codes is not None:
        query = query.where(models.Procedure.code.in_(codes))
    rows = session.execute(query.execution_options(yield_per=_BATCH))
    for number, content in rows:
        yield number, parse_content(content)


def proposals_of(
    sessions: Sessions, reader: Reader, today: date
) -> tuple[list[Proposal], int, list[Problem]]:
    """Return what a spreadsheet proposes, how much it leaves unchanged, and its wrong cells."""
    found: list[Proposal] = []
    unchanged = 0
    for codes in _chunks(reader.codes(), _BATCH):
        with sessions() as session:
            published = {
                content.code: (number, content)
                for number, content in published_contents(session, codes)
            }
        for code in codes:
            number, before = published.get(code, (0, None))
            content = reader.read(code, before, today)
            if content is not None and content == before:
                unchanged += 1
            elif content is not None:
                found.append(Proposal(content, number))
    return found, unchanged, reader.problems


def preview_batch(
    sessions: Sessions,
    name: str,
    proposals: Iterable[Proposal],
    *,
    origin: DraftOrigin,
    actor: Actor,
    now: datetime,
    unchanged: int = 0,
    problems: Sequence[Problem] = (),
) -> int:
    """Keep what a file proposes until somebody confirms it, and return the batch's id."""
    with transaction(sessions) as session:
        batch = models.ImportBatch(
            name=name[:200],
            origin=origin,
            state=BatchState.PREVIEW,
            created_by=actor.name,
            created_at=now,
            unchanged=unchanged,
            problems=[asdict(problem) for problem in problems[:_MOST_PROBLEMS]],
        )
        session.add(batch)
        session.flush()
        rows = [
            {
                "batch_id": batch.id,
                "code": one.content.code,
                "based_on": one.based_on,
                "content": one.content.to_json(),
                "source_record": one.source_record,
            }
            for one in proposals
        ]
        for some in _chunks(rows, _BATCH):
            session.execute(insert(models.ImportItem), some)
        audit.record(
            session,
            actor.name,
            "import.uploaded",
            f"batch {batch.id}",
            {"name": batch.name, "proposed": len(rows), "problems": len(problems)},
            actor.address,
        )
        return batch.id


def confirm_batch(sessions: Sessions, batch_id: int, *, actor: Actor, now: datetime) -> int:
    """Make a draft of everything the batch proposes and return how many."""
    with transaction(sessions) as session:
        batch = _move(session, batch_id, BatchState.PREVIEW, BatchState.CONFIRMED)
        items = session.scalars(
            select(models.ImportItem)
            .where(models.ImportItem.batch_id == batch_id)
            .order_by(models.ImportItem.code)
        ).all()
        for item in items:
            new_draft(
                session,
                parse_content(item.content),
                based_on=item.based_on,
                actor=actor,
                now=now,
                origin=batch.origin,
                batch_id=batch_id,
                source_record=item.source_record,
            )
        _record(session, "import.confirmed", batch, actor, len(items))
        return len(items)


def undo_batch(
    sessions: Sessions, batch_id: int, *, actor: Actor, now: datetime
) -> tuple[int, int]:
    """Withdraw the batch's drafts; return how many, and how many are published already."""
    with transaction(sessions) as session:
        with_items = _find(session, batch_id)
        _move(session, batch_id, with_items.state, BatchState.UNDONE)
        table = models.Draft
        drafts = session.execute(
            select(table.id, table.version, table.state).where(table.batch_id == batch_id)
        ).all()
        withdrawn = 0
        for id_, version, state in drafts:
            if state in OPEN:
                draft = claim(session, id_, version, OPEN, now, state=DraftState.WITHDRAWN)
                note(session, draft, "withdrawn", actor, now)
                withdrawn += 1
        _record(session, "import.undone", with_items, actor, withdrawn)
        return withdrawn, sum(state is DraftState.PUBLISHED for _, _, state in drafts)


def _find(session: Session, batch_id: int) -> models.ImportBatch:
    batch = session.get(models.ImportBatch, batch_id, populate_existing=True)
    if batch is None:
        raise NotFoundError(messages.NO_BATCH.format(id=batch_id))
    return batch


def _move(
    session: Session, batch_id: int, before: BatchState, after: BatchState
) -> models.ImportBatch:
    table = models.ImportBatch
    moved = session.execute(
        update(table)
        .where(table.id == batch_id, table.state == before, table.state != BatchState.UNDONE)
        .values(state=after)
        .execution_options(synchronize_session=False)
    )
    batch = _find(session, batch_id)
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise DraftStateError(messages.BATCH_DONE)
    return batch


def _record(
    session: Session, action: str, batch: models.ImportBatch, actor: Actor, count: int
) -> None:
    details = {"name": batch.name, "drafts": count}
    audit.record(session, actor.name, action, f"batch {batch.id}", details, actor.address)


def _chunks(items: Sequence[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some

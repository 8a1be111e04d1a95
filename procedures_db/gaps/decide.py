"""What becomes of a group of questions: each function is one step, in one transaction.

Each begins with one UPDATE that names the state and the version the person has seen, so two
people cannot both decide. The audit holds no words of citizens, which could not be deleted there.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import Session

from procedures_db import audit, models
from procedures_db.database import transaction
from procedures_db.editing.drafts import Actor
from procedures_db.errors import NotFoundError
from procedures_db.gaps import messages
from procedures_db.gaps.errors import GapError, GapStateError, OwnProposalError
from procedures_db.gaps.meanings import check_wording
from procedures_db.store import touch_catalogue
from procedures_db.terms import Facet, GapState, Origin, TaskState

Sessions = Callable[[], Session]

UNDECIDED = (GapState.OPEN, GapState.REJECTED)
"""States in which an editor says what is to become of it."""
_LONGEST_TEXT = 1_000


def propose(
    sessions: Sessions,
    gap_id: int,
    code: str,
    wording: str,
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Propose that these words are a question about the procedure; a reviewer decides."""
    wording = " ".join(wording.split())
    with transaction(sessions) as session:
        _claim(
            session,
            gap_id,
            expected_version,
            UNDECIDED,
            state=GapState.PROPOSED,
            code=code,
            wording=wording,
            comment=None,
            proposed_by=actor.name,
            proposed_at=now,
            decided_by=None,
            decided_at=None,
        )
        _check_procedure(session, code)
        check_wording(session, wording, code)
        _record(session, actor, "question.proposed", gap_id, code=code)


def accept(
    sessions: Sessions, gap_id: int, *, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Make the proposed wording a question of the procedure; the linker has it within seconds."""
    with transaction(sessions) as session:
        gap = _claim(
            session,
            gap_id,
            expected_version,
            (GapState.PROPOSED,),
            state=GapState.ACCEPTED,
            decided_by=actor.name,
            decided_at=now,
            reasked_at=None,
            reask=None,
        )
        code, wording = str(gap.code), str(gap.wording)
        if gap.proposed_by == actor.name:
            raise OwnProposalError(messages.OWN_PROPOSAL)
        touch_catalogue(session)  # from here on nobody else changes the catalogue
        _check_procedure(session, code)
        check_wording(session, wording, code)
        session.execute(
            insert(models.WrittenQuestion).values(
                text=wording, codes=[code], facets=[], origin=Origin.STAFF
            )
        )
        _record(session, actor, "question.accepted", gap_id, code=code, proposed_by=gap.proposed_by)


def reject(
    sessions: Sessions,
    gap_id: int,
    comment: str,
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Give a proposal back with the reason."""
    comment = _text(comment, messages.COMMENT_NEEDED)
    with transaction(sessions) as session:
        gap = _claim(
            session,
            gap_id,
            expected_version,
            (GapState.PROPOSED,),
            state=GapState.REJECTED,
            comment=comment,
            decided_by=actor.name,
            decided_at=now,
        )
        _record(session, actor, "question.rejected", gap_id, code=gap.code)


def dismiss(
    sessions: Sessions,
    gap_id: int,
    comment: str,
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Say that nothing is to be done: it is not for this service, or was answered rightly."""
    comment = _text(comment, messages.COMMENT_NEEDED)
    with transaction(sessions) as session:
        _claim(
            session,
            gap_id,
            expected_version,
            UNDECIDED,
            state=GapState.DISMISSED,
            comment=comment,
            decided_by=actor.name,
            decided_at=now,
        )
        _record(session, actor, "question.dismissed", gap_id)


def reopen(
    sessions: Sessions, gap_id: int, *, expected_version: int, actor: Actor, now: datetime
) -> None:
    """Take a proposal back, or take up again what was dismissed or closed by a task."""
    states = (GapState.PROPOSED, GapState.DISMISSED, GapState.RESOLVED)
    with transaction(sessions) as session:
        _claim(
            session,
            gap_id,
            expected_version,
            states,
            state=GapState.OPEN,
            decided_by=actor.name,
            decided_at=now,
        )
        _record(session, actor, "question.reopened", gap_id)


def make_task(
    sessions: Sessions,
    gap_id: int,
    code: str,
    facet: Facet | None,
    note: str,
    *,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Say that the procedure lacks what is asked; return the id of the task."""
    note = _text(note, messages.NOTE_NEEDED)
    with transaction(sessions) as session:
        _claim(
            session,
            gap_id,
            expected_version,
            UNDECIDED,
            state=GapState.TASKED,
            code=code,
            wording=None,
            comment=None,
            decided_by=actor.name,
            decided_at=now,
        )
        _check_procedure(session, code)
        task = models.ProcedureTask(
            code=code,
            facet=facet,
            note=note,
            gap_id=gap_id,
            state=TaskState.OPEN,
            created_by=actor.name,
            created_at=now,
        )
        session.add(task)
        session.flush()
        _record(session, actor, "task.made", gap_id, code=code, task=task.id)
        return task.id


def finish_task(sessions: Sessions, task_id: int, *, actor: Actor, now: datetime) -> None:
    """Say that a task is done; the group it came from is closed and asked again."""
    table, gap = models.ProcedureTask, models.QuestionGap
    with transaction(sessions) as session:
        done = session.execute(
            update(table)
            .where(table.id == task_id, table.state == TaskState.OPEN)
            .values(state=TaskState.DONE, done_by=actor.name, done_at=now)
            .execution_options(synchronize_session=False)
        )
        task = session.get(table, task_id, populate_existing=True)
        if task is None:
            raise NotFoundError(messages.NO_TASK.format(id=task_id))
        if not done.rowcount:  # type: ignore[attr-defined]
            raise GapStateError(messages.TASK_DONE_MEANWHILE)
        if task.gap_id is not None:
            session.execute(
                update(gap)
                .where(gap.id == task.gap_id, gap.state == GapState.TASKED)
                .values(
                    state=GapState.RESOLVED,
                    version=gap.version + 1,
                    decided_by=actor.name,
                    decided_at=now,
                    reasked_at=None,
                    reask=None,
                )
                .execution_options(synchronize_session=False)
            )
        audit.record(session, actor.name, "task.done", task.code, {"task": task_id}, actor.address)


def get_gap(session: Session, gap_id: int) -> models.QuestionGap:
    """Return the group as it is now; raise NotFoundError when there is none."""
    gap = session.get(models.QuestionGap, gap_id, populate_existing=True)
    if gap is None:
        raise NotFoundError(messages.NO_GAP.format(id=gap_id))
    return gap


def _claim(
    session: Session,
    gap_id: int,
    expected_version: int,
    states: Collection[GapState],
    **values: Any,
) -> models.QuestionGap:
    table = models.QuestionGap
    claimed = session.execute(
        update(table)
        .where(table.id == gap_id, table.version == expected_version, table.state.in_(list(states)))
        .values(version=table.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    gap = get_gap(session, gap_id)
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise GapStateError(messages.DECIDED_MEANWHILE)
    return gap


def _check_procedure(session: Session, code: str) -> None:
    if not session.scalar(select(exists().where(models.Procedure.code == code))):
        raise GapError(messages.NO_PROCEDURE)


def _text(text: str, missing: str) -> str:
    text = text.strip()
    if not text:
        raise GapError(missing)
    if len(text) > _LONGEST_TEXT:
        raise GapError(messages.TEXT_LONG.format(limit=_LONGEST_TEXT))
    return text


def _record(session: Session, actor: Actor, action: str, gap_id: int, **details: Any) -> None:
    audit.record(session, actor.name, action, f"question {gap_id}", details, actor.address)

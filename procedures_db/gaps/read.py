"""The queue as its pages show it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.gaps.decide import get_gap
from procedures_db.terms import GapReason, GapState, TaskState

PAGE_SIZE = 25
_MOST_TURNS = 50
_MOST_SUGGESTED = 6
_MOST_TASKS = 500


@dataclass(frozen=True)
class GapLine:
    """One group in the list."""

    id: int
    state: GapState
    question: str
    """The latest one of it; the accepted wording where all turns are gone."""
    times: int
    last_at: datetime | None
    reasons: tuple[tuple[GapReason, int], ...]
    code: str | None
    name: str | None
    proposed_by: str | None


@dataclass(frozen=True)
class GapPage:
    """The lines of one page, and how many there are in all."""

    lines: tuple[GapLine, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True)
class AskedTurn:
    """A question of a group, and what was answered then and is now."""

    turn_id: str
    at: datetime
    channel: str
    question: str
    reason: GapReason
    status: str
    code: str | None
    opinion: str | None
    now_status: str | None
    now_code: str | None


@dataclass(frozen=True)
class Suggestion:
    """A procedure that the search thought of."""

    code: str
    name: str


@dataclass(frozen=True)
class GapView:
    """Everything about a group."""

    gap: models.QuestionGap
    name: str | None
    """Of the procedure it is about."""
    times: int
    asked: tuple[AskedTurn, ...]
    suggestions: tuple[Suggestion, ...]
    tasks: tuple[models.ProcedureTask, ...]

    @property
    def question(self) -> str:
        """The words that stand for the group."""
        return self.asked[0].question if self.asked else self.gap.wording or ""


@dataclass(frozen=True)
class TaskLine:
    """A task with the name of its procedure."""

    task: models.ProcedureTask
    name: str | None


def queue(
    session: Session,
    states: Collection[GapState],
    reason: GapReason | None = None,
    page: int = 1,
) -> GapPage:
    """Return a page of the groups in these states, those asked most often first."""
    gap, member, turn = models.QuestionGap, models.QuestionGapTurn, models.TurnRecord
    joined = member.gap_id == gap.id
    if reason:
        joined = and_(joined, member.reason == reason)
    times, last = func.count(member.turn_id), func.max(turn.id)
    rows = (
        select(gap.id, times.label("times"), last.label("last"))
        .join(member, joined, isouter=reason is None)
        .outerjoin(turn, turn.turn_id == member.turn_id)
        .where(gap.state.in_(list(states)))
        .group_by(gap.id)
    )
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, page), pages)
    shown = session.execute(
        rows.order_by(times.desc(), last.desc(), gap.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return GapPage(
        _lines(session, [(row.id, row.times, row.last) for row in shown]), total, number, pages
    )


def counts(session: Session) -> dict[GapState, int]:
    """Return how many groups are in each state."""
    table = models.QuestionGap
    rows = session.execute(select(table.state, func.count()).group_by(table.state)).all()
    return dict.fromkeys(GapState, 0) | dict(rows)


def gap_view(session: Session, gap_id: int) -> GapView:
    """Return everything about a group; raise NotFoundError when there is none."""
    gap = get_gap(session, gap_id)
    member, turn, rated = models.QuestionGapTurn, models.TurnRecord, models.Feedback
    rows = session.execute(
        select(member, turn, rated.reason)
        .join(turn, turn.turn_id == member.turn_id)
        .outerjoin(rated, rated.turn_id == turn.turn_id)
        .where(member.gap_id == gap_id)
        .order_by(turn.id.desc())
        .limit(_MOST_TURNS)
    ).all()
    times = session.scalar(select(func.count()).where(member.gap_id == gap_id)) or 0
    task = models.ProcedureTask
    tasks = session.scalars(select(task).where(task.gap_id == gap_id).order_by(task.id))
    asked = tuple(
        AskedTurn(
            one.turn_id,
            one.at,
            one.channel,
            one.question,
            belongs.reason,
            one.status,
            one.procedure_code,
            opinion,
            belongs.now_status,
            belongs.now_code,
        )
        for belongs, one, opinion in rows
    )
    name = names_of(session, [gap.code]).get(gap.code) if gap.code else None
    suggestions = _suggested([one for _, one, _ in rows])
    return GapView(gap, name, times, asked, suggestions, tuple(tasks))


def tasks(session: Session, state: TaskState, code: str = "") -> list[TaskLine]:
    """Return the tasks in a state, the newest first, of one procedure where it is named."""
    table, procedure = models.ProcedureTask, models.Procedure
    query = (
        select(table, procedure.name)
        .outerjoin(procedure, procedure.code == table.code)
        .where(table.state == state)
        .order_by(table.id.desc())
        .limit(_MOST_TASKS)
    )
    rows = session.execute(query.where(table.code == code) if code else query)
    return [TaskLine(task, name) for task, name in rows]


def count_tasks(session: Session) -> int:
    """Return how many tasks are open."""
    table = models.ProcedureTask
    return session.scalar(select(func.count()).where(table.state == TaskState.OPEN)) or 0


def names_of(session: Session, codes: Collection[str | None]) -> dict[str, str]:
    """Return the names of procedures by code."""
    table = models.Procedure
    wanted = sorted({code for code in codes if code})
    rows = session.execute(select(table.code, table.name).where(table.code.in_(wanted))).all()
    return dict(rows)


def _lines(session: Session, shown: list[tuple[int, int, int | None]]) -> tuple[GapLine, ...]:
    gap, member, turn = models.QuestionGap, models.QuestionGapTurn, models.TurnRecord
    ids = [id_ for id_, _, _ in shown]
    gaps = {one.id: one for one in session.scalars(select(gap).where(gap.id.in_(ids)))}
    latest = {
        id_: (question, at)
        for id_, question, at in session.execute(
            select(turn.id, turn.question, turn.at).where(turn.id.in_([last for *_, last in shown]))
        )
    }
    reasons: dict[int, Counter[GapReason]] = {id_: Counter() for id_ in ids}
    for id_, reason, number in session.execute(
        select(member.gap_id, member.reason, func.count())
        .where(member.gap_id.in_(ids))
        .group_by(member.gap_id, member.reason)
    ):
        reasons[id_][reason] = number
    names = names_of(session, [one.code for one in gaps.values()])
    lines = []
    for id_, times, last in shown:
        one = gaps[id_]
        question, at = latest.get(last or 0, (one.wording or "", None))
        lines.append(
            GapLine(
                id_,
                one.state,
                question,
                times,
                at,
                tuple(reasons[id_].most_common()),
                one.code,
                names.get(one.code or ""),
                one.proposed_by,
            )
        )
    return tuple(lines)


def _suggested(turns: list[models.TurnRecord]) -> tuple[Suggestion, ...]:
    scores: Counter[str] = Counter()
    names: dict[str, str] = {}
    for turn in turns:
        for one in turn.candidates:
            scores[one["code"]] += one["score"]
            names[one["code"]] = one["name"]
    return tuple(Suggestion(code, names[code]) for code, _ in scores.most_common(_MOST_SUGGESTED))

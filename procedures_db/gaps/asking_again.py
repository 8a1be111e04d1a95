"""Which closed groups are to be asked again, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.terms import GapState

_MOST_TURNS = 5
_MOST_GAPS = 20


@dataclass(frozen=True)
class Again:
    """A closed group and the words to ask."""

    gap_id: int
    version: int
    code: str
    """The procedure that should answer."""
    wording: str | None
    turns: tuple[tuple[str, str], ...]
    """The latest different questions of citizens, each with its turn."""


@dataclass(frozen=True)
class NowAnswered:
    """What a question is answered with now."""

    status: str
    code: str | None
    name: str | None
    text: str


def to_ask_again(session: Session) -> list[Again]:
    """Return the closed groups that were not asked again yet."""
    gap = models.QuestionGap
    rows = session.scalars(
        select(gap)
        .where(
            gap.state.in_([GapState.ACCEPTED, GapState.RESOLVED]),
            gap.reasked_at.is_(None),
            gap.code.is_not(None),
        )
        .order_by(gap.id)
        .limit(_MOST_GAPS)
    )
    return [
        Again(one.id, one.version, str(one.code), one.wording, _turns(session, one.id))
        for one in rows
    ]


def keep_answers(
    sessions: Callable[[], Session],
    again: Again,
    wording: NowAnswered | None,
    turns: Mapping[str, NowAnswered],
    now: datetime,
) -> None:
    """Keep what came of it, unless somebody has decided otherwise meanwhile."""
    gap, member = models.QuestionGap, models.QuestionGapTurn
    with transaction(sessions) as session:
        kept = session.execute(
            update(gap)
            .where(gap.id == again.gap_id, gap.version == again.version)
            .values(reasked_at=now, reask=asdict(wording) if wording else None)
            .execution_options(synchronize_session=False)
        )
        if not kept.rowcount:  # type: ignore[attr-defined]
            return
        for turn_id, answer in turns.items():
            session.execute(
                update(member)
                .where(member.turn_id == turn_id)
                .values(now_status=answer.status, now_code=answer.code)
                .execution_options(synchronize_session=False)
            )


def _turns(session: Session, gap_id: int) -> tuple[tuple[str, str], ...]:
    member, turn = models.QuestionGapTurn, models.TurnRecord
    rows = session.execute(
        select(turn.turn_id, turn.question)
        .join(member, member.turn_id == turn.turn_id)
        .where(member.gap_id == gap_id)
        .order_by(turn.id.desc())
        .limit(50)
    )
    different: dict[str, str] = {}
    for turn_id, question in rows:
        different.setdefault(question, turn_id)
    return tuple((turn_id, question) for question, turn_id in different.items())[:_MOST_TURNS]

"""Find questions that were not answered well, and put like ones together.

A group is compared by its first question: folded, so that diacritics and abbreviations make no
difference, and by its letters, so that slips of the finger make little.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import Select, and_, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.gaps.emptied import drop_emptied
from procedures_db.search import vectors
from procedures_db.search.entries import Floats
from procedures_db.search.text import normalise
from procedures_db.terms import GapReason, GapState

ALIKE = 0.8
"""Cosine of letters from which two questions are one group."""
_FEW = 200
"""So many texts tell common words from rare ones."""
_GRACE = timedelta(seconds=10)
"""So long after the decision an answer may still be the old one."""
_TOGETHER = 500
_LATECOMERS = 500
"""Turns written by several processes may appear a little out of order."""

_IN_VAIN = {
    "clarify": GapReason.ASKED_BACK,
    "not_in_data": GapReason.NOT_IN_DATA,
    "partial": GapReason.PARTIAL,
    "out_of_scope": GapReason.OUT_OF_SCOPE,
}
# Not questions, or none that anybody should write for a procedure.
_NO_QUESTION = ("affirm", "deny", "choose_option", "abuse", "prompt_injection")
_CLOSED = (GapState.ACCEPTED, GapState.RESOLVED)
"""What comes after one of these was closed shows that it does not hold: it is a new group."""


@dataclass(frozen=True)
class _Asked:
    id: int
    turn_id: str
    at: datetime
    text: str
    """Folded."""
    reason: GapReason


@dataclass
class _Group:
    text: str
    closed_at: datetime | None = None
    gap_id: int | None = None

    def takes(self, asked: _Asked) -> bool:
        """Whether a turn may still join."""
        return self.closed_at is None or asked.at <= self.closed_at + _GRACE


class Collector:
    """Goes through the turns once, then through those that are new."""

    def __init__(self, sessions: Callable[[], Session]) -> None:
        self._sessions = sessions
        self._seen = 0

    def collect(self) -> int:
        """Take in what was asked or rated since; return how many turns joined a group."""
        with transaction(self._sessions) as session:
            _drop_taken_back(session)
            drop_emptied(session)
        total = 0
        while True:
            with transaction(self._sessions) as session:
                found = self._next(session)
                new = [asked for asked in found if asked.text]
                if new:
                    _join(session, new)
            total += len(new)
            if len(found) < _TOGETHER:
                break
        with self._sessions() as session:
            newest = session.scalar(select(func.max(models.TurnRecord.id))) or 0
        self._seen = max(0, newest - _LATECOMERS)
        return total

    def _next(self, session: Session) -> list[_Asked]:
        rows = session.execute(_new_turns(self._seen).limit(_TOGETHER)).all()
        if rows:
            self._seen = max(self._seen, max(row.id for row in rows))
        return [
            _Asked(
                row.id,
                row.turn_id,
                row.at,
                normalise(row.question),
                GapReason.THUMB_DOWN if row.thumb == -1 else _IN_VAIN[row.status],
            )
            for row in rows
        ]


def _drop_taken_back(session: Session) -> None:
    """Take out turns that are there for a thumb that does not point down any more."""
    member, rated = models.QuestionGapTurn, models.Feedback
    down = exists().where(rated.turn_id == member.turn_id, rated.thumb == -1)
    session.execute(
        delete(member)
        .where(member.reason == GapReason.THUMB_DOWN, ~down)
        .execution_options(synchronize_session=False)
    )


def _new_turns(seen: int) -> "Select[int, str, datetime, str, str, int]":
    turn, rated, member = models.TurnRecord, models.Feedback, models.QuestionGapTurn
    in_vain = and_(turn.id > seen, turn.status.in_(list(_IN_VAIN)))
    return (
        select(turn.id, turn.turn_id, turn.at, turn.question, turn.status, rated.thumb)
        .outerjoin(rated, rated.turn_id == turn.turn_id)
        .where(
            or_(in_vain, rated.thumb == -1),
            or_(rated.thumb.is_(None), rated.thumb == -1),  # who is content got an answer
            turn.payload.is_(None),  # a button's words are our own
            or_(turn.intent.is_(None), turn.intent.not_in(_NO_QUESTION)),
            turn.question != "",
            ~exists().where(member.turn_id == turn.turn_id),
        )
        .order_by(turn.id)
    )


def _join(session: Session, new: Sequence[_Asked]) -> None:
    groups = _groups(session)
    likeness = _likeness([group.text for group in groups], [asked.text for asked in new])
    known = len(groups)
    place: list[int] = []
    """Of each new turn, the group it is in."""
    for at, asked in enumerate(new):
        scores = likeness[at]
        open_to = [
            (float(scores[number]), -number)
            for number in np.flatnonzero(scores[: known + at] >= ALIKE).tolist()
            if _group_at(groups, place, number, known).takes(asked)
        ]
        if open_to:
            number = -max(open_to)[1]
            place.append(number if number < known else place[number - known])
        else:
            groups.append(_Group(asked.text))
            place.append(len(groups) - 1)
    for asked, number in zip(new, place, strict=True):
        group = groups[number]
        if group.gap_id is None:
            gap = models.QuestionGap(state=GapState.OPEN, version=1, created_at=asked.at)
            session.add(gap)
            session.flush()
            group.gap_id = gap.id
        session.add(
            models.QuestionGapTurn(turn_id=asked.turn_id, gap_id=group.gap_id, reason=asked.reason)
        )


def _group_at(groups: list[_Group], place: list[int], number: int, known: int) -> _Group:
    return groups[number] if number < known else groups[place[number - known]]


def _groups(session: Session) -> list[_Group]:
    """Return the groups there are, each with its first question."""
    gap, member, turn = models.QuestionGap, models.QuestionGapTurn, models.TurnRecord
    firsts = (
        select(member.gap_id, func.min(turn.id).label("first"))
        .join(turn, turn.turn_id == member.turn_id)
        .group_by(member.gap_id)
        .subquery()
    )
    rows = session.execute(
        select(gap.id, gap.state, gap.decided_at, turn.question)
        .join(firsts, firsts.c.gap_id == gap.id)
        .join(turn, turn.id == firsts.c.first)
        .order_by(gap.id)
    )
    return [
        _Group(normalise(question), decided_at if state in _CLOSED else None, id_)
        for id_, state, decided_at, question in rows
    ]


def _likeness(known: list[str], new: list[str]) -> Floats:
    """Return the cosine of each new text with every known one and then every new one."""
    texts = [*known, *new]
    counts = vectors.letter_counts(texts)
    weighted = vectors.tfidf(counts, _weights(texts, counts))
    found = (weighted[len(known) :] @ weighted.T).toarray()
    same: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        same.setdefault(text, []).append(number)
    for at, text in enumerate(new):
        found[at, same[text]] = 1.0  # also where rounding says a little less
    return np.asarray(found)


def _weights(texts: list[str], counts: vectors.Sparse) -> Floats:
    """Return how much each piece tells apart; hardly anything while there are few texts.

    A text counts once: what is asked often would otherwise seem to say little.
    """
    different = counts[sorted({text: at for at, text in enumerate(texts)}.values())]
    frequency = np.bincount(different.indices, minlength=different.shape[1])
    return np.log1p((different.shape[0] + _FEW) / (frequency + 1)).astype(np.float32)

"""The visitor's turns in the database: shown again, rated, deleted."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import conversations as records
from procedures_db import models
from procedures_db.database import transaction

MAX_TURNS = 20
"""How many of the latest turns a page shows."""

NOT_ASKED = frozenset({"empty", "too_long", "too_many", "unavailable"})
"""Reasons for which a question was not asked: it went back into the form, and is no turn."""

Sessions = Callable[[], Session]


@dataclass(frozen=True)
class Turn:
    """A question and its answer; `key` is the turn's id."""

    key: str
    question: str
    answer: dict[str, Any]
    thumb: int | None = None
    reason: str | None = None


class Conversations:
    """Reads and changes what the gateway has recorded, outside the event loop."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def turns(self, conversation_id: str) -> list[Turn]:
        """Return the latest turns, oldest first."""
        return await asyncio.to_thread(self._turns, conversation_id)

    async def turn(self, conversation_id: str, key: str) -> Turn | None:
        """Return one turn of this conversation."""
        return await asyncio.to_thread(self._turn, conversation_id, key)

    async def rate(
        self, conversation_id: str, key: str, thumb: int, reason: str | None = None
    ) -> None:
        """Keep a thumb for an answer; NotFoundError when it is not of this conversation."""
        await asyncio.to_thread(self._rate, conversation_id, key, thumb, reason)

    async def is_rated(self, conversation_id: str) -> bool:
        """Tell whether the visitor has said how satisfied they are."""
        return await asyncio.to_thread(self._is_rated, conversation_id)

    async def rate_conversation(
        self, conversation_id: str, channel: str, stars: int, comment: str | None
    ) -> None:
        """Keep one to five stars for the conversation."""
        await asyncio.to_thread(self._rate_conversation, conversation_id, channel, stars, comment)

    def _turns(self, conversation_id: str) -> list[Turn]:
        with self._sessions() as session:
            rows = records.history(session, conversation_id, most=MAX_TURNS)
            return _with_thumbs(session, (row for row in rows if row.reason not in NOT_ASKED))

    def _turn(self, conversation_id: str, key: str) -> Turn | None:
        table = models.TurnRecord
        wanted = select(table).where(table.conversation_id == conversation_id, table.turn_id == key)
        with self._sessions() as session:
            return next(iter(_with_thumbs(session, session.scalars(wanted))), None)

    def _rate(self, conversation_id: str, key: str, thumb: int, reason: str | None) -> None:
        with transaction(self._sessions) as session:
            records.add_feedback(session, key, thumb, reason, conversation_id=conversation_id)

    def _is_rated(self, conversation_id: str) -> bool:
        table = models.Satisfaction
        with self._sessions() as session:
            found = session.scalar(
                select(table.id).where(table.conversation_id == conversation_id).limit(1)
            )
        return found is not None

    def _rate_conversation(
        self, conversation_id: str, channel: str, stars: int, comment: str | None
    ) -> None:
        with transaction(self._sessions) as session:
            records.add_satisfaction(session, conversation_id, channel, stars, comment)


def _with_thumbs(session: Session, rows: Iterable[models.TurnRecord]) -> list[Turn]:
    rows = list(rows)
    table = models.Feedback
    given = session.scalars(select(table).where(table.turn_id.in_(row.turn_id for row in rows)))
    thumbs = {each.turn_id: each for each in given}
    turns = []
    for row in rows:
        feedback = thumbs.get(row.turn_id)
        turns.append(
            Turn(
                row.turn_id,
                row.question,
                dict(row.answer),
                feedback.thumb if feedback else None,
                feedback.reason if feedback else None,
            )
        )
    return turns

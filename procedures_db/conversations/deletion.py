"""Delete what citizens asked: when they want it, and when the retention time is over."""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.gaps.emptied import drop_emptied
from procedures_db.terms import InboxState, OutboxState

BATCH = 500
"""Rows deleted in one transaction, so that a purge never holds up answers for long."""
DELIVERY_DAYS = 7
"""Platforms deliver an event again for a day at most; later its key is of no use."""


@dataclass(frozen=True)
class Deleted:
    """How many rows of each kind went."""

    turns: int = 0
    ratings: int = 0
    events: int = 0
    messages: int = 0

    def __bool__(self) -> bool:
        return any(astuple(self))


def delete_conversation(session: Session, conversation_id: str) -> Deleted:
    """Delete all that was said in a conversation, in the caller's transaction.

    What is on its way to the citizen goes too. Events not answered yet came later and stay.
    """
    turn, message = models.TurnRecord, models.OutboxMessage
    turns = select(turn.turn_id).where(turn.conversation_id == conversation_id)
    feedback = _count(session, models.Feedback.turn_id.in_(turns), models.Feedback)
    stars = models.Satisfaction
    turns_gone = _count(session, turn.conversation_id == conversation_id, turn)
    drop_emptied(session)
    return Deleted(
        turns=turns_gone,
        ratings=feedback + _count(session, stars.conversation_id == conversation_id, stars),
        messages=_count(session, message.conversation_id == conversation_id, message),
    )


def purge_older_than(
    sessions: Callable[[], Session],
    days: int,
    *,
    now: datetime | None = None,
    batch: int = BATCH,
    dry_run: bool = False,
) -> Deleted:
    """Delete what is older than `days`, in batches with a transaction each.

    A dry run only counts.
    """
    now = now or datetime.now(UTC)
    oldest = now - timedelta(days=days)
    done = now - timedelta(days=min(days, DELIVERY_DAYS))
    turn, stars = models.TurnRecord, models.Satisfaction
    event, message = models.InboxEvent, models.OutboxMessage

    def all_of(key: InstrumentedAttribute[int], *where: ColumnElement[bool]) -> int:
        if dry_run:
            with sessions() as session:
                return session.scalar(select(func.count(key)).where(*where)) or 0
        return _in_batches(sessions, select(key).where(*where), batch)

    turns = all_of(turn.id, turn.at < oldest)  # feedback goes with its turn
    if turns and not dry_run:
        with transaction(sessions) as session:
            drop_emptied(session)
    return Deleted(
        turns=turns,
        ratings=all_of(stars.id, stars.at < oldest),
        events=all_of(
            event.id,
            or_(
                event.received_at < oldest,
                and_(event.received_at < done, event.state == InboxState.ANSWERED),
            ),
        ),
        messages=all_of(
            message.id,
            or_(
                message.created_at < oldest,
                and_(message.created_at < done, message.state == OutboxState.GIVEN_UP),
            ),
        ),
    )


def _in_batches(sessions: Callable[[], Session], keys: "Select[int]", batch: int) -> int:
    table = keys.column_descriptions[0]["entity"]
    total = 0
    while True:
        with transaction(sessions) as session:
            found = list(session.scalars(keys.limit(batch)))
            gone = _count(session, table.id.in_(found), table) if found else 0
        total += gone
        if len(found) < batch:
            return total


def _count(session: Session, where: ColumnElement[bool], table: type[models.Base]) -> int:
    session.flush()
    return session.connection().execute(delete(table).where(where)).rowcount

"""Events that platforms delivered: stored once, held by one process, answered once.

Plain functions on the caller's session; the caller commits. Each is one statement that two
processes can run at the same time, on PostgreSQL and on SQLite.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from procedures_db import models
from procedures_db.terms import InboxState

_Event = models.InboxEvent


@dataclass(frozen=True)
class HeldEvent:
    """An event that this process is answering."""

    id: int
    channel: str
    event_id: str
    conversation_id: str
    recipient: str
    message: dict[str, Any]
    attempts: int


def receive_event(
    session: Session,
    *,
    channel: str,
    event_id: str,
    conversation_id: str,
    recipient: str,
    message: Mapping[str, Any],
) -> bool:
    """Store an event; return False for one that is known already, answered or not.

    The message must be masked before.
    """
    row = {
        "channel": channel,
        "event_id": event_id,
        "conversation_id": conversation_id,
        "recipient": recipient,
        "message": dict(message),
        "received_at": datetime.now(UTC),
        "state": InboxState.RECEIVED,
        "attempts": 0,
    }
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(_Event).values(row).on_conflict_do_nothing().returning(_Event.id)
    return session.scalar(statement) is not None


def hold_events(
    session: Session,
    holder: str,
    seconds: float,
    *,
    channels: Collection[str],
    most: int,
    now: datetime | None = None,
) -> list[HeldEvent]:
    """Take the next events of these channels, of each conversation the oldest only."""
    now = now or datetime.now(UTC)
    earlier = aliased(_Event)
    free = or_(_Event.held_until.is_(None), _Event.held_until <= now)
    waits = exists().where(
        earlier.conversation_id == _Event.conversation_id,
        earlier.state == InboxState.RECEIVED,
        earlier.id < _Event.id,
    )
    picked = (
        select(_Event.id)
        .where(_Event.state == InboxState.RECEIVED, _Event.channel.in_(channels), free, ~waits)
        .order_by(_Event.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("picked")
    )
    rows = session.execute(
        update(_Event)
        .where(_Event.id.in_(select(picked.c.id)))
        .values(
            held_by=holder,
            held_until=now + timedelta(seconds=seconds),
            attempts=_Event.attempts + 1,
        )
        .returning(
            _Event.id,
            _Event.channel,
            _Event.event_id,
            _Event.conversation_id,
            _Event.recipient,
            _Event.message,
            _Event.attempts,
        )
        .execution_options(synchronize_session=False)
    ).all()
    return sorted((HeldEvent(*row) for row in rows), key=lambda event: event.id)


def go_on_holding(session: Session, holder: str, ids: Sequence[int], seconds: float) -> None:
    """Put off the time at which another process may take the events."""
    session.execute(
        update(_Event)
        .where(_Event.id.in_(ids), _Event.held_by == holder)
        .values(held_until=datetime.now(UTC) + timedelta(seconds=seconds))
        .execution_options(synchronize_session=False)
    )


def let_go(session: Session, holder: str, ids: Sequence[int]) -> None:
    """Give events back unanswered, for any process to take at once."""
    session.execute(
        update(_Event)
        .where(_Event.id.in_(ids), _Event.held_by == holder)
        .values(held_by=None, held_until=None)
        .execution_options(synchronize_session=False)
    )


def close_event(session: Session, holder: str, event_id: int) -> bool:
    """Mark an event as answered and empty it; False when another process has taken it over."""
    closed = session.scalar(
        update(_Event)
        .where(
            _Event.id == event_id,
            _Event.held_by == holder,
            _Event.state == InboxState.RECEIVED,
        )
        .values(
            state=InboxState.ANSWERED,
            message={},
            recipient="",
            conversation_id="",
            held_by=None,
            held_until=None,
        )
        .returning(_Event.id)
        .execution_options(synchronize_session=False)
    )
    return closed is not None

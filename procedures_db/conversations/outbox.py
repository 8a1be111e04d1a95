"""Messages on their way to platforms: in order for each person, again after a failure.

Plain functions on the caller's session; the caller commits.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from procedures_db import models
from procedures_db.terms import OutboxState

_Message = models.OutboxMessage
_ERROR_LENGTH = 200


@dataclass(frozen=True)
class HeldMessage:
    """A message that this process is sending; `attempts` counts this one."""

    id: int
    channel: str
    recipient: str
    payload: dict[str, Any]
    attempts: int


def put_message(
    session: Session,
    *,
    channel: str,
    recipient: str,
    payload: Mapping[str, Any],
    conversation_id: str | None = None,
    now: datetime | None = None,
) -> None:
    """Add a message behind all others to the same person."""
    now = now or datetime.now(UTC)
    last = session.scalar(
        select(func.max(_Message.position)).where(
            _Message.channel == channel, _Message.recipient == recipient
        )
    )
    session.add(
        _Message(
            channel=channel,
            recipient=recipient,
            conversation_id=conversation_id,
            position=(last or 0) + 1,
            payload=dict(payload),
            state=OutboxState.WAITING,
            attempts=0,
            next_try_at=now,
            created_at=now,
        )
    )
    session.flush()


def hold_messages(
    session: Session,
    seconds: float,
    *,
    channels: Collection[str],
    most: int,
    now: datetime | None = None,
) -> list[HeldMessage]:
    """Take messages of these channels that are due, to each person the first only.

    One that is held and not settled within `seconds` is due again: its sender has died.
    """
    now = now or datetime.now(UTC)
    earlier = aliased(_Message)
    open_states = (OutboxState.WAITING, OutboxState.SENDING)
    waits = exists().where(
        and_(
            earlier.channel == _Message.channel,
            earlier.recipient == _Message.recipient,
            earlier.position < _Message.position,
            earlier.state.in_(open_states),
        )
    )
    picked = (
        select(_Message.id)
        .where(
            _Message.state.in_(open_states),
            _Message.channel.in_(channels),
            _Message.next_try_at <= now,
            ~waits,
        )
        .order_by(_Message.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("picked")
    )
    rows = session.execute(
        update(_Message)
        .where(_Message.id.in_(select(picked.c.id)))
        .values(
            state=OutboxState.SENDING,
            next_try_at=now + timedelta(seconds=seconds),
            attempts=_Message.attempts + 1,
        )
        .returning(
            _Message.id,
            _Message.channel,
            _Message.recipient,
            _Message.payload,
            _Message.attempts,
        )
        .execution_options(synchronize_session=False)
    ).all()
    return sorted((HeldMessage(*row) for row in rows), key=lambda message: message.id)


def settle(session: Session, message: HeldMessage) -> None:
    """Forget a message that has arrived."""
    session.execute(delete(_Message).where(*_ours(message)).execution_options(**_PLAIN))


def try_later(session: Session, message: HeldMessage, seconds: float, error: str) -> None:
    """Let a message wait for its next try."""
    session.execute(
        update(_Message)
        .where(*_ours(message))
        .values(
            state=OutboxState.WAITING,
            next_try_at=datetime.now(UTC) + timedelta(seconds=seconds),
            last_error=error[:_ERROR_LENGTH],
        )
        .execution_options(**_PLAIN)
    )


def give_up(session: Session, message: HeldMessage, error: str) -> None:
    """Stop trying; what was to be said is forgotten, why it was not stays until the purge."""
    session.execute(
        update(_Message)
        .where(*_ours(message))
        .values(state=OutboxState.GIVEN_UP, payload={}, last_error=error[:_ERROR_LENGTH])
        .execution_options(**_PLAIN)
    )


def next_due(session: Session) -> datetime | None:
    """Return when the next message is due, as UTC without a zone."""
    return session.scalar(
        select(func.min(_Message.next_try_at)).where(
            _Message.state.in_((OutboxState.WAITING, OutboxState.SENDING))
        )
    )


_PLAIN: dict[str, Any] = {"synchronize_session": False}


def _ours(message: HeldMessage) -> tuple[Any, ...]:
    """Match the message as it was held, not as another process may have taken it since."""
    return (
        _Message.id == message.id,
        _Message.state == OutboxState.SENDING,
        _Message.attempts == message.attempts,
    )

"""Events from chat platforms and messages to them: nothing lost, nothing answered twice."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procedures_db.models.base import Base, UtcDateTime, closed_set
from procedures_db.terms import InboxState, OutboxState


class InboxEvent(Base):
    """One message that a platform delivered, however often it did so.

    It holds what is needed to answer after a restart; once answered only its key is left. The
    process that works on it holds it until `held_until` and puts that off again and again.
    """

    __tablename__ = "inbox_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(40))
    event_id: Mapped[str] = mapped_column(String(200))
    conversation_id: Mapped[str] = mapped_column(String(140), index=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    state: Mapped[InboxState] = mapped_column(closed_set(InboxState))
    recipient: Mapped[str] = mapped_column(String(140))
    message: Mapped[dict[str, Any]] = mapped_column(JSON)
    held_by: Mapped[str | None] = mapped_column(String(40))
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("channel", "event_id"),
        Index("ix_inbox_event_open", "state", "id"),
        CheckConstraint("attempts >= 0", "attempts"),
    )


class OutboxMessage(Base):
    """One message to one person; `position` orders the messages to that person.

    The row goes when the platform has taken the message; of one given up the payload goes.
    """

    __tablename__ = "outbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(140))
    conversation_id: Mapped[str | None] = mapped_column(String(140), index=True)
    position: Mapped[int]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[OutboxState] = mapped_column(closed_set(OutboxState))
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    __table_args__ = (
        UniqueConstraint("channel", "recipient", "position"),
        Index("ix_outbox_message_due", "state", "next_try_at"),
        CheckConstraint("attempts >= 0", "attempts"),
    )

"""What citizens asked, what they thought of the answers, and whether a channel is open.

Everything a citizen typed is stored with personal data masked (`procedures_db.privacy`) and goes
when the retention time is over or the citizen asks for it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from procedures_db.models.base import Base, UtcDateTime


class TurnRecord(Base):
    """One question and the whole public answer to it."""

    __tablename__ = "turn_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[str] = mapped_column(String(40), unique=True)
    conversation_id: Mapped[str] = mapped_column(String(140), index=True)
    channel: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    question: Mapped[str]
    payload: Mapped[str | None]
    intent: Mapped[str | None] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40))
    procedure_code: Mapped[str | None] = mapped_column(String(40), index=True)
    facets: Mapped[list[str]] = mapped_column(JSON, default=list)
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int | None]
    receipt: Mapped[str | None] = mapped_column(String(40))
    latency_ms: Mapped[int]


class Feedback(Base):
    """A thumb up or down for one answer; a second one replaces the first."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[str] = mapped_column(
        String(40), ForeignKey("turn_record.turn_id", ondelete="CASCADE"), unique=True
    )
    thumb: Mapped[int]
    reason: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("thumb in (-1, 1)", "thumb"),)


class Satisfaction(Base):
    """How content a citizen was with a conversation, one to five stars."""

    __tablename__ = "satisfaction"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(140), index=True)
    channel: Mapped[str] = mapped_column(String(40))
    stars: Mapped[int]
    comment: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    __table_args__ = (CheckConstraint("stars between 1 and 5", "stars"),)


class ChannelState(Base):
    """Whether staff have switched a channel on or off; a channel without a row is on."""

    __tablename__ = "channel_state"

    channel: Mapped[str] = mapped_column(String(40), primary_key=True)
    is_on: Mapped[bool]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EmergencyNotice(Base):
    """What every channel says before its answers for a time: a storm, a system that is down."""

    __tablename__ = "emergency_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("starts_at <= ends_at", "order"),)


class ChannelToken(Base):
    """The tokens a platform gave us; a refresh token is saved in the transaction that got it.

    The process that trades the refresh token for a new pair holds the row until `held_until`.
    """

    __tablename__ = "channel_token"

    channel: Mapped[str] = mapped_column(String(40), primary_key=True)
    access_token: Mapped[str]
    refresh_token: Mapped[str | None]
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    held_by: Mapped[str | None] = mapped_column(String(40))
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

"""People who may use the console, and their sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from procedures_db.models.base import Base, UtcDateTime, closed_set
from procedures_db.terms import Role, SessionStage


class StaffUser(Base):
    """A civil servant's account; `name` is what she signs in with, in small letters."""

    __tablename__ = "staff_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    full_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(closed_set(Role))
    is_active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None]
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the one-time link with which a password is chosen."""
    link_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_step: Mapped[int | None]
    """The time step of the last code used; that one and older ones are refused."""
    recovery_hashes: Mapped[list[str]] = mapped_column(JSON, default=list)
    oidc_subject: Mapped[str | None] = mapped_column(String(255), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    sessions: Mapped[list["StaffSession"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", passive_deletes=True
    )


class StaffSession(Base):
    """A signed-in browser; only a hash of its secret is stored."""

    __tablename__ = "staff_session"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("staff_user.id", ondelete="CASCADE"), index=True
    )
    stage: Mapped[SessionStage] = mapped_column(closed_set(SessionStage))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    address: Mapped[str | None] = mapped_column(String(64))
    browser: Mapped[str | None] = mapped_column(String(200))
    pending_totp_secret: Mapped[str | None] = mapped_column(String(64))
    notes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Messages to be shown once on the next page."""

    user: Mapped[StaffUser] = relationship(back_populates="sessions", lazy="joined")


class SignInLock(Base):
    """Failures of one name, one address or one of both together, whether the name exists or not."""

    __tablename__ = "sign_in_lock"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("failures >= 0", "failures"),)

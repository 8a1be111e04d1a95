"""What staff are changing: drafts, every version of them, what was said, and uploaded files."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from procedures_db.models.base import Base, UtcDateTime, closed_set
from procedures_db.terms import BatchState, DraftOrigin, DraftState


class ImportBatch(Base):
    """An uploaded file or a run of `thutuc sync`; confirming it makes drafts, never publishes."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    origin: Mapped[DraftOrigin] = mapped_column(closed_set(DraftOrigin))
    state: Mapped[BatchState] = mapped_column(closed_set(BatchState))
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    unchanged: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[Any]] = mapped_column(JSON, default=list)


class ImportItem(Base):
    """What a file says about one procedure, where that is new or changed."""

    __tablename__ = "import_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(
        ForeignKey("import_batch.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(String(40))
    based_on: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    source_record: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (UniqueConstraint("batch_id", "code"),)


class Draft(Base):
    """A proposed content of one procedure; citizens never see it before it is published."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    based_on: Mapped[int]
    """Number of the revision it started from; 0 for a procedure that is not there yet."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    questions: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Questions people ask, as staff want them; `None` leaves them as they are."""
    questions_seen: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """The questions that stood there when `questions` were begun."""
    source_record: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The record of another source that proposes this, kept as read when it is published."""
    origin: Mapped[DraftOrigin] = mapped_column(closed_set(DraftOrigin))
    state: Mapped[DraftState] = mapped_column(closed_set(DraftState))
    version: Mapped[int] = mapped_column(default=1)
    author: Mapped[str]
    contributors: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Everybody who has written in it; none of them may publish it."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reviewer: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_from: Mapped[date | None]
    """The day from which it is to be published; `None` is at once."""
    published_revision: Mapped[int | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)

    __table_args__ = (Index("ix_draft_state", "state", "valid_from"),)


class DraftVersion(Base):
    """A text of a draft that another took the place of, or that came too late to take it."""

    __tablename__ = "draft_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    version: Mapped[int]
    """The version it was; of a side copy, the version it was written from."""
    based_on: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    questions: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    author: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_side_copy: Mapped[bool] = mapped_column(default=False)


class DraftComment(Base):
    """What somebody said about a draft, or what happened to it."""

    __tablename__ = "draft_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    author: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str] = mapped_column(String(40))
    text: Mapped[str | None]

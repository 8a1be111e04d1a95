"""Questions that were not answered well, what staff decided about them, and what is to be done.

What a citizen typed stays in `turn_record` alone: groups point to turns and go with them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from procedures_db.models.base import Base, UtcDateTime, closed_set
from procedures_db.terms import Facet, GapReason, GapState, TaskState


class QuestionGap(Base):
    """A group of like questions that were not answered well."""

    __tablename__ = "question_gap"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[GapState] = mapped_column(closed_set(GapState), index=True)
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every decision; a decision names the version that the person has seen."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    code: Mapped[str | None] = mapped_column(String(40))
    """The procedure it is about, as proposed."""
    wording: Mapped[str | None]
    """The question that is to be written for the procedure."""
    comment: Mapped[str | None]
    """Why it was rejected or dismissed."""
    proposed_by: Mapped[str | None]
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reasked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reask: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the wording is answered with since the gap was closed."""


class QuestionGapTurn(Base):
    """A turn of a group, and why it is there."""

    __tablename__ = "question_gap_turn"

    turn_id: Mapped[str] = mapped_column(
        String(40), ForeignKey("turn_record.turn_id", ondelete="CASCADE"), primary_key=True
    )
    gap_id: Mapped[int] = mapped_column(
        ForeignKey("question_gap.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[GapReason] = mapped_column(closed_set(GapReason))
    now_status: Mapped[str | None] = mapped_column(String(20))
    """Status of the answer when the question was asked again."""
    now_code: Mapped[str | None] = mapped_column(String(40))


class ProcedureTask(Base):
    """Something that a procedure lacks, for whoever edits it."""

    __tablename__ = "procedure_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    facet: Mapped[Facet | None] = mapped_column(closed_set(Facet))
    note: Mapped[str]
    gap_id: Mapped[int | None] = mapped_column(
        ForeignKey("question_gap.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[TaskState] = mapped_column(closed_set(TaskState), index=True)
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None]
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

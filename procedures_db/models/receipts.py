"""What was answered, kept under a short code."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from procedures_db.models.base import Base


class AnswerReceipt(Base):
    """One answer exactly as it was given, without the question and without who asked."""

    __tablename__ = "answer_receipt"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    """Hash of answer and day: the same answer on the same day has one receipt."""
    procedure_code: Mapped[str] = mapped_column(String(40), index=True)
    revision: Mapped[int]
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    said_on: Mapped[date]

"""Where citizens hand in papers, when it is open, and the days that differ from the week."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from procedures_db.models.base import Base, UtcDateTime, closed_set
from procedures_db.terms import OfficeTakes


class Office(Base):
    """A one-stop desk or another place that takes papers; without a commune, a province's.

    `hours` has seven entries from Monday on: None is unknown, an empty list is closed, else spans
    such as ["07:30", "11:30"]. `version` grows with every change.
    """

    __tablename__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    agency: Mapped[str | None]
    address: Mapped[str]
    province: Mapped[str] = mapped_column(String(2))
    commune: Mapped[str | None] = mapped_column(String(5))
    hours: Mapped[list[list[list[str]] | None]] = mapped_column(JSON)
    phone: Mapped[str | None]
    booking_url: Mapped[str | None]
    note: Mapped[str | None]
    takes: Mapped[OfficeTakes] = mapped_column(closed_set(OfficeTakes))
    fields: Mapped[list[str]] = mapped_column(JSON)
    procedures: Mapped[list[str]] = mapped_column(JSON)
    source: Mapped[str]
    source_url: Mapped[str | None]
    checked_on: Mapped[date] = mapped_column(Date)
    is_home: Mapped[bool]
    is_active: Mapped[bool]
    version: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by: Mapped[str]

    __table_args__ = (
        CheckConstraint("version >= 1", "version"),
        CheckConstraint("NOT is_home OR is_active", "home_is_active"),
        Index("ix_office_place", "province", "commune"),
        Index(
            "uq_office_home",
            "is_home",
            unique=True,
            sqlite_where=text("is_home"),
            postgresql_where=text("is_home"),
        ),
    )


class OfficeDay(Base):
    """Days on which one office, or without `office_id` all of them, keep other hours or none."""

    __tablename__ = "office_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int | None] = mapped_column(
        ForeignKey("office.id", ondelete="CASCADE"), index=True
    )
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date, index=True)
    hours: Mapped[list[list[str]]] = mapped_column(JSON)
    reason: Mapped[str]
    source: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str]

    __table_args__ = (CheckConstraint("first_day <= last_day", "days"),)

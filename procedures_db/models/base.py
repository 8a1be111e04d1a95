"""What every table shares."""

import re
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import Date, DateTime, Dialect, Enum, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base with predictable constraint names, so that migrations can alter them."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: DateTime(timezone=True), str: Text()}  # noqa: RUF012


class ProvenanceMixin:
    """Where the row's facts were read, and when."""

    source: Mapped[str]
    source_url: Mapped[str | None]
    source_decision: Mapped[str | None]
    fetched_on: Mapped[date] = mapped_column(Date)
    verified_on: Mapped[date | None] = mapped_column(Date)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, naive and in UTC on every database; an aware one is converted when written."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Drop the zone after converting to UTC."""
        if value is None or value.tzinfo is None:
            return value
        return value.astimezone(UTC).replace(tzinfo=None)


def closed_set(kind: type[StrEnum]) -> Enum:
    """Return a column type that stores the enum's values and checks them in the database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(),
        values_callable=lambda members: [member.value for member in members],
    )

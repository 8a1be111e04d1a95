"""How numbers, dates and times are written in the console."""

from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))  # no summer time since 1975


def group_digits(number: int) -> str:
    """Return 1234567 as 1.234.567."""
    return f"{number:,}".replace(",", ".")


def vietnamese_date(day: date | str | None) -> str:
    """Return a date as 20/11/2026."""
    if not day:
        return ""
    return f"{date.fromisoformat(day) if isinstance(day, str) else day:%d/%m/%Y}"


def local_time(moment: datetime | None) -> str:
    """Return a moment in UTC as Vietnamese date and time."""
    return f"{to_local(moment):%d/%m/%Y %H:%M}" if moment else ""


def to_local(moment: datetime) -> datetime:
    """Return a moment, in UTC where it names no zone, as people in Viet Nam read it."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(VIETNAM)


def percent(share: float | None) -> str:
    """Return 0.853 as 85,3 %; nothing to count is a dash."""
    return "–" if share is None else f"{share * 100:.1f} %".replace(".", ",")


FILTERS = {
    "date": vietnamese_date,
    "digits": group_digits,
    "local_time": local_time,
    "percent": percent,
}

"""The offices where a citizen can go, as lines of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.web import messages
from bot.web.formatting import safe_url, vietnamese_date

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Desk:
    """An office; `lines` are what is known of it, each with its label."""

    name: str
    place: str
    address: str
    state: str
    """Whether it was open at the moment of the answer."""
    lines: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    booking: str | None
    source_url: str | None


def desks_of(facts: Facts) -> tuple[Desk, ...]:
    """Return the offices in the facts about a place."""
    rows = (row for row in facts.get("offices") or () if isinstance(row, Mapping))
    return tuple(_desk(row) for row in rows if row.get("name"))


def hours_unknown(facts: Facts) -> str:
    """Return the sentence that opening hours are unknown, where they were asked for."""
    return messages.HOURS_UNKNOWN if facts.get("hours_unknown") else ""


def _desk(row: Facts) -> Desk:
    place = messages.ASSUMED.format(place=row.get("place")) if row.get("is_assumed") else ""
    return Desk(
        name=str(row["name"]),
        place=place or str(row.get("place") or ""),
        address=str(row.get("address") or ""),
        state=_state(row.get("now") or {}),
        lines=tuple((label, text) for label, text in _lines(row) if text),
        notes=tuple(note for note in (row.get("note"), *_notes(row)) if note),
        booking=safe_url(row.get("booking_url")),
        source_url=safe_url((row.get("source") or {}).get("url")),
    )


def _lines(row: Facts) -> list[tuple[str, str]]:
    hours = [f"{one['days']}: {one['text']}" for one in row.get("hours") or ()]
    days = [
        messages.DAY_OFF.format(days=_days(one), text=one["text"], reason=one["reason"])
        for one in row.get("days_off") or ()
    ]
    source = row.get("source") or {}
    checked = vietnamese_date(source.get("checked_on"))
    return [
        (messages.AGENCY, str(row.get("agency") or "")),
        (messages.HOURS, "\n".join(hours) or messages.NOT_IN_DATA),
        (messages.DAYS_OFF, "\n".join(days)),
        (messages.PHONE, str(row.get("phone") or "")),
        (messages.OFFICE_SOURCE, messages.CHECKED.format(source=source.get("name"), day=checked)),
    ]


def _notes(row: Facts) -> list[str]:
    return [] if row.get("takes") else [messages.MAY_NOT_TAKE]


def _days(row: Facts) -> str:
    first, last = vietnamese_date(row["first"]), vietnamese_date(row["last"])
    return first if first == last else f"{first} – {last}"


def _state(now: Facts) -> str:
    if not now:
        return ""
    at = f"{str(now.get('at'))[11:16]} {vietnamese_date(now.get('at'))}"
    because = f" ({now['reason']})" if now.get("reason") else ""
    if now.get("state") == "open":
        return messages.OPEN_NOW.format(at=at, until=now.get("until"))
    if now.get("state") != "closed":
        return messages.STATE_UNKNOWN.format(at=at, because=because)
    if not now.get("next_day"):
        return messages.CLOSED_NOW.format(at=at, because=because)
    opens = f"{now.get('next_time')} {vietnamese_date(now['next_day'])}"
    return messages.OPENS_AGAIN.format(at=at, because=because, opens=opens)

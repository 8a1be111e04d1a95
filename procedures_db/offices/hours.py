"""Opening hours: written, read, and whether an office is open at a moment.

Plain functions; times are "07:30", so they compare as text. None is unknown, () is closed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby, pairwise

from procedures_db.calendar import WorkCalendar
from procedures_db.errors import ContentError
from procedures_db.offices import messages
from procedures_db.search.text import fold

Day = tuple[tuple[str, str], ...]
Week = tuple[Day | None, ...]
"""From Monday to Sunday."""

UNKNOWN_WEEK: Week = (None,) * 7
_CLOSED = frozenset({"nghi", "dong", "dong cua", "khong lam viec", "x"})
_TIME = r"(\d{1,2})(?:[:hg.](\d{2})?)?"
_SPAN = re.compile(rf"{_TIME}(?:-|–|—|den){_TIME}")
_BETWEEN = re.compile(r"[,;\n]|\bva\b")
_LOOK_AHEAD = 14


class State(StrEnum):
    """Whether an office is open at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Special:
    """Days that differ from the week: `hours` are those of each of them."""

    first: date
    last: date
    hours: Day
    reason: str
    source: str
    is_general: bool
    """It holds for all offices; what one office says for itself comes first."""

    def holds_on(self, day: date) -> bool:
        """Return whether `day` is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Opening:
    """How things stand at a moment."""

    state: State
    until: str | None = None
    """When it closes, if it is open."""
    reason: str | None = None
    """Why today differs from the week."""
    next_day: date | None = None
    """When it opens next, if it is closed and that is known."""
    next_time: str | None = None


def read_day(text: str) -> Day | None:
    """Return the hours that people wrote; raise ContentError with what is wrong."""
    folded = re.sub(r"[^\S\n]+", " ", fold(text)).strip()
    if not folded or folded == fold(messages.NOT_KNOWN):
        return None
    if folded in _CLOSED:
        return ()
    spans = []
    for part in _BETWEEN.split(folded):
        found = _SPAN.fullmatch(re.sub(r"\s", "", part))
        if not found:
            raise ContentError(messages.HOURS_WRONG)
        spans.append((_time(found[1], found[2]), _time(found[3], found[4])))
    ends = [moment for span in spans for moment in span]
    if any(earlier >= later for earlier, later in pairwise(ends)):
        raise ContentError(messages.HOURS_ORDER)
    return tuple(spans)


def write_day(day: Day | None) -> str:
    """Return a day's hours as `read_day` reads them; unknown is empty."""
    if day is None:
        return ""
    return ", ".join(f"{start}–{end}" for start, end in day) or messages.CLOSED


def week_lines(week: Week) -> list[tuple[str, str]]:
    """Return the week as people read it: days that are alike together, and their hours."""
    lines = []
    for hours, days in groupby(range(7), key=lambda number: week[number]):
        numbers = list(days)
        label = messages.WEEKDAYS[numbers[0]]
        if len(numbers) > 1:
            label = f"{label} – {messages.WEEKDAYS[numbers[-1]].lower()}"
        lines.append((label, write_day(hours) or messages.NOT_KNOWN))
    return lines


def hours_on(
    day: date, week: Week, specials: Iterable[Special], calendar: WorkCalendar
) -> tuple[Day | None, str | None]:
    """Return a day's hours, and why they differ from the week's where they do."""
    held = [one for one in specials if one.holds_on(day)]
    for special in sorted(held, key=lambda one: one.is_general):
        return special.hours, special.reason
    if day in calendar.off:
        return (), messages.HOLIDAY
    if day in calendar.worked and not week[day.weekday()]:
        return None, messages.SWAPPED
    return week[day.weekday()], None


def opening(
    now: datetime, week: Week, specials: Sequence[Special], calendar: WorkCalendar
) -> Opening:
    """Return how things stand at `now`, a Vietnamese time."""
    today, clock = now.date(), f"{now:%H:%M}"
    hours, reason = hours_on(today, week, specials, calendar)
    if hours is None:
        return Opening(State.UNKNOWN, reason=reason)
    for start, end in hours:
        if start <= clock < end:
            return Opening(State.OPEN, until=end, reason=reason)
        if clock < start:
            return Opening(State.CLOSED, reason=reason, next_day=today, next_time=start)
    for ahead in range(1, _LOOK_AHEAD + 1):
        day = today + timedelta(days=ahead)
        later, _ = hours_on(day, week, specials, calendar)
        if later is None:
            break
        if later:
            return Opening(State.CLOSED, reason=reason, next_day=day, next_time=later[0][0])
    return Opening(State.CLOSED, reason=reason)


def _time(hour: str, minute: str | None) -> str:
    if int(hour) > 23 or int(minute or 0) > 59:
        raise ContentError(messages.HOURS_WRONG)
    return f"{int(hour):02}:{int(minute or 0):02}"

"""When the result is ready, counted as the Civil Code counts (91/2015/QH13, articles 147, 148).

The day of filing does not count; a period that ends on a day off ends on the next working day.
"""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from procedures_db.calendar import WorkCalendar
from procedures_db.content import ProcessingTime
from procedures_db.terms import ChannelKind, TimeUnit

_HOURS_A_DAY = 8  # Labour Code 45/2019/QH14, article 105
_MONTHS_A_YEAR = 12
# "kể từ ngày nhận đủ hồ sơ" is filing; "kể từ ngày hết hạn nộp" is another day, which nobody knows.
_START = re.compile(r"(?:kể|tính)\s+từ\s+(?P<from>[^.;,]*)", re.IGNORECASE)
_FILING = re.compile(r"nhận|nộp đủ|nộp hồ sơ|tiếp nhận|hồ sơ hợp lệ|đủ hồ sơ", re.IGNORECASE)
_OTHER = re.compile(r"hết hạn|kết thúc|kết quả|ý kiến|văn bản", re.IGNORECASE)


@dataclass(frozen=True)
class ReadyBy:
    """The last day of one processing time; `row` is its position among the procedure's times."""

    row: int
    channel: ChannelKind | None
    case: str | None
    received: date
    """The working day on which the office has the papers."""
    on: date | None
    """None: the source gives no number, or counts from a day that is not known."""
    time: ProcessingTime


def ready_by(
    submitted: date,
    times: Sequence[ProcessingTime],
    channel: ChannelKind | None,
    days: WorkCalendar,
    case: str | None = None,
) -> list[ReadyBy]:
    """Return the last day of each time that holds for the channel and case (None: for each)."""
    received = days.on_or_after(submitted)
    return [
        ReadyBy(at, time.channel, time.case, received, _last_day(received, time, days), time)
        for at, time in enumerate(times)
        if (channel is None or time.channel in (None, channel))
        and (case is None or time.case in (None, case))
    ]


def fastest_channel(
    times: Sequence[ProcessingTime], case: str | None, submitted: date, days: WorkCalendar
) -> ChannelKind | None:
    """Return the channel whose result is ready before that of every other one."""
    found = [
        one
        for one in ready_by(submitted, times, None, days, case)
        if case is not None or one.case is None
    ]
    if any(one.on is None or one.channel is None for one in found):
        return None
    slowest: dict[ChannelKind, tuple[date, float]] = {}
    for one in found:
        if one.channel and one.on:
            here = (one.on, _hours(one.time))
            slowest[one.channel] = max(slowest.get(one.channel, here), here)
    ranked = sorted(slowest.items(), key=lambda item: item[1])
    if len(ranked) < 2 or ranked[0][1] == ranked[1][1]:
        return None
    return ranked[0][0]


def _last_day(received: date, time: ProcessingTime, days: WorkCalendar) -> date | None:
    if time.value is None or _starts_elsewhere((time.note, time.text)):
        return None
    match time.unit:
        case TimeUnit.MINUTE:
            return received
        case TimeUnit.HOUR:
            return days.after(received, -(-time.value // _HOURS_A_DAY))
        case TimeUnit.WORKING_DAY:
            return days.after(received, time.value)
        case TimeUnit.DAY:
            return days.on_or_after(received + timedelta(days=time.value))
        case TimeUnit.MONTH:
            return days.on_or_after(_months_after(received, time.value))
        case TimeUnit.YEAR:
            return days.on_or_after(_months_after(received, time.value * _MONTHS_A_YEAR))
    return None


def _hours(time: ProcessingTime) -> float:
    """Return a short time in hours, to tell one hour from eight; longer ones differ by day."""
    if time.unit is TimeUnit.MINUTE:
        return (time.value or 0) / 60
    return float(time.value or 0) if time.unit is TimeUnit.HOUR else 0.0


def _months_after(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of that month (article 147.2)."""
    count = day.year * _MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(count, _MONTHS_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _starts_elsewhere(texts: Iterable[str | None]) -> bool:
    starts = [match["from"] for text in texts if text for match in _START.finditer(text)]
    return any(_OTHER.search(start) or not _FILING.search(start) for start in starts)

"""Until when a result is ready."""

from datetime import date
from typing import Any

import pytest

from procedures_db.calendar import vietnam_calendar
from procedures_db.content import ProcessingTime
from procedures_db.facts.ready import fastest_channel, ready_by
from procedures_db.terms import ChannelKind


def last_day(submitted: date, **row: Any) -> date | None:
    time = ProcessingTime.model_validate(row)
    (found,) = ready_by(submitted, [time], None, vietnam_calendar(submitted))
    return found.on


@pytest.mark.parametrize(
    ("submitted", "value", "unit", "ready"),
    [
        (date(2026, 11, 2), 1, "working_day", date(2026, 11, 3)),
        (date(2026, 11, 6), 1, "working_day", date(2026, 11, 9)),  # over a weekend
        (date(2026, 11, 7), 1, "working_day", date(2026, 11, 10)),  # handed in on a Saturday
        (date(2026, 11, 23), 1, "working_day", date(2026, 11, 25)),  # 24 November is a day off
        (date(2026, 2, 13), 3, "working_day", date(2026, 2, 25)),  # Tết, 16 to 20 February
        (date(2027, 2, 3), 1, "working_day", date(2027, 2, 11)),  # Tết, 4 to 10 February
        (date(2026, 8, 28), 1, "working_day", date(2026, 9, 3)),  # 31 August was swapped
        (date(2026, 8, 21), 1, "working_day", date(2026, 8, 22)),  # for this Saturday
        (date(2025, 4, 25), 1, "working_day", date(2025, 4, 26)),  # worked for 2 May 2025
        (date(2025, 4, 29), 1, "working_day", date(2025, 5, 5)),
        (date(2026, 4, 24), 1, "working_day", date(2026, 4, 28)),  # Hùng kings' day on a Sunday
        (date(2026, 11, 2), 5, "day", date(2026, 11, 9)),  # ends on a Saturday
        (date(2026, 11, 2), 7, "day", date(2026, 11, 9)),
        (date(2026, 11, 2), 0, "working_day", date(2026, 11, 2)),
        (date(2026, 11, 2), 30, "minute", date(2026, 11, 2)),
        (date(2026, 11, 2), 4, "hour", date(2026, 11, 3)),
        (date(2026, 11, 2), 8, "hour", date(2026, 11, 3)),
        (date(2026, 11, 2), 24, "hour", date(2026, 11, 5)),
        (date(2026, 11, 30), 3, "month", date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (date(2026, 11, 2), 1, "month", date(2026, 12, 2)),
        (date(2026, 11, 2), 1, "year", date(2027, 11, 2)),
    ],
)
def test_last_day(submitted: date, value: int, unit: str, ready: date) -> None:
    assert last_day(submitted, value=value, unit=unit) == ready


@pytest.mark.parametrize(
    ("note", "is_known"),
    [
        ("Kể từ ngày nhận đủ hồ sơ hợp lệ", True),
        ("tính từ ngày tiếp nhận hồ sơ", True),
        ("Kể từ ngày hết hạn nộp hồ sơ", False),
        ("kể từ ngày nhận được văn bản của Sở", False),
        ("kể từ ngày có thông báo", False),
    ],
)
def test_time_that_starts_on_another_day_has_no_last_day(note: str, is_known: bool) -> None:
    day = last_day(date(2026, 11, 2), value=3, unit="working_day", note=note)

    assert (day is not None) is is_known


def test_time_in_words_has_no_last_day() -> None:
    assert last_day(date(2026, 11, 2), text="Theo giấy hẹn") is None


def times(**hours: int) -> list[ProcessingTime]:
    return [
        ProcessingTime(channel=ChannelKind(name), value=value, unit="hour")
        for name, value in hours.items()
    ]


@pytest.mark.parametrize(
    ("hours", "fastest"),
    [
        ({"direct": 8, "online": 4}, ChannelKind.ONLINE),
        ({"direct": 16, "online": 24}, ChannelKind.DIRECT),
        ({"direct": 8, "online": 8}, None),
        ({"direct": 8}, None),
    ],
)
def test_fastest_channel(hours: dict[str, int], fastest: ChannelKind | None) -> None:
    day = date(2026, 11, 2)

    assert fastest_channel(times(**hours), None, day, vietnam_calendar(day)) is fastest

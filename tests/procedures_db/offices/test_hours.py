"""Hours are read as people write them; open, closed and unknown are told apart."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures_db.calendar import WorkCalendar, vietnam_calendar
from procedures_db.errors import ContentError
from procedures_db.offices import messages
from procedures_db.offices.hours import (
    UNKNOWN_WEEK,
    Day,
    Special,
    State,
    opening,
    read_day,
    week_lines,
    write_day,
)
from tests.procedures_db.offices.samples import WEEK, WORKDAY

NO_HOLIDAYS = WorkCalendar()
MONDAY = date(2026, 11, 23)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, datetime.strptime(clock, "%H:%M").time())  # noqa: DTZ007


def special(day: date, hours: Day = (), *, is_general: bool = False) -> Special:
    return Special(day, day, hours, "Mất điện", "Thông báo", is_general)


@pytest.mark.parametrize(
    "text",
    [
        "07:30-11:30, 13:30-17:00",
        "7h30–11h30; 13h30 – 17h",
        "7g30 đến 11g30 và 13:30 đến 17:00",
        "7.30-11.30\n13.30-17.00",
    ],
)
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert read_day(text) == WORKDAY


@pytest.mark.parametrize(("text", "day"), [("", None), ("  ", None), ("Nghỉ", ()), ("nghi", ())])
def test_closed_is_not_unknown(text: str, day: Day | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text", ["cả ngày", "7:30", "7:30-", "25:00-26:00", "7:75-8:00", "-", "<b>", "7:30-11:30,"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match="Không đọc được giờ"):
        read_day(text)


@pytest.mark.parametrize("text", ["11:30-7:30", "7:30-7:30", "13:00-17:00, 7:30-11:30"])
def test_times_in_the_wrong_order_are_refused(text: str) -> None:
    with pytest.raises(ContentError, match="Giờ đóng phải sau giờ mở"):
        read_day(text)


@given(st.lists(st.times(), min_size=0, max_size=6, unique_by=lambda one: f"{one:%H:%M}"))
def test_written_hours_are_read_the_same(times: list[object]) -> None:
    ends = sorted(f"{one:%H:%M}" for one in times)
    day = tuple(zip(ends[::2], ends[1::2], strict=False))

    assert read_day(write_day(day)) == day


def test_days_alike_are_told_together() -> None:
    assert week_lines((*WEEK[:5], None, ())) == [
        ("Thứ hai – thứ sáu", "07:30–11:30, 13:30–17:00"),
        ("Thứ bảy", messages.NOT_KNOWN),
        ("Chủ nhật", messages.CLOSED),
    ]


@pytest.mark.parametrize(
    ("clock", "state", "until"),
    [
        ("07:29", State.CLOSED, None),
        ("07:30", State.OPEN, "11:30"),
        ("11:29", State.OPEN, "11:30"),
        ("11:30", State.CLOSED, None),
        ("13:30", State.OPEN, "17:00"),
        ("17:00", State.CLOSED, None),
    ],
)
def test_open_from_the_first_minute_to_the_last(
    clock: str, state: State, until: str | None
) -> None:
    found = opening(at(MONDAY, clock), WEEK, [], NO_HOLIDAYS)

    assert (found.state, found.until) == (state, until)


@pytest.mark.parametrize(
    ("day", "clock", "opens"),
    [
        (MONDAY, "12:00", (MONDAY, "13:30")),
        (MONDAY, "18:00", (date(2026, 11, 24), "07:30")),
        (date(2026, 11, 27), "18:00", (date(2026, 11, 30), "07:30")),
        (date(2026, 11, 29), "09:00", (date(2026, 11, 30), "07:30")),
    ],
)
def test_who_comes_too_late_is_told_when_it_opens(
    day: date, clock: str, opens: tuple[date, str]
) -> None:
    found = opening(at(day, clock), WEEK, [], NO_HOLIDAYS)

    assert (found.next_day, found.next_time) == opens


def test_unknown_hours_are_neither_open_nor_closed() -> None:
    assert opening(at(MONDAY, "09:00"), UNKNOWN_WEEK, [], NO_HOLIDAYS).state is State.UNKNOWN


def test_next_opening_behind_a_day_of_unknown_hours_is_unknown() -> None:
    week = (WORKDAY, None, *WEEK[2:])

    found = opening(at(MONDAY, "18:00"), week, [], NO_HOLIDAYS)

    assert (found.state, found.next_day) == (State.CLOSED, None)


@pytest.mark.parametrize("day", [date(2026, 9, 2), date(2027, 1, 1), date(2027, 4, 30)])
def test_offices_are_closed_on_public_holidays(day: date) -> None:
    found = opening(at(day, "09:00"), WEEK, [], vietnam_calendar(day))

    assert (found.state, found.reason) == (State.CLOSED, messages.HOLIDAY)


def test_hours_of_a_swapped_saturday_are_unknown() -> None:
    day = date(2026, 8, 22)

    found = opening(at(day, "09:00"), WEEK, [], vietnam_calendar(day))

    assert (found.state, found.reason) == (State.UNKNOWN, messages.SWAPPED)


def test_day_off_comes_before_the_week_and_its_own_before_the_general() -> None:
    morning = (("08:00", "10:00"),)
    days = [special(MONDAY, is_general=True), special(MONDAY, morning)]

    one = opening(at(MONDAY, "09:00"), WEEK, days[:1], NO_HOLIDAYS)
    both = opening(at(MONDAY, "09:00"), WEEK, days, NO_HOLIDAYS)

    assert (one.state, one.reason) == (State.CLOSED, "Mất điện")
    assert (both.state, both.until) == (State.OPEN, "10:00")


def test_office_that_works_on_a_holiday_says_so_itself() -> None:
    day = date(2026, 9, 2)

    found = opening(at(day, "09:00"), WEEK, [special(day, WORKDAY)], vietnam_calendar(day))

    assert found.state is State.OPEN


def test_holidays_that_the_law_fixes_are_days_off() -> None:
    """Labour Code 45/2019/QH14, article 112; Tết and 10/3 by the lunar calendar."""
    fixed = {
        2026: ["01-01", "02-16", "02-17", "02-18", "02-19", "02-20", "04-26", "04-30", "05-01",
               "09-01", "09-02"],
        2027: ["01-01", "02-05", "02-06", "02-07", "02-08", "02-09", "04-16", "04-30", "05-01",
               "09-02", "09-03"],
    }  # fmt: skip
    for year, days in fixed.items():
        calendar = vietnam_calendar(date(year, 6, 1))
        assert {date.fromisoformat(f"{year}-{day}") for day in days} <= calendar.off

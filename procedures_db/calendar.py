"""The day in Vietnam, and which days its offices work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from procedures_db.yaml_text import read_yaml

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_SATURDAY = 5
_DAY = timedelta(days=1)


def today_in_vietnam() -> date:
    """Return today's date in Vietnam."""
    return datetime.now(VIETNAM).date()


@dataclass(frozen=True)
class WorkCalendar:
    """Working days are Monday to Friday, without `off`, with `worked`."""

    off: frozenset[date] = frozenset()
    """Public holidays, and working days that were swapped for a Saturday."""
    worked: frozenset[date] = frozenset()
    """Saturdays and Sundays worked instead."""

    def is_working(self, day: date) -> bool:
        """Return whether offices work on `day`."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def on_or_after(self, day: date) -> date:
        """Return `day`, or the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def after(self, day: date, count: int) -> date:
        """Return the working day that is `count` working days after `day`."""
        for _ in range(count):
            day = self.on_or_after(day + _DAY)
        return day


def vietnam_calendar(day: date) -> WorkCalendar:
    """Return the days off around `day`, from the year before to two years later."""
    return _calendar(day.year)


@cache
def _calendar(year: int) -> WorkCalendar:
    import holidays

    years = range(year - 1, year + 3)
    vietnam = holidays.country_holidays("VN", years=years)
    swapped = [swap for swap in _swaps() if swap["off"].year in years]
    return WorkCalendar(
        frozenset(vietnam) | _days(swapped, "off"),
        frozenset(vietnam.weekend_workdays) | _days(swapped, "worked"),
    )


def _days(swaps: Iterable[dict[str, Any]], key: str) -> frozenset[date]:
    return frozenset(swap[key] for swap in swaps)


@cache
def _swaps() -> list[dict[str, Any]]:
    """Return the swaps that the library lacks: `days_off.yml` beside this module."""
    text = resources.files("procedures_db").joinpath("days_off.yml").read_text("utf-8")
    swaps: list[dict[str, Any]] = read_yaml(text)["swaps"]
    return swaps

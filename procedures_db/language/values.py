"""What a matched piece of text means."""

import re
from dataclasses import dataclass
from datetime import date

from procedures_db.terms import TimeUnit

_MULTIPLIERS = {
    "nghìn": 1_000,
    "ngàn": 1_000,
    "k": 1_000,
    "triệu": 1_000_000,
    "tr": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
}
_DOLLAR = re.compile(r"usd|đô la|\$", re.IGNORECASE)
_EURO = re.compile(r"eur", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_UNITS = (
    ("ngày làm việc", TimeUnit.WORKING_DAY),
    ("ngày", TimeUnit.DAY),
    ("giờ", TimeUnit.HOUR),
    ("tiếng", TimeUnit.HOUR),
    ("phút", TimeUnit.MINUTE),
    ("tháng", TimeUnit.MONTH),
    ("năm", TimeUnit.YEAR),
)


@dataclass(frozen=True)
class Money:
    """An amount as written; `amount` is whole units of `currency`, None for a fraction."""

    amount: int | None
    currency: str
    start: int
    end: int


@dataclass(frozen=True)
class Duration:
    """A length of time as written; `value` is None when it is not a whole number."""

    value: int | None
    unit: TimeUnit
    start: int
    end: int


def number(text: str) -> float | None:
    """Return the number in `text`: groups of three digits are thousands, else a decimal sign."""
    match = _NUMBER.search(text)
    if match is None:
        return None
    digits = match.group()
    groups = re.split(r"[.,]", digits)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and groups[0] != "0":
        return float("".join(groups)) if len(groups[0]) <= 3 else None
    if len(groups) == 2:
        return float(f"{groups[0]}.{groups[1]}")
    return float(digits) if len(groups) == 1 else None


def money(text: str, start: int) -> Money | None:
    """Return the amount that a MONEY match says."""
    value = number(text)
    if value is None:
        return None
    words = [word.lower() for word in _WORD.findall(text)]
    for word in words[:2]:
        factor = _MULTIPLIERS.get(word)
        if factor is not None:
            if value >= 1_000:
                return None  # "100.000 nghìn đồng": the source contradicts itself
            value *= factor
            break
    currency = "USD" if _DOLLAR.search(text) else "EUR" if _EURO.search(text) else "VND"
    whole = round(value)
    exact = abs(value - whole) < 1e-6
    return Money(whole if exact else None, currency, start, start + len(text))


def duration(text: str, start: int) -> Duration | None:
    """Return the time that a DURATION match says."""
    value = number(text)
    lowered = " ".join(text.lower().split())
    unit = next((unit for name, unit in _UNITS if lowered.endswith(name)), None)
    if value is None or unit is None:
        return None
    whole = round(value)
    return Duration(whole if abs(value - whole) < 1e-6 else None, unit, start, start + len(text))


def calendar_date(text: str) -> date | None:
    """Return the day that `01/7/2025` or `01 tháng 7 năm 2025` names; None when there is none."""
    parts = re.findall(r"\d+", text)
    if len(parts) != 3:
        return None
    day, month, year = (int(part) for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def share(text: str) -> int | None:
    """Return the percentage that a PERCENT match says, when it is a whole one."""
    value = number(text)
    if value is None or value != round(value) or not 0 <= value <= 100:
        return None
    return round(value)

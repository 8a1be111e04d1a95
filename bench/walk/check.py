"""Hold an answer about fee and time to the source records of its procedure."""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from bench.walk.numbers import Duration, amounts, durations
from bench.walk.sources import Source

T = TypeVar("T", Fraction, Duration)

_SAYS_FREE = re.compile(
    r"miễn|không (?:phải )?(?:thu|mất|nộp|trả|đóng|tính)|phí\W{1,3}không|không (?:có )?(?:lệ )?phí"
    r"|\b0\s*(?:đồng|đ|vnđ|%)",
    re.IGNORECASE,
)
# What the portal prints in every cell whose value is 0.
_DEFAULT = re.compile(r"(?:phí\s*:\s*)?miễn phí(?: đồng)?(?=\s*(?:\(|$|trực|dịch|nộp|\d))", re.I)
_PERCENT = re.compile(r"(\d{1,3})\s*(?:%|phần trăm)")
_DATE = re.compile(r"(?:ngày\s+)?\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?", re.IGNORECASE)


def wrong_in(answer: Mapping[str, Any], source: Source) -> list[str]:
    """Return what the answer says of fee and time that no record of the procedure says."""
    said = amounts(str(answer.get("text") or "")) | set(_fact_amounts(answer.get("parts")))
    told = _durations(str(answer.get("text") or "")) | set(_fact_times(answer.get("parts")))
    wrong = [
        f"{float(value):g} đồng"
        for value in sorted(_unknown(said - {Fraction(0)}, source.amounts))
        if not _is_share(value, source)
    ]
    unstated = sorted(_unknown(told, source.durations))
    wrong += [f"{float(value):g} {unit}" for value, unit in unstated]
    if says_free(answer) and not _SAYS_FREE.search(_DEFAULT.sub(" ", source.text)):
        wrong.append("miễn phí")
    return wrong


def says_free(answer: Mapping[str, Any]) -> bool:
    """Return whether the answer itself, not a quotation in it, says that nothing is paid."""
    return any(row.get("kind") == "free" for row in _rows(answer.get("parts"), "fee"))


def _unknown(said: set[T], known: Callable[[], set[T]]) -> set[T]:
    return said - known() if said else said


def _is_share(value: Fraction, source: Source) -> bool:
    """Return whether the sum is one of the record's, less a share that the record names."""
    shares = {Fraction(100 - int(share), 100) for share in _PERCENT.findall(source.text)}
    return any(whole * share == value for whole in source.amounts() for share in shares)


def _durations(text: str) -> set[Duration]:
    return durations(_DATE.sub(" ", text))


def _fact_amounts(parts: Any) -> Iterator[Fraction]:
    for row in _rows(parts, "fee"):
        for key in ("amount", "cap"):
            if isinstance(row.get(key), int):
                yield Fraction(row[key])


def _fact_times(parts: Any) -> Iterator[Duration]:
    for row in _rows(parts, "time"):
        if row.get("value") is not None:
            yield Fraction(row["value"]), str(row["unit"])


def _rows(parts: Any, facet: str) -> Iterator[Mapping[str, Any]]:
    for part in parts or ():
        if part.get("facet") == facet:
            yield from part.get("facts", {}).get("rows", ())

"""The facts in an answer, as a person reads them: amounts, times, papers."""

import re
from collections.abc import Iterator
from typing import Any

_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+(?= (?:đồng|nghìn))")
_TIME = re.compile(r"\d+ (?:phút|giờ|ngày làm việc|ngày|tháng|năm)")
_UNITS = {
    "minute": "phút", "hour": "giờ", "day": "ngày", "working_day": "ngày làm việc",
    "month": "tháng", "year": "năm",
}  # fmt: skip


def stated_facts(parts: list[dict[str, Any]]) -> set[str]:
    """Return every amount, time and paper of the structured answer, in the words shown."""
    return {
        fact for part in parts if part["status"] == "answered" for fact in _facts(part["facts"])
    }


def read_facts(text: str) -> set[str]:
    """Return every amount and time in a text."""
    plain = plain_text(text)
    return {*_AMOUNT.findall(plain), *_TIME.findall(plain)}


def plain_text(text: str) -> str:
    """Return the text with single blanks: where a message ends does not matter."""
    return " ".join(text.split())


def _facts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _facts(one)
    if not isinstance(value, dict):
        return
    amount, number, unit = (value.get(key) for key in ("amount", "value", "unit"))
    if isinstance(amount, int):
        yield f"{amount:,}".replace(",", ".")
    if isinstance(number, int) and unit in _UNITS:
        yield f"{number} {_UNITS[str(unit)]}"
    for paper in value.get("documents") or ():
        if isinstance(paper, dict) and paper.get("name"):
            yield plain_text(str(paper["name"]))
    for nested in value.values():
        yield from _facts(nested)

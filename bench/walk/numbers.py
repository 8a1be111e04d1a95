"""Amounts and durations as they are written, read without the importers' own reader."""

import re
import unicodedata
from fractions import Fraction

Duration = tuple[Fraction, str]

_FACTORS = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 10**9, "tỉ": 10**9}
_NUMBER = r"\d+(?:[.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_MONEY = re.compile(
    rf"({_NUMBER})\s*(nghìn|ngàn|triệu|tỷ|tỉ)?\s*"
    r"(?:việt nam đồng|đồng|vnđ|vnd|usd|đô la|đ(?=[/\s.,;:)]|$)|(?<=[.,]000)(?=/[a-zđ]))",
    re.IGNORECASE,
)
_UNITS = (
    ("working_day", r"ngày(?:\s*\(?làm việc\)?)"),
    ("hour", r"giờ(?:\s*làm việc)?"),
    ("minute", r"phút"),
    ("day", r"ngày"),
    ("week", r"tuần"),
    ("month", r"tháng"),
    ("year", r"năm"),
)
_DURATION = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:\([^)\d]{1,30}\)\s*)?(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS)
    + ")",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Return the text in NFC, blanks other than line ends being one space."""
    return re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFC", text))


def amounts(text: str) -> set[Fraction]:
    """Return the sums of money that the text names with their currency."""
    found = _MONEY.findall(plain(text))
    return {_grouped(number, factor) for number, factor in found}


def durations(text: str) -> set[Duration]:
    """Return the durations that the text names."""
    return {
        (Fraction(match[1].replace(",", ".")), str(match.lastgroup))
        for match in _DURATION.finditer(plain(text))
    }


def _grouped(number: str, factor: str) -> Fraction:
    """Read "1.000.000", "1,5 triệu": marks before three digits part thousands."""
    digits = re.sub(r"[., ](?=\d{3}(?!\d))", "", number).replace(" ", "")
    return Fraction(digits.replace(",", ".")) * _FACTORS.get(factor.lower(), 1)

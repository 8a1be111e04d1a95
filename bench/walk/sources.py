"""What the source records say of each procedure: their whole text and the numbers in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.walk.numbers import Duration, amounts, durations
from procedures_db.importers.files import detect, read_records
from procedures_db.importers.reading import code_of
from procedures_db.importers.recovered import codes_of

FILES = (
    "details_api.jsonl.gz",
    "details_page.jsonl.gz",
    "details_defence.jsonl.gz",
    "details_recovered.jsonl.gz",
    "transcribed.jsonl",
)
_DEFAULT_TIME = re.compile(r"(Trực tuyến|bưu chính|Trực tiếp)1(?=\d{1,3},\d{3})")
_UNITS = {
    "WORKING_DAY": "working_day",
    "DAY": "day",
    "HOUR": "hour",
    "WORKING_HOUR": "hour",
    "MINUTE": "minute",
    "MONTH": "month",
    "YEAR": "year",
}


@dataclass
class Source:
    """All records of one procedure."""

    texts: list[str] = field(default_factory=list)
    fees: set[Fraction] = field(default_factory=set)
    """Amounts that a record holds as a number, not in words."""
    times: set[Duration] = field(default_factory=set)
    """Times that a record holds as a number and a unit."""

    @property
    def text(self) -> str:
        """Everything that the records say."""
        return "\n".join(self.texts)

    def amounts(self) -> set[Fraction]:
        """Every sum of money that the records name, or hold as a number."""
        return amounts(self.text) | self.fees

    def durations(self) -> set[Duration]:
        """Every duration that stands in the records."""
        return durations(self.text) | self.times


def read_sources(folder: Path) -> dict[str, Source]:
    """Return what the records in `folder` say, by the procedure's code."""
    found: dict[str, Source] = {}
    for name in FILES:
        for record in read_records(folder / name):
            if record.data is None or detect(record.data) is None:
                continue
            for code in codes_of(record.data) or [code_of(record.data)]:
                source = found.setdefault(str(code).strip(), Source())
                source.texts += dict.fromkeys(_leaves(record.data))
                source.fees |= set(_fees(record.data))
                source.times |= set(_times(record.data))
    return found


def _leaves(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from _leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value)
    elif isinstance(data, str):
        # A printed table lost its columns: "Trực tiếp" "1" "20,000 VNĐ", 1 being the default time.
        yield _DEFAULT_TIME.sub(r"\1 1 ", data)


def _fees(data: Any) -> Iterable[Fraction]:
    if isinstance(data, dict):
        for key, inner in data.items():
            if key == "fees" and isinstance(inner, list):
                values = (fee.get("value") for fee in inner if isinstance(fee, dict))
                yield from (Fraction(value) for value in values if isinstance(value, int | float))
            yield from _fees(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from _fees(inner)


def _times(data: Any) -> Iterable[Duration]:
    if isinstance(data, dict):
        for amount, kind in (("processingTime", "processingTimeUnit"), ("qty", "type")):
            value, unit = data.get(amount), _UNITS.get(str(data.get(kind)))
            if unit and isinstance(value, int | float):
                yield Fraction(value), unit
        for inner in data.values():
            yield from _times(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from _times(inner)

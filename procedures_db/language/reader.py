"""Typed values read from short texts, each text read once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Span

from procedures_db.language import values
from procedures_db.language.pipeline import DATE, DURATION, LAW, MONEY, PERCENT, build_pipeline

_T = TypeVar("_T")


@dataclass(frozen=True)
class Reading:
    """Everything found in one text, in the order of the text."""

    money: tuple[values.Money, ...]
    durations: tuple[values.Duration, ...]
    percents: tuple[int, ...]
    dates: tuple[tuple[date, int], ...]
    """Each day with the offset at which it starts."""
    laws: tuple[str, ...]


class TextReader:
    """Reads a text with the pipeline; portals repeat texts, so the last readings are kept."""

    def __init__(self, nlp: Language | None = None, keep: int = 4096) -> None:
        self._nlp = nlp or build_pipeline()
        self.read: Callable[[str], Reading] = lru_cache(maxsize=keep)(self._read)

    def _read(self, text: str) -> Reading:
        money: list[values.Money] = []
        durations: list[values.Duration] = []
        percents: list[int] = []
        dates: list[tuple[date, int]] = []
        laws: list[str] = []
        for span in self._nlp(text).ents:
            start, words = span.start_char, span.text
            if span.label_ == MONEY:
                money.extend(_some(values.money(words, start)))
            elif span.label_ == "BARE_MONEY":
                money.extend(_some(values.money(_before_slash(span), start)))
            elif span.label_ == DURATION:
                durations.extend(_some(values.duration(words, start)))
            elif span.label_ == PERCENT:
                percents.extend(_some(values.share(words)))
            elif span.label_ == DATE:
                dates.extend((day, start) for day in _some(values.calendar_date(words)))
            elif span.label_ == LAW:
                laws.append(words.rstrip("-–"))
        return Reading(tuple(money), tuple(durations), tuple(percents), tuple(dates), tuple(laws))


def _some(value: _T | None) -> list[_T]:
    return [] if value is None else [value]


def _before_slash(span: Span) -> str:
    return str(span.text.partition("/")[0])

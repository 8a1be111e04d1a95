"""Numbers with units in a question: pages, people, ages, times, money."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from procedures_db.language.phrases import Phrase
from procedures_db.language.syllables import Syllable, key_of, written_of
from procedures_db.language.values import Duration, Money, number
from procedures_db.terms import TimeUnit, Unit

_MOST_TIME = 120  # "5/2020" is a date, not 2020 months
_DAYS_A_WEEK = 7
# The number words that are clear without diacritics; nam, lam, ba, bay, tam are other words too.
_CLEAR = frozenset({"mot", "hai", "bon", "muoi"})
_DATE_WORDS = frozenset({"ngay", "mung", "mong", "thang", "nam"})


@dataclass(frozen=True)
class Quantity:
    """A whole number of something, as counted in the question."""

    value: int
    unit: Unit
    start: int
    end: int


@dataclass(frozen=True)
class Amounts:
    """Everything counted in a question, in the order of the text."""

    quantities: tuple[Quantity, ...] = ()
    durations: tuple[Duration, ...] = ()
    money: tuple[Money, ...] = ()


class AmountReader:
    """Reads the number before each unit that the pipeline marked."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._numbers: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        for word, value in numbers.items():
            self._numbers[key_of(word)[0]].append((written_of(word), value))

    def read(self, units: Iterable[tuple[int, int, Phrase]], text: Sequence[Syllable]) -> Amounts:
        """Return what is counted; `units` are first and last token and meaning of each unit."""
        quantities: list[Quantity] = []
        durations: list[Duration] = []
        money: list[Money] = []
        for start, end, phrase in units:
            first, value = self._number_before(start, text)
            if value is None:
                continue
            where = (text[first].start, text[end - 1].end)
            if phrase.label == "money":
                money.append(_money(value, int(phrase.meaning), text[end:], where))
            elif phrase.label == "time":
                if not _is_date(text, first, end):
                    durations.extend(_duration(value, phrase.meaning, where))
            elif value == int(value):
                quantities.append(Quantity(int(value), Unit(phrase.meaning), *where))
        return Amounts(tuple(quantities), tuple(durations), tuple(money))

    def _number_before(self, start: int, text: Sequence[Syllable]) -> tuple[int, float | None]:
        """Return where the number before token `start` begins, and the number."""
        if start == 0 or text[start].start - text[start - 1].end > 1:
            return start, None  # nothing, or a comma between
        if text[start - 1].is_number:
            return start - 1, number(text[start - 1].raw)
        unit = self._digit(text[start - 1])
        if unit is None:
            return start, None
        # hai mươi lăm, mười lăm, ba mươi
        before = text[max(start - 3, 0) : start - 1]
        if before and before[-1].key == "muoi":
            tens = self._digit(before[-2]) if len(before) == 2 else None
            return (start - 3, tens * 10 + unit) if tens and unit < 10 else (start - 2, 10 + unit)
        if unit == 10 and before and (tens := self._digit(before[-1])):
            return start - 2, tens * 10
        return start - 1, unit

    def _digit(self, syllable: Syllable) -> int | None:
        for written, value in self._numbers.get(syllable.key, ()):
            if syllable.written == written[0] and not syllable.is_open:
                return value
            if syllable.is_open and syllable.key in _CLEAR:
                return value
        return None


def _money(value: float, factor: int, after: Sequence[Syllable], where: tuple[int, int]) -> Money:
    """Return the amount; "2tr5" is two and a half million."""
    start, end = where
    amount = value * factor
    if factor > 1 and after and after[0].is_number and after[0].start == end:
        amount += float(f"0.{after[0].raw}") * factor
        end = after[0].end
    whole = round(amount)
    return Money(whole if abs(amount - whole) < 1e-6 else None, "VND", start, end)


def _duration(value: float, meaning: str, where: tuple[int, int]) -> list[Duration]:
    if meaning == "week":
        value, meaning = value * _DAYS_A_WEEK, TimeUnit.DAY
    if value > _MOST_TIME or value != int(value):
        return []
    return [Duration(int(value), TimeUnit(meaning), *where)]


def _is_date(text: Sequence[Syllable], first: int, end: int) -> bool:
    """Return whether the number and its unit are part of a date: ngày 3 tháng 5, 30 tháng 4."""
    if first > 0 and text[first - 1].key in _DATE_WORDS:
        return True
    return text[end - 1].key == "thang" and end < len(text) and text[end].is_number

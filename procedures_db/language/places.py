"""Find the places that a question names, and say what they are today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc, Span

from procedures_db.language.gazetteer import (
    Commune,
    Gazetteer,
    Name,
    Place,
    Province,
    Unit,
    UnitLevel,
)
from procedures_db.language.question_pipeline import NAMES, syllables_of
from procedures_db.language.syllables import Syllable, fits, is_exact, key_of, written_of

_LONGEST_MARKER = 4
_LONGEST_GAP = 1  # "phường 5 của quận 3"
_DISTINCTIVE = 6  # letters; a one-word name this long is no common word
_SHORT = 2  # letters; an abbreviation this short may mean something else
_CITY = "Thành phố"
_NUMBERED = ("Phường", "Quận")
_JOINING = " .-–'’"
_LEVELS = {
    "Phường": UnitLevel.COMMUNE,
    "Xã": UnitLevel.COMMUNE,
    "Thị trấn": UnitLevel.COMMUNE,
    "Đặc khu": UnitLevel.COMMUNE,
    "Quận": UnitLevel.DISTRICT,
    "Huyện": UnitLevel.DISTRICT,
    "Thị xã": UnitLevel.DISTRICT,
    _CITY: UnitLevel.DISTRICT,
    "Tỉnh": UnitLevel.PROVINCE,
}


@dataclass(frozen=True)
class PlaceMention:
    """A place as a question names it; more than one option means that it is ambiguous."""

    text: str
    start: int
    end: int
    level: UnitLevel
    options: tuple[Place, ...]
    """What it may be today, likeliest first."""
    is_residence: bool = False
    """The question says that somebody is there (ở, tại), not that he comes from there."""

    @property
    def province(self) -> Province | None:
        """Today's province, where all options lie in one."""
        first = self.options[0].province
        return first if all(place.province == first for place in self.options) else None

    @property
    def commune(self) -> Commune | None:
        """Today's commune, where there is one option only."""
        return self.options[0].commune if len(self.options) == 1 else None


@dataclass(frozen=True)
class _Find:
    """A name in the document, from `first` (its kind) to `end`, and the units it may mean."""

    first: int
    start: int
    end: int
    units: tuple[Unit, ...]
    is_typed: bool
    """The kind of unit stands before the name."""
    is_residence: bool = False

    @property
    def level(self) -> UnitLevel:
        return max(unit.level for unit in self.units)


class PlaceReader:
    """Judges the names that the pipeline marked: most of them are common words as well."""

    def __init__(self, gazetteer: Gazetteer, words: Mapping[str, Any]) -> None:
        self._gazetteer = gazetteer
        self._kinds = _markers(
            (marker, kind) for kind, markers in words["kinds"].items() for marker in markers
        )
        self._compounds = {key_of(compound) for compound in words["compounds"]}
        self._residence = _markers((word, "") for word in words["residence"])
        self._before_any = _markers((word, "") for word in words["before_any"]) | self._residence
        self._before_known = (
            _markers((word, "") for word in words["before_known"]) | self._before_any
        )
        self._well_known = {key_of(name) for name in words["well_known"]}
        self._weak = {key_of(name) for name in words["weak"]}
        self._own_words = {key_of(name) for name in words["words_of_their_own"]}

    def read(self, doc: Doc, text: str) -> tuple[PlaceMention, ...]:
        """Return the places named in the document of `text`, in order."""
        found: list[_Find] = []
        unsure: list[_Find] = []
        for span in doc.spans[NAMES]:
            if _is_unbroken(syllables_of(span), text):
                self._judge(span, text, found, unsure)
        if not found:
            return ()
        chosen = _without_overlaps([*found, *self._supported(unsure, found)])
        return tuple(_mention(chain, doc, text) for chain in self._chains(chosen))

    def _judge(self, span: Span, text: str, found: list[_Find], unsure: list[_Find]) -> None:
        """Add the name to what is found, or to what is a place only beside another place."""
        here = syllables_of(span)
        before = syllables_of(span.doc)[max(span.start - _LONGEST_MARKER, 0) : span.start]
        key = tuple(one.key for one in here)
        names = _fitting(self._gazetteer[key], here)
        if not names:
            return
        for length, kind in self._kinds_before(before, here, text):
            units = _of_kind(names, kind)
            if units and self._is_name(key, here, kind):
                lives = self._marker_length(self._residence, before[:-length]) > 0
                first = span.start - length
                found.append(_Find(first, span.start, span.end, units, True, lives))
                return
        lives = self._marker_length(self._residence, before) > 0
        bare = _Find(span.start, span.start, span.end, (), False, lives)
        provinces = tuple(name.unit for name in names if name.unit.level is UnitLevel.PROVINCE)
        districts = tuple(name.unit for name in names if name.unit.level is UnitLevel.DISTRICT)
        if provinces or key in self._well_known:
            known = _todays_first(provinces) or districts
            if known:
                meant = self._is_meant(key, here, before)
                (found if meant else unsure).append(replace(bare, units=known))
        elif len(key) > 1:
            marked = self._marker_length(self._before_any, before)
            if marked and _is_capital(here):
                found.append(replace(bare, units=tuple(name.unit for name in names)))
            elif marked and districts and self._is_name(key, here, districts[0].kind):
                found.append(replace(bare, units=districts))
            elif key not in self._own_words:
                unsure.append(replace(bare, units=tuple(name.unit for name in names)))

    def _is_name(self, key: tuple[str, ...], here: Sequence[Syllable], kind: str) -> bool:
        """Return whether a name is no other word, or is written so that it must be a name."""
        if here[0].is_number:
            return kind in _NUMBERED
        if _is_capital(here):
            return True
        if len(key) == 1:
            return (here[0].is_marked or len(here[0].raw) >= _DISTINCTIVE or kind == _CITY) and (
                key not in self._own_words
            )
        if key in self._own_words:
            return False
        return key not in self._weak or any(one.is_marked for one in here)

    def _kinds_before(
        self, before: Sequence[Syllable], here: Sequence[Syllable], text: str
    ) -> Iterable[tuple[int, str]]:
        """Yield the lengths and kinds of what stands before a name and says its kind."""
        for length in (2, 1):
            marker = before[-length:] if len(before) >= length else ()
            if not marker or not _is_unbroken((*marker, here[0]), text):
                continue
            key = tuple(one.raw.lower() if len(one.raw) == 1 else one.key for one in marker)
            for written, kind in self._kinds.get(key, ()):
                if len(marker[0].raw) == 1:
                    if not _is_abbreviated(marker[0], here[0]):
                        continue
                elif not fits(marker, written):
                    continue
                outer = before[-length - 1].key if len(before) > length else ""
                if (outer, marker[0].key) in self._compounds:
                    continue
                compound = (marker[-1].key, here[0].key)
                if compound not in self._compounds or here[0].is_capital:
                    yield length, kind

    def _is_meant(
        self, key: tuple[str, ...], here: Sequence[Syllable], before: Sequence[Syllable]
    ) -> bool:
        """Return whether a well-known name without its kind is a place here."""
        if before and (before[-1].key, key[0]) in self._compounds:
            return False
        named = self._marker_length(self._before_any, before) > 0
        if len(key) == 1 and len(here[0].raw) < _DISTINCTIVE and key not in self._weak:
            return named and _is_capital(here)  # Vinh is a city, and a person's name
        if _is_capital(here):
            return True
        if key in self._own_words:
            return False
        marked = any(one.is_marked for one in here)
        if key in self._weak and not marked:
            return named
        return not _is_short(here) or self._marker_length(self._before_known, before) > 0

    def _marker_length(self, markers: "_Markers", before: Sequence[Syllable]) -> int:
        for length in range(min(len(before), _LONGEST_MARKER), 0, -1):
            words = before[-length:]
            for written, _ in markers.get(tuple(one.key for one in words), ()):
                if fits(words, written):
                    return length
        return 0

    def _supported(self, unsure: Iterable[_Find], found: Sequence[_Find]) -> Iterable[_Find]:
        """Yield the names that stand right before a place that holds them: Cầu Giấy Hà Nội."""
        for name in unsure:
            for place in found:
                if place.first == name.end and (units := self._inside(name, place)):
                    yield replace(name, units=units)
                    break

    def _inside(self, inner: _Find, outer: _Find) -> tuple[Unit, ...]:
        contains = self._gazetteer.contains
        return tuple(
            unit for unit in inner.units if any(contains(around, unit) for around in outer.units)
        )

    def _chains(self, finds: Sequence[_Find]) -> list[_Find]:
        """Join names that follow each other and lie in each other: the smallest unit stays."""
        chains: list[_Find] = []
        for find in reversed(finds):
            if chains and chains[-1].first - find.end <= _LONGEST_GAP:
                joined = self._join(find, chains[-1])
                if joined:
                    chains[-1] = joined
                    continue
            chains.append(find)
        return chains[::-1]

    def _join(self, left: _Find, right: _Find) -> _Find | None:
        inner, outer = (left, right) if left.level < right.level else (right, left)
        units = self._inside(inner, outer)
        if not units:
            return None
        if outer.level is UnitLevel.PROVINCE:
            communes = tuple(unit for unit in units if unit.level is UnitLevel.COMMUNE)
            larger = tuple(unit for unit in units if unit.level is not UnitLevel.COMMUNE)
            units = _todays_first(communes) + larger
        lives = left.is_residence or right.is_residence
        return _Find(left.first, left.start, right.end, units, True, lives)


_Markers = dict[tuple[str, ...], tuple[tuple[tuple[str, ...], str], ...]]


def _markers(words: Iterable[tuple[str, str]]) -> _Markers:
    """Return the words by their keys: how each is written, and what it says."""
    found: _Markers = {}
    for word, meaning in words:
        key = key_of(word)
        found[key] = (*found.get(key, ()), (written_of(word), meaning))
    return found


def _fitting(names: Iterable[Name], here: Sequence[Syllable]) -> list[Name]:
    """Return the names of exactly these diacritics, or all when it is typed without."""
    exact = [name for name in names if is_exact(here, name.written)]
    if exact and not all(one.is_open for one in here):
        return exact
    if any(one.is_marked for one in here):
        return []
    # Provinces are typed carelessly even in text with diacritics: làm ở ha noi.
    is_open = all(one.is_open for one in here)
    return [name for name in names if is_open or name.unit.level is UnitLevel.PROVINCE]


def _of_kind(names: Iterable[Name], kind: str) -> tuple[Unit, ...]:
    """Return the units of a kind, else those of its level: kinds changed and people mix them up."""
    units = [name.unit for name in names]
    exact = tuple(unit for unit in units if unit.kind == kind)
    if exact:
        central = tuple(unit for unit in exact if unit.level is UnitLevel.PROVINCE)
        return _todays_first(central) or exact
    return tuple(unit for unit in units if unit.level is _LEVELS[kind])


def _todays_first(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Return today's units where there are any, else the former ones."""
    return tuple(unit for unit in units if not unit.is_former) or units


def _is_abbreviated(marker: Syllable, name: Syllable) -> bool:
    """Return whether one letter says a kind: q3, Q. Ba Đình, P Bến Nghé."""
    return name.is_number or name.start > marker.end + 1 or name.is_capital


def _is_capital(here: Sequence[Syllable]) -> bool:
    """Return whether every syllable begins with a capital letter."""
    return all(one.is_capital or one.is_number for one in here)


def _is_unbroken(here: Sequence[Syllable], text: str) -> bool:
    """Return whether nothing stands between the syllables that ends a phrase: a comma, a colon."""
    return all(not text[left.end : right.start].strip(_JOINING) for left, right in pairwise(here))


def _is_short(here: Sequence[Syllable]) -> bool:
    """Return whether the name is written as two letters: hn, sg."""
    return len(here) > 1 and here[0].start == here[1].start and len(here[0].raw) <= _SHORT


def _without_overlaps(finds: Iterable[_Find]) -> list[_Find]:
    """Keep names with their kinds before bare ones, and longer before shorter ones."""
    chosen: list[_Find] = []
    taken: set[int] = set()
    for find in sorted(finds, key=_rank):
        if taken.isdisjoint(range(find.first, find.end)):
            taken.update(range(find.first, find.end))
            chosen.append(find)
    return sorted(chosen, key=lambda one: one.first)


def _rank(find: _Find) -> tuple[bool, int, int, int]:
    return not find.is_typed, find.first - find.end, -find.level, find.first


def _mention(find: _Find, doc: Doc, text: str) -> PlaceMention:
    here = syllables_of(doc)[find.first : find.end]
    start, end = here[0].start, here[-1].end
    todays = sorted(find.units, key=lambda unit: unit.is_former)
    options = dict.fromkeys(place for unit in todays for place in unit.places)
    return PlaceMention(text[start:end], start, end, find.level, tuple(options), find.is_residence)

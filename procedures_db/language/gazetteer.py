"""Today's 34 provinces and 3,321 communes, and the units of before 1 July 2025 that became them.

The table beside this module is built by `build_places`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from importlib import resources
from typing import Self

from procedures_db.language.syllables import key_of, written_of

Aliases = Mapping[str, Mapping[str, list[str]]]
"""Further names: by level, then by the unit's own name."""


class UnitLevel(IntEnum):
    """Levels of administrative units; districts are former ones only."""

    COMMUNE = 1
    DISTRICT = 2
    PROVINCE = 3


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city of today."""

    code: str
    kind: str
    name: str

    @property
    def full_name(self) -> str:
        """Its kind and name: Thành phố Hải Phòng."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, ward or special zone of today."""

    code: str
    kind: str
    name: str

    @property
    def full_name(self) -> str:
        """Its kind and name: Phường Hồng Bàng."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is today: a province, and the commune where it is known."""

    province: Province
    commune: Commune | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A unit of the table; `places` are today's communes that hold it, or its own province."""

    level: UnitLevel
    kind: str
    name: str
    is_former: bool
    places: tuple[Place, ...]
    province: Province
    """Today's."""
    former_province: "Unit | None" = None
    district: "Unit | None" = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a unit as people write it."""

    written: tuple[str, ...]
    unit: Unit


class Gazetteer:
    """Finds units by the keys of their names."""

    def __init__(self, units: Iterable[Unit], aliases: Aliases) -> None:
        named: dict[tuple[str, ...], list[Name]] = defaultdict(list)
        self._inside: dict[Unit, set[Place]] = defaultdict(set)
        others = {
            (level, name): names
            for level, table in aliases.items()
            for name, names in table.items()
        }
        for unit in units:
            for name in (*_spellings(unit), *others.get((_table_of(unit), unit.name), ())):
                entry = Name(written_of(name), unit)
                if entry not in named[key_of(name)]:
                    named[key_of(name)].append(entry)
            if unit.former_province and unit.level is UnitLevel.COMMUNE:
                self._inside[unit.former_province].update(unit.places)
        self._named = {key: tuple(names) for key, names in named.items()}

    @classmethod
    def load(cls, aliases: Aliases) -> Self:
        """Read the shipped table; `aliases` are further names by level and name."""
        table = resources.files("procedures_db.language").joinpath("places.tsv")
        return cls(read_units(table.read_text("utf-8").splitlines()), aliases)

    def __getitem__(self, key: tuple[str, ...]) -> tuple[Name, ...]:
        return self._named[key]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self._named)

    def contains(self, outer: Unit, inner: Unit) -> bool:
        """Return whether `inner` lies, or lay, inside `outer`, at least in part."""
        if outer.level <= inner.level:
            return False
        if inner.is_former and outer.is_former:
            return outer in (inner.district, inner.former_province)
        if not outer.is_former:
            return inner.province is outer.province
        parts = outer.places if outer.level is UnitLevel.DISTRICT else self._inside[outer]
        return any(place in parts for place in inner.places)


def read_units(lines: Iterable[str]) -> Iterator[Unit]:
    """Yield the units of a table that `build_places` wrote."""
    provinces: dict[str, Province] = {}
    places: dict[str, Place] = {}
    former: list[list[str]] = []
    province: Province | None = None
    for line in lines:
        sort, *fields = line.split("\t")
        if sort == "P":
            province = Province(*fields)
            provinces[province.code] = province
            yield _today(UnitLevel.PROVINCE, Place(province))
        elif sort == "C" and province:
            place = Place(province, Commune(*fields))
            places[fields[0]] = place
            yield _today(UnitLevel.COMMUNE, place)
        else:
            former.append([sort, *fields])
    yield from _read_former(former, provinces, places)


def _today(level: UnitLevel, place: Place) -> Unit:
    own = place.commune or place.province
    return Unit(level, own.kind, own.name, False, (place,), place.province)


def _read_former(
    lines: Iterable[list[str]], provinces: Mapping[str, Province], places: Mapping[str, Place]
) -> Iterator[Unit]:
    province: Unit | None = None
    for district, communes in _by_district(lines):
        sort, kind, name, *codes = district
        if sort == "p":
            now = provinces[codes[0]]
            province = Unit(UnitLevel.PROVINCE, kind, name, True, (Place(now),), now)
            yield province
            continue
        held = [places[code] for code in codes]
        held += [places[code] for line in communes for code in line[3].split()]
        held = list(dict.fromkeys(held))
        within = Unit(UnitLevel.DISTRICT, kind, name, True, tuple(held), held[0].province, province)
        yield within
        for _, kind, name, became in communes:
            now_in = tuple(places[code] for code in became.split())
            yield Unit(
                UnitLevel.COMMUNE, kind, name, True, now_in, now_in[0].province, province, within
            )


def _by_district(lines: Iterable[list[str]]) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Yield each line of a province or district with the lines of communes after it."""
    head: list[str] = []
    communes: list[list[str]] = []
    for line in lines:
        if line[0] == "c":
            communes.append(line)
            continue
        if head:
            yield head, communes
        head, communes = line, []
    if head:
        yield head, communes


def _spellings(unit: Unit) -> tuple[str, ...]:
    """Return the unit's name, and its first part where it joins two: Xuân Hương - Đà Lạt."""
    first, joined, _ = unit.name.partition(" - ")
    return (unit.name, first) if joined else (unit.name,)


def _table_of(unit: Unit) -> str:
    """Return the part of the table of aliases that holds the unit's."""
    level = unit.level.name.lower()
    return f"former_{level}" if unit.is_former and level == "province" else level

"""Today's provinces and communes by code and by name."""

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import TypeVar

from procedures_db.language.gazetteer import Commune, Province, UnitLevel, read_units
from procedures_db.search.text import fold

_KIND = re.compile(r"^(?:thanh pho|tinh|phuong|xa|dac khu|tp|t|p|x)(?:\.\s*|\s+)")
_SPACES = re.compile(r"\s+")
_SHOWN = 3

_Unit = TypeVar("_Unit", Province, Commune)


def provinces() -> tuple[Province, ...]:
    """Return the provinces in the order of their codes."""
    return tuple(_tables()[0].values())


def province_of(code: str) -> Province:
    """Return the province of a code."""
    return _tables()[0][code]


def commune_of(code: str) -> Commune:
    """Return the commune of a code."""
    return _tables()[1][code][1]


def place_name(province: str, commune: str | None) -> str:
    """Return the full name of a place by its codes: Phường Ba Đình, Thành phố Hà Nội."""
    own = [commune_of(commune).full_name] if commune else []
    return ", ".join([*own, province_of(province).full_name])


def find_province(text: str) -> Province | None:
    """Return the province of a code or name, however it is written."""
    return _find(*_province_index(), text, 2)


def find_commune(province: str, text: str) -> Commune | None:
    """Return the commune of a code or name in the province of a code; None if two fit."""
    return _find(*_commune_index(province), text, 5)


def similar_communes(province: str, text: str) -> list[str]:
    """Return names in the province that look like `text`."""
    names = {_bare(one.full_name): one.full_name for one in _communes(province)}
    bare = _bare(text)
    inside = [name for key, name in names.items() if bare and bare in key]
    close = [names[key] for key in difflib.get_close_matches(bare, names, _SHOWN, 0.6)]
    return list(dict.fromkeys([*close, *inside]))[:_SHOWN]


_Names = tuple[dict[str, list[_Unit]], ...]
"""Units by their names: as written, without diacritics, and without their kind too."""


def _find(
    codes: Mapping[str, _Unit], names: Iterable[Mapping[str, list[_Unit]]], text: str, digits: int
) -> _Unit | None:
    wanted = _SPACES.sub(" ", text).strip()
    if wanted.isdecimal() and len(wanted) <= digits:  # a spreadsheet drops leading zeros
        return codes.get(wanted.zfill(digits))
    for known, key_of in zip(names, _KEYS, strict=True):
        found = known.get(key_of(wanted))
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _index(units: Iterable[_Unit]) -> tuple[dict[str, _Unit], _Names[_Unit]]:
    names: _Names[_Unit] = tuple(defaultdict(list) for _ in _KEYS)
    codes = {}
    for unit in units:
        codes[unit.code] = unit
        for known, key_of in zip(names, _KEYS, strict=True):
            known[key_of(unit.full_name)].append(unit)
    return codes, names


@cache
def _province_index() -> tuple[dict[str, Province], _Names[Province]]:
    return _index(provinces())


@cache
def _commune_index(province: str) -> tuple[dict[str, Commune], _Names[Commune]]:
    return _index(_communes(province))


def _bare(name: str) -> str:
    return _KIND.sub("", _SPACES.sub(" ", fold(name)).strip())


_KEYS: tuple[Callable[[str], str], ...] = (str.lower, fold, _bare)


def _communes(province: str) -> tuple[Commune, ...]:
    return tuple(one for inside, one in _tables()[1].values() if inside == province)


@cache
def _tables() -> tuple[dict[str, Province], dict[str, tuple[str, Commune]]]:
    table = resources.files("procedures_db.language").joinpath("places.tsv")
    known: dict[str, Province] = {}
    communes: dict[str, tuple[str, Commune]] = {}
    for unit in read_units(table.read_text("utf-8").splitlines()):
        if unit.is_former:
            continue
        place = unit.places[0]
        if unit.level is UnitLevel.PROVINCE:
            known[place.province.code] = place.province
        elif place.commune:
            communes[place.commune.code] = (place.province.code, place.commune)
    return known, communes

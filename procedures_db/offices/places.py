"""Today's provinces and communes by code and by name."""

import difflib
import re
from collections.abc import Iterable
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
    return _find(provinces(), text, 2)


def find_commune(province: str, text: str) -> Commune | None:
    """Return the commune of a code or name in the province of a code; None if two fit."""
    return _find(_communes(province), text, 5)


def similar_communes(province: str, text: str) -> list[str]:
    """Return names in the province that look like `text`."""
    names = {_bare(one.full_name): one.full_name for one in _communes(province)}
    bare = _bare(text)
    inside = [name for key, name in names.items() if bare and bare in key]
    close = [names[key] for key in difflib.get_close_matches(bare, names, _SHOWN, 0.6)]
    return list(dict.fromkeys([*close, *inside]))[:_SHOWN]


def _find(units: Iterable[_Unit], text: str, digits: int) -> _Unit | None:
    wanted = _SPACES.sub(" ", text).strip()
    if wanted.isdecimal() and len(wanted) <= digits:  # a spreadsheet drops leading zeros
        code = wanted.zfill(digits)
        return next((unit for unit in units if unit.code == code), None)
    tries = (
        lambda unit: unit.full_name.lower() == wanted.lower(),
        lambda unit: fold(unit.full_name) == fold(wanted),
        lambda unit: _bare(unit.full_name) == _bare(wanted),
    )
    known = list(units)
    for fits in tries:
        found = [unit for unit in known if fits(unit)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _bare(name: str) -> str:
    return _KIND.sub("", _SPACES.sub(" ", fold(name)).strip())


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

"""Provinces and communes of today, to choose from."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Self

from procedures_db.language.gazetteer import Unit, UnitLevel, read_units


@dataclass(frozen=True)
class Choice:
    """A unit in a list to choose from."""

    code: str
    name: str


@dataclass(frozen=True)
class Residence:
    """A chosen province, and the commune when it is chosen too."""

    province: Choice
    commune: Choice | None = None

    @property
    def key(self) -> str:
        """Both codes, as the cookie keeps them."""
        return f"{self.province.code}-{self.commune.code if self.commune else ''}"

    @property
    def words(self) -> str:
        """The place as people write it: Phường Ba Đình, Thành phố Hà Nội."""
        own = [self.commune.name] if self.commune else []
        return ", ".join([*own, self.province.name])


class Places:
    """The 34 provinces and their communes, in the order of the alphabet."""

    def __init__(self, units: Iterable[Unit]) -> None:
        communes: dict[str, list[Choice]] = {}
        provinces = []
        for unit in units:
            if unit.is_former:
                continue
            place = unit.places[0]
            if unit.level is UnitLevel.PROVINCE:
                provinces.append(Choice(place.province.code, place.province.full_name))
                communes.setdefault(place.province.code, [])
            elif place.commune:
                choice = Choice(place.commune.code, place.commune.full_name)
                communes.setdefault(place.province.code, []).append(choice)
        self.provinces = tuple(sorted(provinces, key=_by_name))
        self._communes = {
            code: tuple(sorted(choices, key=_by_name)) for code, choices in communes.items()
        }

    @classmethod
    def load(cls) -> Self:
        """Read the shipped table."""
        table = resources.files("procedures_db.language").joinpath("places.tsv")
        return cls(read_units(table.read_text("utf-8").splitlines()))

    def communes(self, province: str) -> tuple[Choice, ...]:
        """Return the communes of a province, none for an unknown code."""
        return self._communes.get(province, ())

    def find(self, province: str, commune: str = "") -> Residence | None:
        """Return the place with these codes; an unknown commune leaves the province."""
        found = next((each for each in self.provinces if each.code == province), None)
        if found is None:
            return None
        inside = (each for each in self.communes(province) if each.code == commune)
        return Residence(found, next(inside, None))


_ORDER = {letter: number for number, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}


def _by_name(choice: Choice) -> tuple[list[float], str]:
    own = choice.name.removeprefix("Thành phố ").removeprefix("Tỉnh ")
    for kind in ("Phường ", "Xã ", "Đặc khu "):
        own = own.removeprefix(kind)
    return [_ORDER.get(_bare(letter), -1) for letter in own.lower()], own


def _bare(letter: str) -> str:
    """Return a letter without its tone, which comes after the letters in the alphabet."""
    decomposed = [each for each in unicodedata.normalize("NFD", letter) if each not in _TONES]
    return unicodedata.normalize("NFC", "".join(decomposed))


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")

"""The table of places, and what it says against the list of conversions."""

import csv
import gzip
import os
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from procedures_db.language.gazetteer import Gazetteer, Unit, UnitLevel, read_units
from procedures_db.language.syllables import key_of


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    table = resources.files("procedures_db.language").joinpath("places.tsv")
    return list(read_units(table.read_text("utf-8").splitlines()))


def test_the_table_holds_every_unit(units: list[Unit]) -> None:
    counts = Counter((unit.level, unit.is_former) for unit in units)

    assert counts == {
        (UnitLevel.PROVINCE, False): 34,
        (UnitLevel.COMMUNE, False): 3_321,
        (UnitLevel.PROVINCE, True): 63,
        (UnitLevel.DISTRICT, True): 696,
        (UnitLevel.COMMUNE, True): 10_035,
    }


def test_every_former_unit_is_somewhere_today(units: list[Unit]) -> None:
    for unit in units:
        assert unit.places
        assert all(place.province == unit.province for place in unit.places)


def test_a_small_table_is_read() -> None:
    lines = [
        "P\t01\tTỉnh\tAn",
        "C\t00001\tXã\tBa",
        "C\t00002\tXã\tTư",
        "p\tTỉnh\tNăm\t01",
        "d\tHuyện\tSáu",
        "c\tXã\tBảy\t00001 00002",
        "d\tHuyện\tTám\t00002",
    ]

    units = list(read_units(lines))
    gazetteer = Gazetteer(units, {"district": {"Sáu": ["Chín"]}})

    (alias,) = gazetteer[key_of("Chín")]
    (seven,) = gazetteer[key_of("bảy")]
    assert [place.commune.name for place in alias.unit.places if place.commune] == ["Ba", "Tư"]
    assert gazetteer.contains(alias.unit, seven.unit)
    assert not gazetteer.contains(seven.unit, alias.unit)


@pytest.mark.data
def test_the_table_agrees_with_the_list_of_conversions(units: list[Unit]) -> None:
    folder = os.environ.get("THUTUC_TTHC_DATA")
    if not folder:
        pytest.skip("THUTUC_TTHC_DATA names no folder")
    expected: dict[tuple[str, str, str], set[str]] = {}
    with gzip.open(Path(folder) / "old_to_new_communes.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["ward"]:
                key = (row["province"], row["district"].lower(), row["ward"].lower())
                expected.setdefault(key, set()).add(row["newWardCode"])

    found: dict[tuple[str, str, str], set[str]] = {}
    for unit in units:
        if unit.is_former and unit.district and unit.former_province:
            province, district = unit.former_province, unit.district
            key = (
                f"{province.kind} {province.name}",
                f"{district.kind} {district.name}".lower(),
                f"{unit.kind} {unit.name}".lower(),
            )
            found[key] = {place.commune.code for place in unit.places if place.commune}

    assert found == expected

"""Build places.tsv, the table of today's and former administrative units, from open data.

Run it again when communes change:

    uv run --with vietnamadminunits python -m procedures_db.language.build_places

`vietnamadminunits` (MIT) keeps the units of before and after 1 July 2025 in a SQLite file. Only
names, kinds, codes and which unit became which are taken; the package itself is not needed at run
time. Lines of the table, fields separated by tabs:

    P code kind name        a province of today; its communes follow
    C code kind name        a commune of today
    p kind name code        a province of before, and today's province
    d kind name [code]      a district of before; a code where it became one commune as a whole
    c kind name codes       a commune of before, and today's communes that hold parts of it
"""

import argparse
import json
import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("places.tsv")
PACKAGE = "vietnamadminunits"

# The portal's list of July 2026 calls Đồng Nai a city; the package still has the older kind.
_KINDS_SINCE = {"75": "Thành phố"}
_KINDS = ("Thị trấn", "Phường", "Xã")
_KIND_IN_NAME = re.compile(r"^(?:Phường|Quận) (?=\d)")
_NOTE = re.compile(r" \((?:Xã|Phường|Thị trấn|Huyện|Thị xã|Thành phố)\)$")

_TODAY = """
select provinceCode, provinceShort, province, wardCode, wardType, ward, wardShort, provinceKey,
  wardKey
from admin_units order by provinceCode, wardCode"""
_BEFORE = """
select province, provinceShort, provinceCode, districtShort, districtType, districtCode,
  wardShort, ward, wardCode, provinceKey, districtKey, wardKey
from admin_units_legacy order by provinceCode, districtCode, wardCode"""


def main() -> None:
    """Write the table beside this module."""
    parser = argparse.ArgumentParser(description="Build the table of administrative units")
    parser.add_argument("--data", type=Path, help=f"the data folder of {PACKAGE}")
    data = parser.parse_args().data or _package_data()
    lines = list(read_lines(data))
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


def read_lines(data: Path) -> Iterator[str]:
    """Yield the lines of the table, read from the package's data folder."""
    database = sqlite3.connect(f"file:{data / 'dataset.db'}?mode=ro", uri=True)
    converter = json.loads((data / "converter_2025.json").read_text("utf-8"))
    try:
        codes: dict[tuple[str, str], str] = {}
        provinces: dict[str, str] = {}
        last = ""
        for row in database.execute(_TODAY):
            code, name, full, commune_code, kind, commune, short, key, commune_key = row
            provinces[key] = code
            codes[key, commune_key] = commune_code
            if code != last:
                yield _line("P", code, _KINDS_SINCE.get(code, _kind(full, name)), name)
                last = code
            yield _line("C", commune_code, _kind(commune, short, kind), short)
        yield from _former(database, converter, provinces, codes)
    finally:
        database.close()


def _former(
    database: sqlite3.Connection,
    converter: dict[str, dict[str, Any]],
    provinces: dict[str, str],
    codes: dict[tuple[str, str], str],
) -> Iterator[str]:
    became = _became(converter, codes)
    province_now = {
        key: provinces[now] for now, keys in converter["DICT_PROVINCE"].items() for key in keys
    }
    last = ("", "")
    for row in database.execute(_BEFORE):
        full, name, province_code, district, district_kind, district_code = row[:6]
        commune, full_commune, commune_code, *keys = row[6:]
        if province_code != last[0]:
            yield _line("p", _kind(full, name), name, province_now[keys[0]])
        if (province_code, district_code) != last:
            whole = () if commune_code else became["_".join(keys[:2])]
            yield _line("d", district_kind, district, *whole)
        last = (province_code, district_code)
        if commune_code:
            # The package's own column of kinds is wrong in places.
            kind = next(one for one in _KINDS if full_commune.lower().startswith(one.lower()))
            yield _line("c", kind, commune, " ".join(sorted(became["_".join(keys)])))


def _became(
    converter: dict[str, dict[str, Any]], codes: dict[tuple[str, str], str]
) -> dict[str, set[str]]:
    """Return former unit -> codes of today's communes that hold it or parts of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, former in communes.items():
            for key in former:
                # A district without communes has an empty third part.
                found[key.rstrip("_")].add(codes[province, commune])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            found[key].update(codes[province, part["newWardKey"]] for part in parts)
    return dict(found)


def _kind(full: str, name: str, kind: str = "") -> str:
    """Return what stands before the name in the full name: Thành phố, Tỉnh, Đặc khu."""
    return full.removesuffix(name).strip() or kind


def _line(*fields: str) -> str:
    clean = (_NOTE.sub("", _KIND_IN_NAME.sub("", " ".join(field.split()))) for field in fields)
    return unicodedata.normalize("NFC", "\t".join(clean))


def _package_data() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{PACKAGE} is not installed: see the top of this module")
    return Path(spec.submodule_search_locations[0]) / "data"


if __name__ == "__main__":
    main()

"""Offices, levels of government and provinces."""

import re
from collections.abc import Iterable

from procedures_db.content import Agency
from procedures_db.importers.letters import UPPER
from procedures_db.importers.text import clean, fold, line, says_nothing, shorten
from procedures_db.terms import AgencyRole, Level

_HEADS = (
    "Ủy ban|Uỷ ban|UBND|Ban|Bộ|Bảo hiểm|Biên phòng|Chi cục|Chi nhánh|Chủ tịch|Công an|Cơ quan"
    "|Cơ sở|Cảng vụ|Cục|Hải quan|Hội đồng|Kho bạc|Ngân hàng|Phòng|Sở|Thuế|Thanh tra|Tòa án"
    "|Tổng cục|Trung tâm|Trường|Văn phòng|Viện|Vụ|Đội|Đồn|Tổ chức|Tư lệnh|Kiểm toán|Tỉnh ủy"
    "|Đơn vị|Thủ trưởng|Giám đốc|Bệnh viện"
)
_BETWEEN = re.compile(rf"\s*[;\n]\s*|,\s*(?=(?:{_HEADS})\b)")
_LEVELS = (
    (re.compile(r"cấp xã|\bxã\b", re.IGNORECASE), Level.COMMUNE),
    (re.compile(r"cấp tỉnh|\btỉnh\b", re.IGNORECASE), Level.PROVINCE),
    (re.compile(r"cấp bộ|\bbộ\b|trung ương", re.IGNORECASE), Level.MINISTRY),
    (re.compile(r"cơ quan khác", re.IGNORECASE), Level.OTHER),
)
_DISTRICT = re.compile(r"cấp huyện|quận, huyện|huyện, quận", re.IGNORECASE)
_COUNCIL_OF = re.compile(
    rf"\b(?P<kind>[Tt]ỉnh|[Tt]hành phố)\s+(?P<name>[{UPPER}][^\s,;()]*(?:[ -][{UPPER}][^\s,;()]*)*)"
)
_RECEIVER = re.compile(
    rf"Trung tâm [Pp]hục vụ (?:[Hh]ành chính công|HCC)"
    rf"(?: cấp (?:tỉnh|xã)| (?:tỉnh|thành phố) [{UPPER}]\w*(?: [{UPPER}]\w*)*)?"
    rf"|Bộ phận (?:[Mm]ột cửa|[Tt]iếp nhận và [Tt]rả kết quả)(?: của [^,.;\n]{{3,60}})?"
)


def split_agencies(text: object) -> list[str]:
    """Return the offices named in `text`, which sources join with commas and semicolons."""
    names = (line(part).strip(" .,;-") for part in _BETWEEN.split(clean(text)))
    return [name for name in names if name and not says_nothing(name)]


def agencies(named: Iterable[tuple[AgencyRole, Iterable[str]]], address: object) -> list[Agency]:
    """Return each office once per role; `address` is where papers are handed in."""
    found: dict[tuple[AgencyRole, str], Agency] = {}
    for role, names in named:
        for name in names:
            text = shorten(line(name).strip(" .,;"), 300)
            if text and not says_nothing(text):
                found.setdefault((role, fold(text)), Agency(name=text, role=role))
    place = clean(address).strip('" \n')
    if place and not says_nothing(place):
        receiver = _RECEIVER.search(place)
        known = line(receiver.group()) if receiver else _main(found.values())
        name = known or shorten(line(place.split("\n")[0]), 200)
        office = Agency(name=name, role=AgencyRole.RECEIVING, address=place)
        found[AgencyRole.RECEIVING, fold(name)] = office
    return list(found.values())


def _main(known: Iterable[Agency]) -> str | None:
    names = [agency.name for agency in known if agency.role is AgencyRole.EXECUTING]
    return names[0] if names else None


def levels_of(text: object) -> list[Level]:
    """Return the levels named in "Cấp bộ, Cấp tỉnh"; districts no longer exist and are left out."""
    value = line(text)
    return [level for pattern, level in _LEVELS if pattern.search(value)]


def levels_named(offices: Iterable[str]) -> list[Level]:
    """Return the levels that offices have in their names ("Ủy ban nhân dân cấp xã")."""
    text = " ".join(offices).lower()
    named = {"cấp xã": Level.COMMUNE, "cấp tỉnh": Level.PROVINCE, "cấp bộ": Level.MINISTRY}
    return [level for name, level in named.items() if name in text]


def names_district(*texts: object) -> bool:
    """Return whether a text still speaks of the level abolished on 2025-07-01."""
    return any(isinstance(text, str) and _DISTRICT.search(text) for text in texts)


def province_of(issuer: object) -> str | None:
    """Return "Tỉnh Gia Lai" or "Thành phố Huế" for the province whose office issued something."""
    match = _COUNCIL_OF.search(line(issuer))
    if match is None:
        return None
    kind = "Thành phố" if match["kind"].lower() == "thành phố" else "Tỉnh"
    return f"{kind} {match['name']}"

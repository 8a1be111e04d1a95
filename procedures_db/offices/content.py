"""What is known about an office, and how it is read from a form or a line of a file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlsplit

from procedures_db.errors import ContentError
from procedures_db.offices import messages
from procedures_db.offices.hours import UNKNOWN_WEEK, Day, Week, read_day, write_day
from procedures_db.offices.places import (
    commune_of,
    find_commune,
    find_province,
    province_of,
    similar_communes,
)
from procedures_db.search.text import fold
from procedures_db.terms import OfficeTakes

Values = Mapping[str, str]
Errors = dict[str, str]
"""Field -> what is wrong with it."""

_LIMITS = {
    "ten": 200, "co_quan": 200, "dia_chi": 300, "dien_thoai": 100, "dat_lich": 500,
    "ghi_chu": 1000, "nguon": 300, "nguon_url": 500, "ly_do": 200,
}  # fmt: skip
_REQUIRED = ("ten", "dia_chi", "nguon")
_PHONE = re.compile(r"[0-9+\-.()/; ]{3,}")
_BETWEEN = re.compile(r"[;\n]")
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
_LONGEST_DAYS = 366


@dataclass(frozen=True)
class Known:
    """What the catalogue has: an office can only name fields and procedures that exist."""

    fields: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    @cached_property
    def by_field(self) -> dict[str, str]:
        """The fields by their names without diacritics."""
        return {fold(name): name for name in self.fields}

    @cached_property
    def by_code(self) -> dict[str, str]:
        """The codes as people type them."""
        return {fold(code): code for code in self.codes}


@dataclass(frozen=True)
class OfficeContent:
    """What staff say about an office; None and empty are unknown."""

    name: str
    address: str
    province: str
    source: str
    checked_on: date
    agency: str | None = None
    commune: str | None = None
    hours: Week = UNKNOWN_WEEK
    phone: str | None = None
    booking_url: str | None = None
    note: str | None = None
    takes: OfficeTakes = OfficeTakes.UNKNOWN
    fields: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    source_url: str | None = None
    is_home: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class DayOff:
    """Days with other hours than the week's; no hours at all is closed."""

    first: date
    last: date
    hours: Day
    reason: str
    source: str


def to_values(content: OfficeContent) -> dict[str, str]:
    """Return an office as people write it: what `read_office` reads."""
    return {
        "ten": content.name,
        "co_quan": content.agency or "",
        "dia_chi": content.address,
        "tinh": province_of(content.province).full_name,
        "xa": commune_of(content.commune).full_name if content.commune else "",
        **{
            key: write_day(day) for key, day in zip(messages.HOURS_KEYS, content.hours, strict=True)
        },
        "dien_thoai": content.phone or "",
        "dat_lich": content.booking_url or "",
        "ghi_chu": content.note or "",
        "nhan": messages.TAKES[content.takes],
        "linh_vuc": "; ".join(content.fields),
        "thu_tuc": "; ".join(content.procedures),
        "nguon": content.source,
        "nguon_url": content.source_url or "",
        "kiem_tra": f"{content.checked_on:%d/%m/%Y}",
        "mac_dinh": messages.YES if content.is_home else messages.NO,
        "dang_dung": messages.YES if content.is_active else messages.NO,
    }


def read_office(values: Values, known: Known, today: date) -> tuple[OfficeContent | None, Errors]:
    """Return the office that `values` describe, or what is wrong with each field."""
    errors = _check_texts(values, _REQUIRED)
    province, commune = _place(values, errors)
    hours = tuple(_day(values, key, errors) for key in messages.HOURS_KEYS)
    takes, fields, codes = _takes(values, known, errors)
    checked_on = _date(values, "kiem_tra", errors)
    if checked_on and checked_on > today:
        errors["kiem_tra"] = messages.DATE_AHEAD
    is_home = _flag(values, "mac_dinh", False, errors)
    is_active = _flag(values, "dang_dung", True, errors)
    if is_home and not is_active:
        errors["mac_dinh"] = messages.HOME_CLOSED
    if errors or not checked_on:
        return None, {key: errors[key] for key in messages.LABELS if key in errors}
    return OfficeContent(
        name=_line(values, "ten"),
        agency=_line(values, "co_quan") or None,
        address=_line(values, "dia_chi"),
        province=province,
        commune=commune,
        hours=hours,
        phone=_line(values, "dien_thoai") or None,
        booking_url=_line(values, "dat_lich") or None,
        note=values.get("ghi_chu", "").strip() or None,
        takes=takes,
        fields=fields,
        procedures=codes,
        source=_line(values, "nguon"),
        source_url=_line(values, "nguon_url") or None,
        checked_on=checked_on,
        is_home=is_home,
        is_active=is_active,
    ), {}


def read_day_off(values: Values) -> tuple[DayOff | None, Errors]:
    """Return the days that `values` describe, or what is wrong with each field."""
    errors = _check_texts(values, ("ly_do", "nguon"))
    first = _date(values, "tu", errors)
    last = _date(values, "den", errors) if values.get("den", "").strip() else first
    if first and last and not 0 <= (last - first).days < _LONGEST_DAYS:
        errors["den"] = messages.DAYS_ORDER
    hours = _day(values, "gio", errors)
    if errors or first is None or last is None:
        return None, errors
    return DayOff(first, last, hours or (), _line(values, "ly_do"), _line(values, "nguon")), {}


def _line(values: Values, key: str) -> str:
    return " ".join(values.get(key, "").split())


def _check_texts(values: Values, required: Iterable[str]) -> Errors:
    errors: Errors = {}
    for key, limit in _LIMITS.items():
        if len(values.get(key, "").strip()) > limit:
            label = messages.LABELS.get(key, messages.REASON)
            errors[key] = messages.TOO_LONG.format(label=label, limit=limit)
    for key in required:
        if not _line(values, key):
            label = messages.LABELS.get(key, messages.REASON)
            errors[key] = messages.REQUIRED.format(label=label.lower())
    phone = _line(values, "dien_thoai")
    if phone and not _PHONE.fullmatch(phone):
        errors.setdefault("dien_thoai", messages.PHONE_WRONG)
    for key in ("dat_lich", "nguon_url"):
        if _line(values, key) and not _is_web_address(_line(values, key)):
            errors.setdefault(key, messages.URL_WRONG)
    return errors


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text


def _place(values: Values, errors: Errors) -> tuple[str, str | None]:
    province = find_province(_line(values, "tinh"))
    if province is None:
        errors["tinh"] = messages.PROVINCE_UNKNOWN
        return "", None
    written = _line(values, "xa")
    if not written:
        return province.code, None
    commune = find_commune(province.code, written)
    if commune is None:
        text = messages.COMMUNE_UNKNOWN.format(province=province.full_name)
        names = similar_communes(province.code, written)
        maybe = messages.COMMUNE_MAYBE.format(names=", ".join(names)) if names else ""
        errors["xa"] = text + maybe
        return province.code, None
    return province.code, commune.code


def _day(values: Values, key: str, errors: Errors) -> Day | None:
    try:
        return read_day(values.get(key, ""))
    except ContentError as error:
        errors[key] = str(error)
        return None


def _takes(
    values: Values, known: Known, errors: Errors
) -> tuple[OfficeTakes, tuple[str, ...], tuple[str, ...]]:
    written = fold(_line(values, "nhan")) or OfficeTakes.UNKNOWN
    choices = {fold(label): kind for kind, label in messages.TAKES.items()}
    takes = choices.get(written) or next((kind for kind in OfficeTakes if kind == written), None)
    if takes is None:
        errors["nhan"] = messages.TAKES_WRONG.format(choices="; ".join(messages.TAKES.values()))
        takes = OfficeTakes.UNKNOWN
    fields, strange = _named(values, "linh_vuc", known.by_field)
    if strange:
        errors["linh_vuc"] = messages.FIELD_UNKNOWN.format(names=", ".join(strange))
    codes, strange = _named(values, "thu_tuc", known.by_code)
    if strange:
        errors["thu_tuc"] = messages.CODE_UNKNOWN.format(names=", ".join(strange))
    listed = takes is OfficeTakes.LISTED
    if listed and not _parts(values, "linh_vuc") and not _parts(values, "thu_tuc"):
        errors["linh_vuc"] = messages.LIST_EMPTY
    for key, found in (("linh_vuc", fields), ("thu_tuc", codes)):
        if found and not listed:
            errors.setdefault(key, messages.LIST_USELESS)
    return takes, fields, codes


def _parts(values: Values, key: str) -> list[str]:
    parts = (" ".join(part.split()) for part in _BETWEEN.split(values.get(key, "")))
    return [part for part in parts if part]


def _named(values: Values, key: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
    parts = _parts(values, key)
    found = dict.fromkeys(known[fold(part)] for part in parts if fold(part) in known)
    return tuple(found), [part for part in parts if fold(part) not in known]


def _date(values: Values, key: str, errors: Errors) -> date | None:
    for pattern in _DATES:
        try:
            found = datetime.strptime(_line(values, key), pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
        if 2000 <= found.year < 2200:
            return found
    errors[key] = messages.DATE_WRONG
    return None


def _flag(values: Values, key: str, default: bool, errors: Errors) -> bool:
    written = fold(_line(values, key))
    if written and written not in (fold(messages.YES), fold(messages.NO)):
        errors[key] = messages.YES_OR_NO
    return written == fold(messages.YES) if written else default

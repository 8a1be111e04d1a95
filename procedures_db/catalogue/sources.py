"""Read the national portal's records as text and figures, for comparing the catalogue with them.

This is on purpose not the importer: a mistake in the importer must not hide the same mistake here.
"""

import gzip
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from procedures_db.terms import ChannelKind, TimeUnit

Time = tuple[int, TimeUnit]
Money = tuple[int, str]
"""Amount and currency."""

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_UNITS = {
    "ngày làm việc": TimeUnit.WORKING_DAY,
    "giờ làm việc": TimeUnit.HOUR,
    "ngày": TimeUnit.DAY,
    "giờ": TimeUnit.HOUR,
    "phút": TimeUnit.MINUTE,
    "tháng": TimeUnit.MONTH,
    "năm": TimeUnit.YEAR,
}
_API_CHANNELS = {kind.value.upper(): kind for kind in ChannelKind}
_PAGE_CHANNELS = {
    "Trực tiếp": ChannelKind.DIRECT,
    "Trực tuyến": ChannelKind.ONLINE,
    "Dịch vụ bưu chính": ChannelKind.POSTAL,
}
_NUMBER = r"\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+"
_IN_WORDS = r"(?:\s*\([^()\d]{1,20}\))?"
_MONEY = re.compile(
    rf"(?<![\d.,])({_NUMBER}){_IN_WORDS}\s*(việt nam đồng|đồng|vnđ|vnd|đ(?!\w)|usd|đô la)", re.I
)
# "tháng 6", "năm 2025" and "ngày 12" after the number are parts of a date, not durations.
_DURATION = re.compile(
    rf"(?<![\d.,/-])(\d{{1,3}}){_IN_WORDS}\s*"
    r"(ngày làm việc|giờ làm việc|ngày(?!\s*\d)|giờ|phút|tháng(?!\s*\d)|năm(?!\s*\d))",
    re.I,
)
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3})\s*%")
_AGE = re.compile(r"(?<![\d.,])(\d{1,3})\s*tuổi", re.I)
_DATE = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
_DATE_IN_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.I)
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_PAGE_ROW = re.compile(r"(Trực tiếp|Trực tuyến|Dịch vụ bưu chính)(?=\d|Không có thông tin)")


@dataclass
class Source:
    """What the records of one code say, all formats together."""

    text: str = ""
    fee_text: str = ""
    """The part that states fees (submission methods)."""
    times: dict[ChannelKind | None, set[Time]] = field(default_factory=lambda: defaultdict(set))
    """Processing times that the portal holds as data; `None` is for every channel."""
    ids: set[str] = field(default_factory=set)
    decided_on: set[date] = field(default_factory=set)


def read_sources(folder: Path) -> dict[str, Source]:
    """Return the records of every code in `folder`."""
    sources: dict[str, Source] = defaultdict(Source)
    for record in _records(folder / "catalog.jsonl.gz"):
        source = sources[record["code"]]
        source.ids.add(record["id"])
        _add_text(source, record)
    for record in _records(folder / "details_api.jsonl.gz"):
        if data := record.get("data"):
            _add_api(sources[data["code"]], data)
    for record in _records(folder / "details_page.jsonl.gz"):
        _add_page(sources[record["ma_thu_tuc"] or record["_code"]], record)
    for record in _records(folder / "details_defence.jsonl.gz"):
        _add_plain(sources[record["thu_tuc_id"]], record)
    for record in _records(folder / "details_recovered.jsonl.gz"):
        for code in record["codes"]:
            _add_plain(sources[code], record)
    for record in _records(folder / "transcribed.jsonl"):
        _add_plain(sources[record["code"]], record)
    return dict(sources)


def read_place_source(folder: Path) -> str:
    """Return the text of one province's resolutions on fees."""
    path = folder / "haiphong_fees.json"
    return plain(_strings(json.loads(path.read_text("utf-8"))))


def plain(text: str) -> str:
    """Return NFC text with single spaces, which the finders below expect."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


@lru_cache(maxsize=1024)
def amounts_in(text: str) -> frozenset[Money]:
    """Return every amount of money written with its currency: "20.000 đồng", "10 USD"."""
    return frozenset(
        (_number(digits), "USD" if unit.lower() in ("usd", "đô la") else "VND")
        for digits, unit in _MONEY.findall(text)
    )


@lru_cache(maxsize=1024)
def numbers_in(text: str) -> frozenset[int]:
    """Return every whole number, thousands separated or not."""
    return frozenset(_number(found) for found in re.findall(_NUMBER, text))


@lru_cache(maxsize=1024)
def times_in(text: str) -> frozenset[Time]:
    """Return every duration written with its unit: "không quá 03 ngày làm việc"."""
    return frozenset(
        (int(number), _UNITS[unit.lower()]) for number, unit in _DURATION.findall(text)
    )


@lru_cache(maxsize=1024)
def percents_in(text: str) -> frozenset[int]:
    """Return every percentage."""
    return frozenset(int(found) for found in _PERCENT.findall(text))


@lru_cache(maxsize=1024)
def ages_in(text: str) -> frozenset[int]:
    """Return every age in years: "đủ 14 tuổi"."""
    return frozenset(int(found) for found in _AGE.findall(text))


@lru_cache(maxsize=1024)
def dates_in(text: str) -> frozenset[str]:
    """Return every date as YYYY-MM-DD."""
    day_first = [*_DATE.findall(text), *_DATE_IN_WORDS.findall(text)]
    return frozenset(
        [f"{y}-{int(m):02}-{int(d):02}" for d, m, y in day_first]
        + ["-".join(found) for found in _ISO_DATE.findall(text)]
    )


def _records(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _number(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


def _strings(value: object) -> str:
    """Return every string and number in JSON data, separated by full stops."""
    if isinstance(value, dict):
        return " . ".join(_strings(item) for item in value.values())
    if isinstance(value, list):
        return " . ".join(_strings(item) for item in value)
    return "" if value is None or isinstance(value, bool) else str(value)


def _add_text(source: Source, record: object) -> None:
    source.text = f"{source.text} . {plain(_strings(record))}"


def _add_plain(source: Source, record: dict[str, Any]) -> None:
    _add_text(source, record)
    fees = [
        record.get("fees"),
        record.get("methods"),
        record.get("sections", {}).get("Phí, lệ phí"),
    ]
    source.fee_text += " . " + plain(_strings(fees))


def _add_api(source: Source, data: dict[str, Any]) -> None:
    _add_text(source, data)
    source.ids.add(data["id"])
    decided = (data.get("procedureProposal") or {}).get("decisionDate")
    if decided:
        source.decided_on.add(datetime.fromtimestamp(decided / 1000, _VIETNAM).date())
    for method in data["executionMethods"] or []:
        channel = _API_CHANNELS[method["submissionMethod"]]
        unit = method["processingTimeUnit"].lower()
        if unit in TimeUnit and method["processingTime"]:
            source.times[channel].add((int(method["processingTime"]), TimeUnit(unit)))
        fees = method["fees"] or []
        values = [f"{f['value']} {f.get('currencyName') or 'VND'}" for f in fees if f.get("value")]
        texts = [item.get("description") for item in (*fees, method)]
        source.fee_text += " . " + plain(_strings([values, texts]))
    for case in data["cases"] or []:
        day = case.get("processingDay") or {}
        if str(day.get("type")).lower() in TimeUnit and day["qty"]:
            source.times[None].add((int(day["qty"]), TimeUnit(day["type"].lower())))


def _add_page(source: Source, record: dict[str, Any]) -> None:
    _add_text(source, {name: text for name, text in record.items() if name != "raw_text"})
    methods = plain(record["cach_thuc_thuc_hien"])
    source.fee_text += " . " + methods
    parts = _PAGE_ROW.split(methods)
    for name, row in zip(parts[1::2], parts[2::2], strict=True):
        if match := re.match(r"(\d+) ?(Ngày làm việc|Ngày|Giờ|Tháng|Năm|Phút)", row):
            time = (int(match[1]), _UNITS[match[2].lower()])
            source.times[_PAGE_CHANNELS[name]].add(time)

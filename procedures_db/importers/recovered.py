"""Sections of pages recovered from another collection: partial, and marked so."""

import re
from collections.abc import Mapping
from typing import Any

from procedures_db.content import ProcedureContent
from procedures_db.errors import ContentError
from procedures_db.importers.agencies import agencies, names_district
from procedures_db.importers.channels import channel_kind, channels, online_service
from procedures_db.importers.context import ReadingContext, build_content
from procedures_db.importers.documents import Group, Paper, read_documents
from procedures_db.importers.fees import FeeCell, read_fees
from procedures_db.importers.flags import Flag, distinct
from procedures_db.importers.laws import legal_basis
from procedures_db.importers.steps import (
    conditions_from_text,
    looks_garbled,
    results,
    steps_from_text,
)
from procedures_db.importers.text import clean, line, without_bullet
from procedures_db.importers.times import TimeCell, read_times
from procedures_db.language.values import number
from procedures_db.terms import ChannelKind, DetailLevel

_HEADING = re.compile(r"^\*\*(?P<name>.+?)\*\*$")
_CODE = re.compile(r"^(?P<name>.*?)\s*\(Mã:\s*(?P<code>[^()]+)\)\s*$", re.DOTALL)
_TIME = re.compile(
    r"^(?P<value>\d+(?:[.,]\d+)?)\s+(?P<unit>ngày làm việc|ngày|giờ|tháng|phút|năm)$", re.IGNORECASE
)
_FEE = re.compile(
    r"^-?\s*(?:Lệ phí|Phí dịch vụ|Mức giá|Phí)\s*:\s*(?P<said>Miễn phí|Không nêu mức|[\d.,]+\s*"
    r"(?P<currency>Việt Nam Đồng|đồng|VNĐ|USD)?)\s*(?:—\s*(?P<text>.*))?$",
    re.DOTALL | re.IGNORECASE,
)
_FEE_START = re.compile(r"\n(?=-\s*(?:Lệ phí|Phí dịch vụ|Mức giá)\s*:)")
_CURRENCIES = {"việt nam đồng": "VND", "đồng": "VND", "vnđ": "VND", "usd": "USD"}

Raw = Mapping[str, Any]


def read_recovered(raw: Raw, code: str, context: ReadingContext) -> ProcedureContent:
    """Return what the sections say; a record names several procedures, `code` is one of them."""
    sections = raw.get("sections")
    if not isinstance(sections, Mapping):
        raise ContentError("sections: thiếu nội dung")
    methods = _table(sections.get("Cách thức thực hiện"))
    described = [
        (kind, row[2] if len(row) > 2 else "")
        for row in methods
        if (kind := channel_kind(row[0])) is not None
    ]
    offered = [row.channel for row in channels(described)]
    times = read_times(_time_cells(methods), offered, context.text)
    fees = read_fees(
        _fee_cells(sections.get("Phí, lệ phí")),
        offered,
        context.text,
        fetched_on=context.fetched_on,
    )
    papers = read_documents(_groups(sections.get("Thành phần hồ sơ")))
    flags = [Flag.PARTIAL(), *times.flags, *fees.flags]
    if len(raw.get("codes") or []) > 1:
        flags.append(Flag.SOURCE_DOUBT("bản ghi ghi chung cho nhiều mã thủ tục cùng tên"))
    if names_district(*sections.values()):
        flags.append(Flag.DISTRICT())
    garbled = looks_garbled(*sections.values())
    if garbled:
        flags.append(Flag.GARBLED(garbled))
    return build_content(
        code=code,
        name=line(raw.get("name")),
        detail=DetailLevel.PARTIAL,
        flags=distinct(flags),
        provenance=context.provenance(None, None),
        agencies=agencies([], sections.get("Địa chỉ tiếp nhận hồ sơ")),
        cases=papers.cases,
        forms=papers.forms,
        documents=papers.documents,
        channels=channels(described),
        times=times.times,
        fees=fees.fees,
        exemptions=fees.exemptions,
        online=online_service(offered, None),
        steps=steps_from_text(_plain(sections.get("Trình tự thực hiện"))),
        conditions=conditions_from_text(_plain(sections.get("Yêu cầu, điều kiện thực hiện"))),
        results=results(_coded(sections.get("Kết quả thực hiện"))),
        legal_basis=legal_basis(_coded(sections.get("Căn cứ pháp lý"))),
    )


def codes_of(raw: Raw) -> list[str]:
    """Return the codes that a record speaks of; none means that nobody could tell."""
    return list(dict.fromkeys(code for code in map(line, raw.get("codes") or []) if code))


def _plain(text: object) -> str:
    return clean(text).replace("**", "")


def _table(text: object) -> list[list[str]]:
    """Return the cells of a Markdown table below its header."""
    rows = [part for part in clean(text).split("\n") if part.startswith("|")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [row for row in cells[1:] if not set("".join(row)) <= set("-: ")]


def _time_cells(methods: list[list[str]]) -> list[TimeCell]:
    cells: list[TimeCell] = []
    for row in methods:
        kind = channel_kind(row[0])
        written = row[1] if len(row) > 1 else ""
        match = _TIME.match(written)
        text = row[2] if len(row) > 2 else ""
        if match:
            cells.append(TimeCell(kind, number(match["value"]), match["unit"], text))
        else:
            cells.append(TimeCell(kind, written.strip("—- "), None, text))
    return cells


def _fee_cells(text: object) -> list[FeeCell]:
    """The lines of this section belong to no channel."""
    cells: list[FeeCell] = []
    channel: ChannelKind | None = None
    for part in _FEE_START.split(clean(text)):
        match = _FEE.match(part.strip())
        if match is None:
            continue
        currency = _CURRENCIES.get((match["currency"] or "").lower())
        value = number(match["said"]) if match["said"][0].isdigit() else None
        cells.append(FeeCell(channel, value, currency, None, clean(match["text"])))
    return cells


def _groups(text: object) -> list[Group]:
    groups: list[tuple[str, list[Paper]]] = [("", [])]
    for part in clean(text).split("\n"):
        heading = _HEADING.match(part.strip())
        if heading:
            groups.append((heading["name"], []))
        elif part.startswith("|"):
            cells = [cell.strip() for cell in part.strip().strip("|").split("|")]
            if len(cells) >= 3 and cells[1].isdigit() and cells[2].isdigit():
                groups[-1][1].append(Paper(cells[0], int(cells[1]), int(cells[2])))
    return [Group(name, tuple(papers)) for name, papers in groups if papers]


def _coded(text: object) -> list[tuple[object, object]]:
    rows: list[tuple[object, object]] = []
    for part in clean(text).split("\n"):
        item = without_bullet(part)
        match = _CODE.match(item)
        if match:
            rows.append((match["name"], match["code"]))
        elif item:
            rows.append((item, ""))
    return rows

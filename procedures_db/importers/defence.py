"""Word exports of the Ministry of Defence, tables kept."""

import re
from collections.abc import Mapping
from typing import Any

from procedures_db.content import ProcedureContent
from procedures_db.errors import ContentError
from procedures_db.importers.agencies import agencies, levels_of, names_district, split_agencies
from procedures_db.importers.channels import channel_kind, channels, online_service
from procedures_db.importers.context import ReadingContext, build_content
from procedures_db.importers.documents import Group, Paper, read_documents
from procedures_db.importers.fees import FeeCell, read_fees
from procedures_db.importers.flags import Flag, distinct
from procedures_db.importers.laws import legal_basis
from procedures_db.importers.page import target_groups
from procedures_db.importers.steps import (
    conditions_from_text,
    looks_garbled,
    results,
    steps_from_text,
)
from procedures_db.importers.text import clean, line, meaningful, paragraphs
from procedures_db.importers.times import TimeCell, read_times
from procedures_db.language.values import calendar_date, number
from procedures_db.terms import AgencyRole, ChannelKind, CostType, DetailLevel

_FEE_LINE = re.compile(
    r"(?P<type>Phí|Lệ phí)\s*:\s*(?P<said>.*?)\s*(?P<currency>Đồng|USD|EUR)?\s*(?P<text>\(.*)?$",
    re.DOTALL,
)
_FEE_START = re.compile(r"\n(?=(?:Phí|Lệ phí)\s*:)")
_ATTACHMENT = re.compile(r"\n?File đính kèm:.*$", re.MULTILINE)
_PLAIN = re.compile(r"^\d+(?:[.,]\d+)*$")
_TIME = re.compile(
    r"^(?P<value>\d+(?:[.,]\d+)?)\s+(?P<unit>Ngày làm việc|Ngày|Giờ|Tháng|Phút|Năm)$", re.I
)
_FILES = re.compile(r".+?\.(?:docx?|pdf|xlsx?|rtf|odt|jpe?g|png|zip|rar)(?=\s|$)", re.I)
_COUNTS = re.compile(r"Bản chính:\s*(\d+)\s*Bản sao:\s*(\d+)")
_TYPES = {"Phí": CostType.PHI, "Lệ phí": CostType.LE_PHI}

Raw = Mapping[str, Any]


def read_defence(raw: Raw, context: ReadingContext) -> ProcedureContent:
    """Return the content of one exported procedure."""
    try:
        head, content, tables = raw["metadata"], raw["content"], raw["tables"]
        methods = tables["hinh_thuc_nop"]
    except (KeyError, TypeError) as error:
        raise ContentError(f"thiếu phần {error}") from error
    decision = _decision(head.get("số_quyết_định"))
    described = [
        (kind, clean(row.get("mo_ta")))
        for row in methods
        if (kind := channel_kind(row.get("hinh_thuc"))) is not None
    ]
    offered = [row.channel for row in channels(described)]
    times = read_times([_time_cell(row) for row in methods], offered, context.text)
    fees = read_fees(
        [cell for row in methods for cell in _fee_cells(row)],
        offered,
        context.text,
        fetched_on=context.fetched_on,
    )
    papers = read_documents([Group("", tuple(_paper(row) for row in tables["thanh_phan_ho_so"]))])
    laws = tables["can_cu_phap_ly"]
    flags = [*times.flags, *fees.flags]
    if names_district(*content.values(), head.get("cấp_thực_hiện")):
        flags.append(Flag.DISTRICT())
    garbled = looks_garbled(*content.values())
    if garbled:
        flags.append(Flag.GARBLED(garbled))
    return build_content(
        code=line(head.get("mã_thủ_tục")) or line(raw.get("thu_tuc_id")),
        name=line(head.get("tên_thủ_tục")),
        field=meaningful(head.get("lĩnh_vực")),
        levels=levels_of(head.get("cấp_thực_hiện")),
        target_groups=target_groups(content.get("đối_tượng_thực_hiện")),
        detail=DetailLevel.FULL,
        issuing_agency="Bộ Quốc phòng",
        decision_number=decision,
        flags=distinct(flags),
        provenance=context.provenance(None, decision),
        agencies=agencies(
            [
                (AgencyRole.EXECUTING, split_agencies(content.get("cơ_quan_thực_hiện"))),
                (AgencyRole.AUTHORITY, split_agencies(content.get("cơ_quan_có_thẩm_quyền"))),
                (AgencyRole.AUTHORIZED, split_agencies(content.get("cơ_quan_được_ủy_quyền"))),
                (AgencyRole.COORDINATING, split_agencies(content.get("cơ_quan_phối_hợp"))),
            ],
            content.get("địa_chỉ_tiếp_nhận_hs"),
        ),
        cases=papers.cases,
        forms=papers.forms,
        documents=papers.documents,
        channels=channels(described),
        times=times.times,
        fees=fees.fees,
        exemptions=fees.exemptions,
        online=online_service(offered, None),
        steps=steps_from_text(content.get("trình_tự_thực_hiện")),
        conditions=conditions_from_text(content.get("yêu_cầu_điều_kiện_thực_hiện")),
        results=results([(part, "") for part in paragraphs(content.get("kết_quả_thực_hiện"))]),
        legal_basis=legal_basis(
            ((row.get("trich_yeu"), row.get("so_ky_hieu")) for row in laws),
            [calendar_date(line(row.get("ngay_ban_hanh"))) for row in laws],
        ),
    )


def _decision(text: object) -> str | None:
    value = meaningful(text)
    if value is None:
        return None
    return value.removeprefix("Quyết định số").replace(" /", "/").strip() or None


def _time_cell(row: Raw) -> TimeCell:
    kind = channel_kind(row.get("hinh_thuc"))
    written = line(row.get("thoi_han_giai_quyet"))
    description = clean(row.get("mo_ta"))
    match = _TIME.match(written)
    if match:
        return TimeCell(kind, number(match["value"]), match["unit"], description)
    return TimeCell(kind, written, None, description)


def _fee_cells(row: Raw) -> list[FeeCell]:
    kind: ChannelKind | None = channel_kind(row.get("hinh_thuc"))
    cells: list[FeeCell] = []
    value = _ATTACHMENT.sub("", clean(row.get("phi_le_phi")))
    for part in _FEE_START.split(value):
        match = _FEE_LINE.match(part.strip())
        if match is None:
            continue
        said = match["said"].strip()
        text = (match["text"] or "").strip()
        currency = {"Đồng": "VND", "USD": "USD", "EUR": "EUR"}.get(match["currency"] or "")
        amount = number(said) if _PLAIN.match(said) else None
        if amount is None and said and said.lower() != "o":
            text = f"{said}. {text}".strip(". ") if text else said
        cells.append(FeeCell(kind, amount, currency, _TYPES[match["type"]], text))
    return cells


def _paper(row: Raw) -> Paper:
    counts = _COUNTS.search(clean(row.get("ghi_chu")))
    files = _FILES.findall(line(row.get("so_luong")))
    return Paper(
        clean(row.get("ten_giay_to")),
        int(counts[1]) if counts else None,
        int(counts[2]) if counts else None,
        tuple(file.strip() for file in files),
    )

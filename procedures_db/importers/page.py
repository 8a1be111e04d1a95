"""Detail pages of the portal read as text."""

import re
from collections.abc import Mapping
from typing import Any

from procedures_db.content import ProcedureContent
from procedures_db.errors import ContentError
from procedures_db.importers.agencies import agencies, levels_of, names_district, split_agencies
from procedures_db.importers.channels import channels, online_service
from procedures_db.importers.context import ReadingContext, build_content
from procedures_db.importers.documents import read_documents
from procedures_db.importers.fees import FeeCell, read_fees
from procedures_db.importers.flags import Flag, distinct
from procedures_db.importers.flattened import (
    Method,
    split_documents,
    split_methods,
    split_results,
)
from procedures_db.importers.laws import legal_basis, split_flattened
from procedures_db.importers.steps import (
    conditions_from_text,
    looks_garbled,
    results,
    steps_from_text,
)
from procedures_db.importers.text import clean, line, meaningful, procedure_code, says_nothing
from procedures_db.importers.times import TimeCell, read_times
from procedures_db.terms import AgencyRole, DetailLevel

_OWN_CODE = re.compile(r"Mã thủ tục(?P<code>[^\n]{3,40}?)Số quyết định")
_TABLE = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
_SECTIONS = re.compile(
    r"Trình Tự Thực Hiện(?P<trinh_tu_thuc_hien>.*?)Cách Thức Thực Hiện"
    r"(?P<cach_thuc_thuc_hien>Hình thức nộp.*)Thành phần hồ sơ"
    r"(?P<thanh_phan_ho_so>.*?Tên giấy tờMẫu đơn, tờ khaiSố lượng.*)"
    r"Căn cứ pháp lý(?=Tên văn bản|Không có)",
    re.DOTALL,
)
_LAWS_HEADER = "Tên văn bản pháp lýMã văn bản"


def read_page(raw: Mapping[str, Any], context: ReadingContext) -> ProcedureContent:
    """Return the content of one detail page."""
    code = procedure_code(raw.get("ma_thu_tuc")) or procedure_code(raw.get("_code"))
    _check_owner(raw, code)
    raw = _resplit(raw)
    url = line(raw.get("detail_url"))
    uuid = line(raw.get("formality_id")) or url.rpartition("/")[2] or None
    decision = meaningful(raw.get("so_quyet_dinh"))
    flags: list[str] = []
    rows = split_methods(raw.get("cach_thuc_thuc_hien") or "")
    if rows is None and not says_nothing(line(raw.get("cach_thuc_thuc_hien"))):
        flags.append(Flag.METHODS_UNREAD(line(raw.get("cach_thuc_thuc_hien"))))
    methods = rows or []
    described = [(method.channel, method.description) for method in methods]
    offered = [row.channel for row in channels(described)]
    times = read_times(
        [TimeCell(row.channel, row.value, row.unit, row.description) for row in methods],
        offered,
        context.text,
        narrative=clean(raw.get("trinh_tu_thuc_hien")),
    )
    fees = read_fees(_fee_cells(methods), offered, context.text, fetched_on=context.fetched_on)
    flags += [Flag.FEE_UNREAD(row.ambiguous) for row in methods if row.ambiguous]
    groups = split_documents(raw.get("thanh_phan_ho_so") or "")
    if groups is None:
        flags.append(Flag.DOCUMENTS_UNREAD(line(raw.get("thanh_phan_ho_so"))))
    papers = read_documents(groups or [])
    return build_content(
        code=code,
        uuid=uuid,
        name=line(raw.get("ten_thu_tuc")),
        field=meaningful(raw.get("linh_vuc")),
        levels=levels_of(raw.get("cap_thuc_hien")),
        target_groups=target_groups(raw.get("doi_tuong_thuc_hien")),
        detail=DetailLevel.FULL,
        decision_number=decision,
        flags=distinct([*flags, *times.flags, *fees.flags, *_doubts(raw)]),
        provenance=context.provenance(url or None, decision),
        agencies=agencies(
            [
                (AgencyRole.EXECUTING, split_agencies(raw.get("co_quan_thuc_hien"))),
                (AgencyRole.AUTHORITY, split_agencies(raw.get("co_quan_co_tham_quyen"))),
                (AgencyRole.AUTHORIZED, split_agencies(raw.get("co_quan_duoc_uy_quyen"))),
                (AgencyRole.COORDINATING, split_agencies(raw.get("co_quan_phoi_hop"))),
            ],
            raw.get("dia_chi_tiep_nhan"),
        ),
        cases=papers.cases,
        forms=papers.forms,
        documents=papers.documents,
        channels=channels(described),
        times=times.times,
        fees=fees.fees,
        exemptions=fees.exemptions,
        online=online_service(offered, uuid),
        steps=steps_from_text(raw.get("trinh_tu_thuc_hien")),
        conditions=conditions_from_text(raw.get("yeu_cau_dieu_kien")),
        results=results([*split_results(raw.get("ket_qua_xu_ly") or "")]),
        legal_basis=legal_basis(_laws(raw.get("can_cu_phap_ly"))),
    )


def _check_owner(raw: Mapping[str, Any], code: str) -> None:
    """Refuse a page that was saved under another procedure's code (17 pages)."""
    match = _OWN_CODE.search(raw.get("raw_text") or "")
    if match and procedure_code(match["code"].strip()) != code:
        raise ContentError(f"ma_thu_tuc: trang là của thủ tục {match['code'].strip()}")


def _resplit(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Cut the sections out of the whole page where the steps quote a section's heading.

    Whoever cut the page at the first "Thành phần hồ sơ" left the rest of the steps in the
    documents (25 pages of the social insurance).
    """
    documents, page = raw.get("thanh_phan_ho_so"), raw.get("raw_text")
    if not documents or not page or _TABLE in documents or _TABLE not in page:
        return raw
    match = _SECTIONS.search(page)
    return {**raw, **match.groupdict()} if match else raw


def target_groups(text: object) -> list[str]:
    """Return the groups in "Công dân Việt Nam, Cán bộ, công chức, viên chức, Hợp tác xã"."""
    groups: list[str] = []
    for part in line(text).split(", "):
        value = part.strip(" .")
        if groups and (value[:1].islower() or value.startswith("HTX")):
            groups[-1] += f", {value}"
        elif value and not says_nothing(value):
            groups.append(value)
    return list(dict.fromkeys(groups))


def _laws(text: object) -> list[tuple[str, str]]:
    value = line(text)
    if says_nothing(value):
        return []
    return split_flattened(value.removeprefix(_LAWS_HEADER))


def _fee_cells(methods: list[Method]) -> list[FeeCell]:
    return [
        FeeCell(row.channel, fee.value, fee.currency, None, clean(fee.text), row.description)
        for row in methods
        for fee in row.fees
    ]


def _doubts(raw: Mapping[str, Any]) -> list[str]:
    flags: list[str] = []
    texts = [
        raw.get(name)
        for name in (
            "ten_thu_tuc",
            "cap_thuc_hien",
            "co_quan_thuc_hien",
            "cach_thuc_thuc_hien",
            "trinh_tu_thuc_hien",
            "dia_chi_tiep_nhan",
        )
    ]
    if names_district(*texts):
        flags.append(Flag.DISTRICT())
    garbled = looks_garbled(*texts)
    if garbled:
        flags.append(Flag.GARBLED(garbled))
    return flags

"""Records condensed by hand from the detail API."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from procedures_db.content import ProcedureContent, ProcessingTime
from procedures_db.errors import ContentError
from procedures_db.importers.agencies import agencies, levels_of, split_agencies
from procedures_db.importers.channels import channel_kind, channels, online_service
from procedures_db.importers.context import ReadingContext, build_content
from procedures_db.importers.documents import Group, Paper, read_documents
from procedures_db.importers.fees import FeeCell, read_fees
from procedures_db.importers.flags import Flag, distinct
from procedures_db.importers.formats import portal_url
from procedures_db.importers.laws import law_number, legal_basis
from procedures_db.importers.steps import conditions_from_text, results
from procedures_db.importers.text import line, meaningful, says_nothing
from procedures_db.importers.times import TimeCell, read_times, spoken, whole_days
from procedures_db.language.values import number
from procedures_db.terms import AgencyRole, CostType, DetailLevel

_TIME = re.compile(
    r"^(?P<value>\d+(?:[.,]\d+)?)\s+(?P<unit>ngày làm việc|ngày|giờ|tháng|phút|năm)$", re.IGNORECASE
)
_OTHER = re.compile(r"^\d+\s.*\bOTHER\b", re.IGNORECASE)
# The transcriber's own words for an empty cell.
_EMPTY_FEE = re.compile(r"^(?:value 0|fee list empty|no text|value null|.*\bno text\b)", re.I)
_COST_TYPES = {"SERVICE_FEE": CostType.LE_PHI}

Raw = Mapping[str, Any]


def read_transcribed(raw: Raw, context: ReadingContext) -> ProcedureContent:
    """Return the content of one condensed record, marked as partial."""
    methods = raw.get("methods")
    documents = raw.get("documents")
    if not isinstance(methods, list) or not isinstance(documents, Mapping):
        raise ContentError("methods, documents: thiếu nội dung")
    uuid = line(raw.get("uuid")) or None
    decision = meaningful(raw.get("decision"))
    described = [(kind, "") for row in methods if (kind := channel_kind(row.get("m"))) is not None]
    offered = [row.channel for row in channels(described)]
    times = read_times([_time_cell(row) for row in methods], offered, context.text, _days(raw))
    fees = read_fees(_fee_cells(raw), offered, context.text, fetched_on=context.fetched_on)
    papers = read_documents(
        [
            Group(name, tuple(Paper(line(paper)) for paper in listed))
            for name, listed in documents.items()
        ]
    )
    return build_content(
        code=line(raw.get("code")),
        uuid=uuid,
        name=line(raw.get("name")),
        field=meaningful(raw.get("domain")),
        levels=[level for text in raw.get("level") or [] for level in levels_of(text)],
        detail=DetailLevel.PARTIAL,
        issuing_agency=meaningful(raw.get("agency")),
        decision_number=decision,
        decision_date=_day(raw.get("decision_date")),
        flags=distinct([*times.flags, *_case_flags(raw, times.times), *fees.flags, *_doubts(raw)]),
        provenance=context.provenance(portal_url(uuid), decision),
        agencies=agencies([(AgencyRole.EXECUTING, split_agencies(raw.get("executing")))], None),
        cases=papers.cases,
        forms=papers.forms,
        documents=papers.documents,
        channels=channels(described),
        times=times.times,
        fees=fees.fees,
        exemptions=fees.exemptions,
        online=online_service(offered, uuid),
        steps=[{"text": line(step)} for step in raw.get("steps") or [] if line(step)],
        conditions=[
            row for text in raw.get("conditions") or [] for row in conditions_from_text(line(text))
        ],
        results=results([(text, "") for text in raw.get("results") or []]),
        legal_basis=legal_basis([(line(text), law_number(text) or "") for text in _laws(raw)]),
    )


def _laws(raw: Raw) -> list[str]:
    listed = raw.get("legal_basis") or raw.get("legal") or []
    return [line(text).partition(" (")[0] for text in listed if not says_nothing(line(text))]


def _time_cell(row: Raw) -> TimeCell:
    kind = channel_kind(row.get("m"))
    written, text = line(row.get("time")), line(row.get("time_text"))
    if _OTHER.match(written):
        return TimeCell(kind, None, "OTHER", text)
    match = _TIME.match(written)
    if match:
        return TimeCell(kind, number(match["value"]), match["unit"], text)
    return TimeCell(kind, written, None, text)


def _days(raw: Raw) -> list[tuple[float, str]]:
    days: list[tuple[float, str]] = []
    for case in raw.get("cases") or []:
        match = _TIME.match(line(case.get("time")))
        value = number(match["value"]) if match else None
        if match and value is not None:
            days.append((value, match["unit"]))
    return days


def _case_flags(raw: Raw, times: list[ProcessingTime]) -> list[str]:
    """Say when the portal's cases name other times than the ways of handing in."""
    said = {(time.value, time.unit) for time in times if time.value is not None}
    days = whole_days(_days(raw))
    if said and days and not set(days) <= said:
        return [Flag.TIME_CASES("; ".join(spoken(*day) for day in days))]
    return []


def _fee_cells(raw: Raw) -> list[FeeCell]:
    cells = [
        FeeCell(
            channel_kind(row.get("channel")),
            row["amount"] if isinstance(row.get("amount"), int | float) else None,
            None,
            _COST_TYPES.get(line(row.get("type"))),
            "" if _EMPTY_FEE.match(line(row.get("text"))) else line(row.get("text")),
        )
        for row in raw.get("fees") or []
    ]
    cells += [
        FeeCell(channel_kind(row.get("m")), row["fee"], None, None, line(row.get("fee_text")))
        for row in raw.get("methods") or []
        if isinstance(row.get("fee"), int | float)
    ]
    return cells


def _doubts(raw: Raw) -> list[str]:
    doubt = line(raw.get("quality_warning"))
    return [Flag.SOURCE_DOUBT(doubt)] if doubt else []


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(line(text))
    except ValueError:
        return None

"""Answers of the portal's detail API: the best structured records."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from procedures_db.content import ProcedureContent
from procedures_db.errors import ContentError
from procedures_db.importers.agencies import agencies, names_district, province_of
from procedures_db.importers.channels import channel_kind, channels, online_service
from procedures_db.importers.context import ReadingContext, build_content
from procedures_db.importers.documents import Group, Paper, read_documents
from procedures_db.importers.fees import FeeCell, read_fees
from procedures_db.importers.flags import Flag, distinct
from procedures_db.importers.formats import portal_url
from procedures_db.importers.laws import legal_basis
from procedures_db.importers.listing import KINDS
from procedures_db.importers.steps import (
    conditions_from_text,
    looks_garbled,
    results,
    steps_from_list,
)
from procedures_db.importers.text import clean, line, meaningful, procedure_code
from procedures_db.importers.times import TimeCell, read_times
from procedures_db.terms import (
    AgencyRole,
    CostType,
    DetailLevel,
    Level,
    ProcedureKind,
)

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_LEVELS = (
    ("isWard", Level.COMMUNE),
    ("isProvince", Level.PROVINCE),
    ("isMinistry", Level.MINISTRY),
    ("isOtherAgency", Level.OTHER),
)
_CURRENCIES = {"Việt Nam Đồng": "VND", "VNĐ": "VND", "VND": "VND", "USD": "USD", "EUR": "EUR"}
# The portal's FEE is its default for both kinds of charge; only SERVICE_FEE is chosen on purpose.
_COST_TYPES = {"SERVICE_FEE": CostType.LE_PHI}

Raw = Mapping[str, Any]


def read_api(raw: Raw, context: ReadingContext) -> ProcedureContent:
    """Return the content of one answer of the detail API, with or without its envelope."""
    data = raw.get("data", raw)
    if not isinstance(data, Mapping):
        raise ContentError("data: câu trả lời không có nội dung thủ tục")
    code = procedure_code(data.get("code"))
    uuid = line(data.get("id")) or None
    kind = KINDS.get(line(data.get("type")), ProcedureKind.NATIONAL)
    proposal = _mapping(data.get("procedureProposal"))
    decision = meaningful(proposal.get("proposalNumber")) or meaningful(data.get("decisionNo"))
    methods = _mappings(data.get("executionMethods"))
    described = [
        (channel, clean(method.get("description")))
        for method in methods
        if (channel := channel_kind(method.get("submissionMethod"))) is not None
    ]
    offered = [row.channel for row in channels(described)]
    stages = _mappings(data.get("executionSteps"))
    times = read_times(
        _time_cells(methods),
        offered,
        context.text,
        _case_days(data),
        "\n".join(clean(stage.get("description")) for stage in stages),
    )
    fees = read_fees(
        _fee_cells(methods),
        offered,
        context.text,
        fetched_on=context.fetched_on,
        dollars_plausible=kind is not ProcedureKind.PROVINCIAL,
    )
    papers = read_documents(_groups(data))
    steps = steps_from_list(
        [(line(stage.get("name")), clean(stage.get("description"))) for stage in stages]
    )
    issuer = meaningful(data.get("departmentPromulgateName"))
    name = line(data.get("name"))
    return build_content(
        code=code,
        uuid=uuid,
        name=name,
        aliases=_aliases(data.get("keywords"), name),
        field=_field(data),
        levels=[level for key, level in _LEVELS if data.get(key) is True],
        kind=kind,
        province=province_of(issuer) if kind is ProcedureKind.PROVINCIAL else None,
        target_groups=_names(data.get("subjectTypesDetails")),
        detail=DetailLevel.FULL,
        issuing_agency=issuer,
        decision_number=decision,
        decision_date=day_of(proposal.get("decisionDate")),
        flags=distinct([*times.flags, *fees.flags, *_doubts(data)]),
        provenance=context.provenance(portal_url(uuid), decision),
        agencies=_agencies(data),
        cases=papers.cases,
        forms=papers.forms,
        documents=papers.documents,
        channels=channels(described),
        times=times.times,
        fees=fees.fees,
        exemptions=fees.exemptions,
        online=online_service(offered, uuid, full=data.get("isFullProcess") is True),
        steps=steps,
        conditions=conditions_from_text(data.get("requirementsAndConditions")),
        results=results(
            [(row.get("name"), row.get("code")) for row in _mappings(data.get("resultsDetails"))]
        ),
        legal_basis=legal_basis(
            (row.get("name"), row.get("code")) for row in _mappings(data.get("legalBasisesDetails"))
        ),
    )


def day_of(milliseconds: object) -> date | None:
    """Return the day in Vietnam of a time in milliseconds since 1970."""
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool) or milliseconds <= 0:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(_VIETNAM).date()
    except (OverflowError, ValueError, OSError):
        return None


def _time_cells(methods: list[Raw]) -> list[TimeCell]:
    return [
        TimeCell(
            channel_kind(method.get("submissionMethod")),
            method.get("processingTime"),
            method.get("processingTimeUnit"),
            clean(method.get("description")),
        )
        for method in methods
    ]


def _fee_cells(methods: list[Raw]) -> list[FeeCell]:
    return [
        FeeCell(
            channel_kind(method.get("submissionMethod")),
            fee["value"] if isinstance(fee.get("value"), int | float) else None,
            _CURRENCIES.get(line(fee.get("currencyName"))),
            _COST_TYPES.get(line(fee.get("type"))),
            clean(fee.get("description")),
            clean(method.get("description")),
        )
        for method in methods
        for fee in _mappings(method.get("fees"))
    ]


def _case_days(data: Raw) -> list[tuple[float, str]]:
    days = [_mapping(case.get("processingDay")) for case in _mappings(data.get("cases"))]
    return [
        (day["qty"], line(day.get("type")))
        for day in days
        if isinstance(day.get("qty"), int | float)
    ]


def _groups(data: Raw) -> list[Group]:
    return [
        Group(
            line(case.get("name")),
            tuple(_paper(paper) for paper in _mappings(case.get("profileComponents"))),
        )
        for case in _mappings(data.get("executionCases"))
    ]


def _paper(paper: Raw) -> Paper:
    return Paper(
        clean(paper.get("name")),
        _count(paper.get("originalQty")),
        _count(paper.get("copyQty")),
        tuple(line(file.get("fileName")) for file in _mappings(paper.get("attachments"))),
    )


def _agencies(data: Raw) -> list[Any]:
    named: list[tuple[AgencyRole, Iterable[str]]] = []
    for role, listed, groups, text in (
        (AgencyRole.EXECUTING, "departmentsExecuting", "unitGroupsExecuting", "executingAgencies"),
        (AgencyRole.AUTHORITY, "departmentsAuthority", "unitGroupsAuthority", "delegatedAgencies"),
        (
            AgencyRole.AUTHORIZED,
            "departmentsAuthorized",
            "unitGroupsAuthorized",
            "authorizedAgencies",
        ),
        (
            AgencyRole.COORDINATING,
            "departmentsCoordinating",
            "unitGroupsCoordinating",
            "coordinatingAgencies",
        ),
    ):
        names = [*_names(data.get(listed)), *_names(data.get(groups))]
        named.append((role, names or filter(None, [meaningful(data.get(text))])))
    return agencies(named, data.get("dossierReceivingAddresses"))


def _field(data: Raw) -> str | None:
    names = _names(data.get("categoriesDetails"))
    return names[0] if names else meaningful(_mapping(data.get("category")).get("name"))


def _aliases(keywords: object, name: str) -> list[str]:
    alias = meaningful(keywords)
    return [alias] if alias and len(alias) <= 200 and alias.lower() != name.lower() else []


def _doubts(data: Raw) -> list[str]:
    flags: list[str] = []
    texts = [data.get("name"), data.get("dossierReceivingAddresses")]
    texts += [step.get("description") for step in _mappings(data.get("executionSteps"))]
    texts += [method.get("description") for method in _mappings(data.get("executionMethods"))]
    if names_district(*texts):
        flags.append(Flag.DISTRICT())
    garbled = looks_garbled(*texts)
    if garbled:
        flags.append(Flag.GARBLED(garbled))
    if line(data.get("code")).lower().endswith("-xoa"):
        flags.append(Flag.REMOVED_CODE(line(data.get("code"))))
    return flags


def _names(rows: object) -> list[str]:
    return [name for row in _mappings(rows) if (name := meaningful(row.get("name")))]


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _mapping(value: object) -> Raw:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: object) -> list[Raw]:
    """Return the objects of a list; the portal leaves nulls in some."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []

"""Choose what is published among the records of one procedure."""

from collections.abc import Mapping
from typing import Any

from procedures_db.content import Fee, ProcedureContent, ProcessingTime, Provenance
from procedures_db.importers.flags import Flag, distinct
from procedures_db.importers.formats import SourceFormat, portal_url
from procedures_db.importers.text import fold
from procedures_db.importers.times import spoken
from procedures_db.terms import AgencyRole, DetailLevel, FeeKind, ProcedureKind, TimeUnit

Records = Mapping[SourceFormat, ProcedureContent]

# What a better record may lack and another may know; each list is taken whole or not at all.
_COMPLETED_LISTS = ("steps", "conditions", "results", "legal_basis")
_COMPLETED_FIELDS = ("uuid", "field", "issuing_agency", "province")


def merge(records: Records, *, listed: bool | None = None) -> ProcedureContent:
    """Return the content to publish for one procedure.

    The most trusted record is the base; a newer decision wins where both have a date; others
    complete what it lacks, each fact with its own provenance. What a person has written into the
    catalogue is never changed, only flagged. `listed` is whether the newest national list has
    the procedure; None when no list was read. What staff have published stays as they wrote it:
    they are shown what other sources say in drafts.
    """
    if SourceFormat.STAFF in records:
        return records[SourceFormat.STAFF]
    base_format = _base(records)
    base = records[base_format]
    others = {kind: content for kind, content in records.items() if kind is not base_format}
    changes: dict[str, Any] = {}
    flags = [*base.flags, *_disagreements(base, others)]
    if listed is False:
        flags.append(Flag.UNLISTED())
    if base_format is not SourceFormat.CATALOGUE:
        changes |= _completed(base, others)
    changes["flags"] = distinct(flags)
    return base.model_copy(update=changes)


def _base(records: Records) -> SourceFormat:
    ranked = sorted(records, key=lambda kind: kind.rank)
    best = ranked[0]
    if best in (SourceFormat.CATALOGUE, SourceFormat.LISTING):
        return best
    for kind in ranked[1:]:
        dated, rival = records[best].decision_date, records[kind].decision_date
        if kind is not SourceFormat.LISTING and dated and rival and rival > dated:
            best = kind
    return best


def _completed(base: ProcedureContent, others: Records) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    ranked = [others[kind] for kind in sorted(others, key=lambda kind: kind.rank)]
    for name in _COMPLETED_FIELDS:
        known = next((getattr(row, name) for row in ranked if getattr(row, name)), None)
        if not getattr(base, name) and known:
            changes[name] = known
    for other in ranked:
        for name in (*_COMPLETED_LISTS, "levels", "target_groups"):
            if not getattr(base, name) and name not in changes and getattr(other, name):
                rows = getattr(other, name)
                changes[name] = (
                    [_sourced(row, other.provenance) for row in rows]
                    if name in _COMPLETED_LISTS
                    else rows
                )
        if "documents" not in changes and not base.documents and other.documents and not base.cases:
            changes |= _papers_of(other)
    listing = others.get(SourceFormat.LISTING)
    if listing is not None:
        changes |= _from_listing(base, listing)
    return changes


def _papers_of(other: ProcedureContent) -> dict[str, Any]:
    return {
        name: [_sourced(row, other.provenance) for row in getattr(other, name)]
        for name in ("documents", "cases", "forms")
    }


def _from_listing(base: ProcedureContent, listing: ProcedureContent) -> dict[str, Any]:
    """The list is newest for identity: uuid, kind, name and the offices that carry it out."""
    found: dict[str, Any] = {"kind": listing.kind}
    if listing.kind is ProcedureKind.PROVINCIAL and listing.province:
        found["province"] = listing.province
    if listing.uuid:
        found["uuid"] = listing.uuid
        found |= _links(base, listing.uuid)
    if not any(agency.role is AgencyRole.EXECUTING for agency in base.agencies):
        offices = [_sourced(row, listing.provenance) for row in listing.agencies]
        found["agencies"] = [*offices, *base.agencies]
    if (
        fold(listing.name) != fold(base.name)
        and listing.provenance.fetched_on >= base.provenance.fetched_on
    ):
        found["name"] = listing.name
        found["aliases"] = list(dict.fromkeys([*base.aliases, base.name]))
    return found


def _links(base: ProcedureContent, uuid: str) -> dict[str, Any]:
    """Point to the page of the newest uuid."""
    url = portal_url(uuid)
    links: dict[str, Any] = {
        "online": [
            row.model_copy(update={"url": url})
            if row.url is None or "dichvucong.gov.vn/thu-tuc" in row.url
            else row
            for row in base.online
        ]
    }
    if base.provenance.url is None:
        links["provenance"] = base.provenance.model_copy(update={"url": url})
    return links


def _sourced(row: Any, provenance: Provenance) -> Any:
    return row if row.provenance else row.model_copy(update={"provenance": provenance})


def _disagreements(base: ProcedureContent, others: Records) -> list[str]:
    flags: list[str] = []
    for kind in sorted(others, key=lambda kind: kind.rank):
        other = others[kind]
        where = kind.label
        if other.detail is not DetailLevel.LISTED:
            flags += _facts_disagree(base, other, where)
        if base.uuid and other.uuid and base.uuid != other.uuid:
            flags.append(Flag.SOURCES_UUID(where))
        if fold(base.name) != fold(other.name):
            flags.append(Flag.SOURCES_NAME(f"{where}: {other.name}"))
    return flags


def _facts_disagree(base: ProcedureContent, other: ProcedureContent, where: str) -> list[str]:
    flags: list[str] = []
    times, rival_times = _times(base.times), _times(other.times)
    if times and rival_times and not (times <= rival_times or rival_times <= times):
        flags.append(Flag.SOURCES_TIME(f"{_spoken(times)} / {_spoken(rival_times)} ({where})"))
    fees, rival_fees = _amounts(base.fees), _amounts(other.fees)
    if rival_fees and _says_fee(base.fees) and not (fees <= rival_fees or rival_fees <= fees):
        flags.append(Flag.SOURCES_FEE(f"{_listed(fees)} / {_listed(rival_fees)} ({where})"))
    elif rival_fees and any(row.kind is FeeKind.FREE for row in base.fees) and not fees:
        flags.append(Flag.SOURCES_FEE(f"miễn / {_listed(rival_fees)} ({where})"))
    first, second = base.decision_number, other.decision_number
    if first and second and fold(first) != fold(second):
        flags.append(Flag.SOURCES_DECISION(f"{first} / {second} ({where})"))
    return flags


def _times(rows: list[ProcessingTime]) -> set[tuple[int, str]]:
    return {
        (row.value, row.unit.value)
        for row in rows
        if row.value is not None and row.unit is not None
    }


def _spoken(times: set[tuple[int, str]]) -> str:
    return ", ".join(spoken(value, TimeUnit(unit)) for value, unit in sorted(times))


def _amounts(rows: list[Fee]) -> set[tuple[int, str]]:
    return {(row.amount, row.currency) for row in rows if row.amount is not None}


def _says_fee(rows: list[Fee]) -> bool:
    return any(row.kind is FeeKind.AMOUNT for row in rows)


def _listed(amounts: set[tuple[int, str]]) -> str:
    return ", ".join(f"{amount} {currency}" for amount, currency in sorted(amounts)) or "không nêu"

"""One part of an answer per facet: the facts as data, and whether the database has them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from procedures_db.content import Case, ProcedureContent
from procedures_db.facts.fees import exemptions_on, fees_on, holds_on, single_amount
from procedures_db.terms import Facet, FeeKind, OnlineLevel

Facts = dict[str, Any]


def facet_facts(content: ProcedureContent, facet: Facet, today: date) -> Facts | None:
    """Return the facts about one facet as JSON data, or None when the database has none."""
    facts = _BUILDERS[facet](content, today)
    overrides = [
        _plain(override)
        for override in content.overrides
        if override.facet == facet and holds_on(override, today)
    ]
    if overrides:
        facts = (facts or {}) | {"overrides": overrides}
    return facts


def part_source(content: ProcedureContent, facet: Facet) -> dict[str, Any]:
    """Return the provenance of a facet's rows: the latest read among them."""
    rows = getattr(content, _ROWS[facet], []) if facet in _ROWS else []
    stated = [row.provenance for row in rows if row.provenance is not None]
    provenance = max(stated, key=lambda item: item.fetched_on) if stated else content.provenance
    return {
        "name": provenance.source,
        "url": provenance.url,
        "decision": provenance.decision,
        "fetched_on": provenance.fetched_on.isoformat(),
        "verified_on": provenance.verified_on.isoformat() if provenance.verified_on else None,
    }


_ROWS = {
    Facet.DOCUMENTS: "documents",
    Facet.FEE: "fees",
    Facet.EXEMPTION: "exemptions",
    Facet.TIME: "times",
    Facet.PLACE: "agencies",
    Facet.ONLINE: "online",
    Facet.CONDITIONS: "conditions",
    Facet.STEPS: "steps",
    Facet.FORM: "forms",
    Facet.LEGAL_BASIS: "legal_basis",
    Facet.RESULT: "results",
}


def _plain(row: Any, *drop: str) -> Facts:
    return dict(row.model_dump(mode="json", exclude={"provenance", *drop}))


def _case_names(cases: list[Case]) -> dict[str | None, str | None]:
    return {None: None} | {case.key: case.name for case in cases}


def _named_case(row: Any, names: dict[str | None, str | None]) -> Facts:
    return _plain(row) | {"case": names.get(row.case)}


def _documents(content: ProcedureContent, _today: date) -> Facts | None:
    if not content.documents:
        return None
    names = _case_names(content.cases)
    forms = {form.name: form.url for form in content.forms}
    groups: dict[str | None, list[Facts]] = {}
    for document in content.documents:
        fact = _plain(document, "case", "needs")
        fact["form"] = (
            {"name": document.form, "url": forms.get(document.form)} if document.form else None
        )
        groups.setdefault(document.case, []).append(fact)
    ordered = sorted(groups.items(), key=lambda item: item[0] is not None)
    return {"groups": [{"case": names.get(key), "documents": papers} for key, papers in ordered]}


def _fee(content: ProcedureContent, today: date) -> Facts | None:
    fees = fees_on(content.fees, today)
    if not fees or all(fee.kind is FeeKind.UNKNOWN and not fee.text for fee in fees):
        return None
    names = _case_names(content.cases)
    return {
        "amount": single_amount(fees),
        "currency": "VND",
        "rows": [_named_case(fee, names) for fee in fees],
    }


def _exemption(content: ProcedureContent, today: date) -> Facts | None:
    names = _case_names(content.cases)
    rows = [_named_case(row, names) for row in exemptions_on(content.exemptions, today)]
    return {"rows": rows} if rows else None


def _time(content: ProcedureContent, today: date) -> Facts | None:
    names = _case_names(content.cases)
    rows = [_named_case(row, names) for row in content.times if holds_on(row, today)]
    return {"rows": rows} if rows else None


def _place(content: ProcedureContent, _today: date) -> Facts | None:
    if not content.agencies and not content.levels:
        return None
    return {
        "agencies": [_plain(agency) for agency in content.agencies],
        "levels": [str(level) for level in content.levels],
        "channels": [_plain(channel) for channel in content.channels],
    }


def _online(content: ProcedureContent, _today: date) -> Facts | None:
    for service in content.online:
        if service.level is not OnlineLevel.UNKNOWN or service.url:
            return _plain(service)
    return None


def _items(name: str) -> Callable[[ProcedureContent, date], Facts | None]:
    def build(content: ProcedureContent, _today: date) -> Facts | None:
        rows = getattr(content, name)
        if not rows:
            return None
        names = _case_names(content.cases)
        return {
            "items": [
                _named_case(row, names) if hasattr(row, "case") else _plain(row) for row in rows
            ]
        }

    return build


def _overview(content: ProcedureContent, _today: date) -> Facts | None:
    return {"summary": content.summary} if content.summary else None


_BUILDERS: dict[Facet, Callable[[ProcedureContent, date], Facts | None]] = {
    Facet.OVERVIEW: _overview,
    Facet.DOCUMENTS: _documents,
    Facet.FEE: _fee,
    Facet.EXEMPTION: _exemption,
    Facet.TIME: _time,
    Facet.PLACE: _place,
    Facet.ONLINE: _online,
    Facet.CONDITIONS: _items("conditions"),
    Facet.STEPS: _items("steps"),
    Facet.FORM: _items("forms"),
    Facet.LEGAL_BASIS: _items("legal_basis"),
    Facet.RESULT: _items("results"),
}

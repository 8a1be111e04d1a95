"""CPSV-AP and schema.org: valid for every procedure, and saying what the rows say."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, XSD
from sqlalchemy.orm import Session, sessionmaker

from procedures_db.content import ProcedureContent
from procedures_db.exchange import to_cpsv_ap, to_document, to_schema_org
from procedures_db.exchange.durations import iso_duration
from procedures_db.read import ProcedureFacts, read_procedure
from procedures_db.store import parse_content
from tests import factories
from tests.factories import CODE, amount, content, detailed
from tests.procedures_db.exchange.graphs import (
    ADDRESS,
    CPSV,
    CV,
    SCHEMA,
    TT,
    graph,
    violations,
)
from tests.procedures_db.strategies import contents

ME = URIRef(ADDRESS)


def cpsv(**changes: Any) -> dict[str, Any]:
    return to_cpsv_ap(ProcedureFacts(detailed(**changes), 3), ADDRESS)


def schema_org(**changes: Any) -> dict[str, Any]:
    return to_schema_org(ProcedureFacts(detailed(**changes), 3), ADDRESS)


# --- plain JSON ---------------------------------------------------------------------------


def test_document_is_the_content_with_its_revision() -> None:
    document = to_document(ProcedureFacts(detailed(), 3), ADDRESS)

    assert parse_content(document["content"]) == detailed()
    assert document["revision"] == 3
    assert document["fingerprint"] == detailed().fingerprint()
    assert document["links"]["cpsv_ap"] == f"{ADDRESS}?format=cpsv-ap"


def test_document_of_the_rows_is_the_document_of_the_published_content(
    sessions: sessionmaker[Session],
) -> None:
    factories.publish(sessions, detailed())

    with sessions() as session:
        facts = read_procedure(session, CODE)

    assert to_document(facts, ADDRESS) == to_document(ProcedureFacts(detailed(), 1), ADDRESS)


# --- CPSV-AP ------------------------------------------------------------------------------


def test_detailed_procedure_has_all_that_cpsv_ap_makes_mandatory() -> None:
    assert violations(cpsv()) == ""


def test_listed_procedure_has_all_that_cpsv_ap_makes_mandatory() -> None:
    listed = content(issuing_agency="Bộ Mẫu")

    assert violations(to_cpsv_ap(ProcedureFacts(listed, 1), ADDRESS)) == ""


@given(contents())
@settings(max_examples=15)
def test_any_procedure_with_an_office_is_valid_cpsv_ap(procedure: ProcedureContent) -> None:
    known = procedure.model_copy(update={"issuing_agency": "Bộ Mẫu"})

    assert violations(to_cpsv_ap(ProcedureFacts(known, 1), ADDRESS)) == ""


@pytest.mark.parametrize(
    "missing",
    ["identifier", "title", "description", "hasCompetentAuthority"],
)
def test_shapes_find_what_is_missing(missing: str) -> None:
    document = cpsv()
    del document[missing]

    assert violations(document)


def test_shapes_find_a_nameless_paper_and_a_cost_without_a_code() -> None:
    document = cpsv()
    del document["hasInputType"][0]["title"]
    del document["hasCost"][0]["identifier"]

    assert violations(document).count("Constraint Violation") >= 2


def test_who_decides_is_the_competent_authority() -> None:
    agencies = [
        {"name": "Công an xã", "role": "receiving"},
        {"name": "Ủy ban xã", "role": "executing"},
        {"name": "Chủ tịch xã", "role": "authority"},
    ]

    document = cpsv(agencies=agencies)

    assert document["hasCompetentAuthority"]["prefLabel"] == "Chủ tịch xã"
    assert len(document["participant"]) == 2


def test_cost_says_amount_currency_and_channel() -> None:
    found = graph(cpsv())

    cost = URIRef(f"{ADDRESS}#phi-1")
    assert (ME, CV.hasCost, cost) in found
    assert float(str(found.value(cost, CV.value))) == 8_000
    assert str(found.value(cost, CV.currency)).endswith("/VND")
    assert found.value(cost, CV.ifAccessedThrough) == URIRef(f"{ADDRESS}#kenh-direct")
    assert found.value(found.value(cost, CV.isDefinedBy), DCTERMS.title) == Literal(
        "01/2026/TT-MAU", "vi"
    )


def test_fee_that_is_not_an_amount_has_no_value() -> None:
    document = cpsv(fees=[{"kind": "set_by_province"}, {"kind": "free"}, {"kind": "unknown"}])

    assert [cost["kind"] for cost in document["hasCost"]] == ["set_by_province", "free", "unknown"]
    assert not any("value" in cost for cost in document["hasCost"])


def test_papers_results_laws_and_events_are_linked() -> None:
    found = graph(cpsv())

    assert len(list(found.objects(ME, CPSV.hasInputType))) == 3
    assert len(list(found.objects(ME, CPSV.produces))) == 1
    assert len(list(found.objects(ME, CV.hasLegalResource))) == 1
    assert len(list(found.objects(ME, CV.isGroupedBy))) == 1
    assert len(list(found.objects(ME, CV.holdsRequirement))) == 2
    assert (ME, DCTERMS.relation, URIRef(ADDRESS.replace("000001", "000002"))) in found
    assert found.value(ME, TT.verifiedOn) == Literal(date(2026, 11, 1))


def test_processing_time_is_a_duration_only_when_it_is_one() -> None:
    days = [{"value": 5, "unit": "day"}]
    working = [{"value": 5, "unit": "working_day"}]

    assert graph(cpsv(times=days)).value(ME, CV.processingTime) == Literal(
        "P5D", datatype=XSD.duration
    )
    assert "processingTime" not in cpsv(times=working)
    assert cpsv(times=working)["time"][0]["unit"] == "working_day"
    assert "processingTime" not in cpsv(times=[*days, {"value": 6, "unit": "day"}])


@pytest.mark.parametrize(
    ("value", "unit", "duration"),
    [(30, "minute", "PT30M"), (2, "hour", "PT2H"), (7, "day", "P7D"), (1, "month", "P1M"),
     (2, "year", "P2Y"), (3, "working_day", None)],
)  # fmt: skip
def test_units_as_iso_8601(value: int, unit: str, duration: str | None) -> None:
    (time,) = content(times=[{"value": value, "unit": unit}]).times

    assert iso_duration(time) == duration


# --- schema.org ---------------------------------------------------------------------------


def test_detailed_procedure_is_a_whole_government_service() -> None:
    assert violations(schema_org(), "schema_org.shapes.ttl") == ""


@given(contents())
@settings(max_examples=15)
def test_any_procedure_with_field_and_office_is_valid_schema_org(
    procedure: ProcedureContent,
) -> None:
    known = procedure.model_copy(update={"issuing_agency": "Bộ Mẫu", "field": "Mẫu"})
    document = to_schema_org(ProcedureFacts(known, 1), ADDRESS)

    assert violations(document, "schema_org.shapes.ttl") == ""


def test_shapes_find_a_service_without_provider() -> None:
    document = schema_org()
    del document["provider"]

    assert "provider" in violations(document, "schema_org.shapes.ttl")


def test_only_known_prices_are_offers() -> None:
    fees = [amount(8_000), {"kind": "free"}, {"kind": "set_by_province"}, {"kind": "unknown"}]

    found = graph(schema_org(fees=fees))

    offers = [found.value(offer, SCHEMA.price) for offer in found.objects(ME, SCHEMA.offers)]
    assert sorted(map(str, offers)) == ["0", "8000"]
    assert (ME, RDF.type, SCHEMA.GovernmentService) in found


def test_way_to_apply_online_has_its_address() -> None:
    channels = {channel["name"]: channel for channel in schema_org()["availableChannel"]}

    assert channels["online"]["serviceUrl"] == "https://example.vn/nop"
    assert "serviceUrl" not in channels["direct"]

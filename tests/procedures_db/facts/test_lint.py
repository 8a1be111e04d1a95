"""What the linter finds; every key has a sentence and a test."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from procedures_db.content import ProcedureContent
from procedures_db.facts.lint import Finding, Severity, lint_procedure, messages, score
from tests.factories import TODAY, amount, content, detailed, provenance
from tests.procedures_db.strategies import contents

_FEE = amount(8_000, basis="01/2026/TT-MAU", valid_from="2026-01-01")
_CHANNELS = [{"channel": "direct"}, {"channel": "online"}]
_OVERRIDE = {"province": "Tỉnh Mẫu", "facet": "fee", "text": "0 đồng"}
_POOR = {"group": "Hộ nghèo", "percent": 100, "proof": "giấy", "basis": "02/2026"}

# Key of the finding, section and row it points to, and the content that has it.
CASES: list[tuple[str, str, int | None, dict[str, Any]]] = [
    ("no_summary", "summary", None, {"summary": None}),
    ("no_agencies", "agencies", None, {"agencies": []}),
    ("no_channels", "channels", None, {"channels": [], "times": [], "fees": []}),
    ("no_documents", "documents", None, {"documents": []}),
    ("no_times", "times", None, {"times": []}),
    ("no_fees", "fees", None, {"fees": []}),
    ("no_steps", "steps", None, {"steps": []}),
    ("no_results", "results", None, {"results": []}),
    ("no_legal_basis", "legal_basis", None, {"legal_basis": []}),
    ("not_verified", "provenance", None, {"provenance": provenance(verified_on=None)}),
    (
        "verified_long_ago",
        "provenance",
        None,
        {"provenance": provenance(verified_on=date(2025, 1, 1))},
    ),
    ("procedure_expired", "valid_to", None, {"valid_to": "2026-11-22"}),
    ("fee_unknown", "fees", 0, {"fees": [{"kind": "unknown"}]}),
    ("fee_without_basis", "fees", 0, {"fees": [amount(8_000)]}),
    ("fee_without_validity", "fees", 0, {"fees": [amount(8_000)]}),
    ("fee_expired", "fees", 0, {"fees": [amount(8_000, valid_to="2026-11-22"), _FEE]}),
    ("fee_all_expired", "fees", None, {"fees": [amount(8_000, valid_to="2026-11-22")]}),
    ("fee_ends_in_words", "fees", 0, {"fees": [amount(8_000, text="đến hết ngày 31/12/2026")]}),
    ("fee_ends_soon", "fees", 0, {"fees": [amount(8_000, valid_to="2026-12-31")]}),
    ("fee_conflict", "fees", 1, {"fees": [amount(8_000), amount(9_000)]}),
    ("fee_duplicate", "fees", 1, {"fees": [_FEE, _FEE]}),
    ("fee_free_and_amount", "fees", 1, {"fees": [_FEE, {"kind": "free"}]}),
    ("fee_tier_without_base", "fees", 0, {"fees": [amount(1_000, per="trang", from_quantity=3)]}),
    ("fee_unit_unclear", "fees", 0, {"fees": [amount(8_000, per="tàu bay trên 5 tấn")]}),
    ("fee_sum_unclear", "fees", 1, {"fees": [amount(8_000, label="a"), amount(9_000, label="b")]}),
    ("exemption_without_percent", "exemptions", 0, {"exemptions": [{"group": "Hộ nghèo"}]}),
    ("exemption_without_proof", "exemptions", 0, {"exemptions": [{"group": "Hộ nghèo"}]}),
    ("exemption_without_basis", "exemptions", 0, {"exemptions": [{"group": "Hộ nghèo"}]}),
    ("exemption_group_unclear", "exemptions", 0, {"exemptions": [{"group": "Người tốt bụng"}]}),
    ("exemption_expired", "exemptions", 0, {"exemptions": [_POOR | {"valid_to": "2026-01-01"}]}),
    (
        "exemption_overlap",
        "exemptions",
        1,
        {"exemptions": [_POOR, _POOR | {"channel": "online", "percent": 50}]},
    ),
    ("exemption_conflict", "exemptions", 1, {"exemptions": [_POOR, _POOR | {"percent": 50}]}),
    ("time_without_unit", "times", 0, {"times": [{"text": "Theo giấy hẹn"}]}),
    (
        "time_conflict",
        "times",
        1,
        {"times": [{"value": 3, "unit": "day"}, {"value": 5, "unit": "day"}]},
    ),
    ("document_without_count", "documents", 0, {"documents": [{"name": "Tờ khai"}]}),
    ("document_duplicate", "documents", 1, {"documents": [{"name": "Tờ khai"}] * 2}),
    ("law_without_number", "legal_basis", 0, {"legal_basis": [{"title": "Luật Nuôi ong"}]}),
    ("online_without_url", "online", 0, {"online": [{"level": "full"}]}),
    (
        "override_expired",
        "overrides",
        0,
        {"overrides": [_OVERRIDE | {"basis": "1/NQ", "valid_to": "2026-01-01"}]},
    ),
    ("override_without_basis", "overrides", 0, {"overrides": [_OVERRIDE]}),
]


def findings(procedure: ProcedureContent) -> list[Finding]:
    return lint_procedure(procedure, TODAY)


@pytest.mark.parametrize(("key", "section", "position", "changes"), CASES)
def test_linter_finds(
    key: str, section: str, position: int | None, changes: dict[str, Any]
) -> None:
    found = [one for one in findings(detailed(**changes)) if one.key == key]

    assert [(one.section, one.position) for one in found] == [(section, position)]
    assert "{" not in found[0].text


def test_every_sentence_belongs_to_a_check() -> None:
    assert {key for key, *_ in CASES} == set(messages())


def test_procedure_without_doubts_has_full_marks() -> None:
    procedure = detailed(
        exemptions=[],
        fees=[_FEE],
        times=[{"value": 3, "unit": "working_day"}],
        documents=[{"name": "Tờ khai", "originals": 1}],
        overrides=[],
    )

    found = findings(procedure)

    assert found == []
    assert score(procedure, found).completeness == 100


def test_what_is_wrong_comes_first() -> None:
    found = findings(detailed(fees=[amount(8_000), amount(9_000)], steps=[]))

    assert found[0].severity is Severity.ERROR
    order = list(Severity)
    assert [one.severity for one in found] == sorted(
        (one.severity for one in found), key=order.index
    )


def test_listed_procedure_is_not_blamed_for_what_it_cannot_have() -> None:
    assert not [one for one in findings(content(detail="listed")) if one.key.startswith("no_")]


def test_empty_procedure_scores_nothing() -> None:
    procedure = content()

    assert score(procedure, findings(procedure)).completeness == 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"channel": "direct"}, {"channel": "online"}),
        ({"valid_to": "2026-12-31"}, {"valid_from": "2027-01-01"}),
        ({"label": "Cấp mới"}, {"label": "Cấp lại"}),
        ({"cost_type": "phi"}, {"cost_type": "le_phi"}),
        ({"valid_to": "2020-12-31"}, {}),
    ],
)
def test_rows_about_different_things_do_not_conflict(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    procedure = content(channels=_CHANNELS, fees=[amount(8_000, **first), amount(9_000, **second)])

    assert "fee_conflict" not in {one.key for one in findings(procedure)}


def test_half_price_in_words_is_covered_by_its_exemption() -> None:
    procedure = content(
        fees=[amount(50_000, label="đến hết 31/12/2026 chỉ thu 50%")],
        exemptions=[{"group": "Mọi người", "percent": 50, "valid_to": "2026-12-31"}],
    )

    assert "fee_ends_in_words" not in {one.key for one in findings(procedure)}


@given(contents())
def test_any_content_can_be_linted(procedure: ProcedureContent) -> None:
    found = findings(procedure)

    assert all(one.text for one in found)
    assert 0 <= score(procedure, found).completeness <= 100
    for one in found:
        if one.position is not None:
            assert one.position < len(getattr(procedure, one.section))

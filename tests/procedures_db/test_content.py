"""What content may hold, and what it keeps when it is stored as JSON."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from procedures_db.content import Fee, FeeExemption, ProcedureContent, ProcessingTime
from procedures_db.terms import FeeKind
from tests.factories import amount, content, detailed
from tests.procedures_db.strategies import contents


@pytest.mark.parametrize(
    "fee",
    [
        {"kind": "amount"},
        {"kind": "amount", "amount": 0},
        {"kind": "amount", "amount": -1},
        {"kind": "free", "amount": 1_000},
        {"kind": "unknown", "amount": 1_000},
        {"kind": "set_by_province", "amount": 1_000},
        {"kind": "cheap"},
        {"kind": "amount", "amount": 8_000.5},
        {"kind": "amount", "amount": 8_000, "currency": "đồng"},
        {"kind": "amount", "amount": 8_000, "valid_from": "2026-02-01", "valid_to": "2026-01-01"},
    ],
)
def test_fee_that_contradicts_itself_is_refused(fee: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Fee.model_validate(fee)


@pytest.mark.parametrize("kind", ["free", "unknown", "set_by_province"])
def test_fee_without_amount_has_a_kind_of_its_own(kind: str) -> None:
    assert Fee(kind=FeeKind(kind)).amount is None


@pytest.mark.parametrize(
    "time", [{}, {"value": 3}, {"unit": "day"}, {"value": -1, "unit": "day"}, {"note": "nhanh"}]
)
def test_time_that_says_nothing_is_refused(time: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ProcessingTime.model_validate(time)


@pytest.mark.parametrize("percent", [0, 101])
def test_exemption_waives_between_one_and_all(percent: int) -> None:
    with pytest.raises(ValidationError):
        FeeExemption(group="Hộ nghèo", percent=percent)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"documents": [{"name": "Tờ khai", "case": "khong_co"}]}, "unknown case"),
        ({"conditions": [{"text": "Đủ tuổi", "case": "khong_co"}]}, "unknown case"),
        ({"fees": [amount(1, case="khong_co")]}, "unknown case"),
        ({"fees": [amount(1, channel="online")]}, "not among the channels"),
        ({"documents": [{"name": "Tờ khai", "form": "Mẫu số 9"}]}, "unknown form"),
        ({"cases": [{"key": "a", "name": "A"}, {"key": "a", "name": "B"}]}, "must differ"),
        ({"cases": [{"key": "Có Dấu", "name": "A"}]}, "cases.0.key"),
        ({"lệ phí": 8_000}, "Extra inputs"),
    ],
)
def test_content_that_points_nowhere_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        content(**changes)


@pytest.mark.parametrize("code", ["", "1", "1.001193 ", "1/001193", "x" * 41, "1.001193\n", "mã"])
def test_code_that_fits_no_address_is_refused(code: str) -> None:
    with pytest.raises(ValidationError):
        content(code)


@pytest.mark.parametrize("code", ["1.001193", "BQP-2024.01", "1.00Đ_x"])
def test_codes_of_all_sources_are_taken(code: str) -> None:
    assert content(code).code == code


@pytest.mark.parametrize("url", ["dichvucong", "javascript:alert(1)", "ftp://example.vn/a", ""])
def test_address_that_is_no_web_page_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        content(forms=[{"name": "Tờ khai", "url": url}])


@pytest.mark.parametrize("name", ["", " ", "\n\t", None])
def test_blank_name_is_refused(name: str | None) -> None:
    with pytest.raises(ValidationError):
        content(name=name)


def test_text_is_trimmed_and_composed() -> None:
    decomposed = "  Tờ khai\n"

    assert content(name=decomposed).name == "Tờ khai"


def test_content_cannot_be_changed() -> None:
    procedure = content()

    with pytest.raises(ValidationError):
        procedure.name = "Khác"


def test_json_leaves_out_what_is_not_known() -> None:
    assert set(content().to_json()) == {"code", "name", "provenance"}


@settings(max_examples=25)
@given(contents())
def test_json_gives_the_same_content_and_fingerprint_back(procedure: ProcedureContent) -> None:
    stored = json.loads(json.dumps(procedure.to_json()))

    again = ProcedureContent.model_validate(stored)

    assert again == procedure
    assert again.fingerprint() == procedure.fingerprint()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Tên khác"},
        {"fees": [amount(9_000)]},
        {"steps": []},
        {"decision_date": date(2026, 1, 17)},
        {"aliases": ["khai báo đàn ong", "xin nuôi ong"]},
    ],
)
def test_fingerprint_changes_with_the_content(change: dict[str, Any]) -> None:
    assert detailed(**change).fingerprint() != detailed().fingerprint()

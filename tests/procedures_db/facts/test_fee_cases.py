"""Fees of the starter catalogue, exact to the đồng, against amounts worked out by hand."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from procedures_db.catalogue.loader import read_catalogue
from procedures_db.content import ProcedureContent
from procedures_db.facts.compute import compute_fees
from procedures_db.facts.rule_files import read_rule_files
from procedures_db.facts.rules import FeeRule
from procedures_db.facts.situation import Situation
from tests.factories import TODAY

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("fee_cases.yml").read_text("utf-8")
)


@cache
def catalogue() -> dict[str, ProcedureContent]:
    return {file.content.code: file.content for file in read_catalogue()}


@cache
def rules() -> tuple[FeeRule, ...]:
    return tuple(read_rule_files())


def situation_of(case: dict[str, Any]) -> Situation:
    told = case["case"]
    submitted = told.get("submitted")
    return Situation.from_json(told | ({"submitted": submitted.isoformat()} if submitted else {}))


def name(case: dict[str, Any]) -> str:
    return f"{case['code']} {case['working']}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_fee_is_what_was_worked_out_by_hand(case: dict[str, Any]) -> None:
    today: date = case.get("day", TODAY)

    result = compute_fees(catalogue()[case["code"]], situation_of(case), today, rules())

    assert result
    option = result.only
    assert option, [(one.case, one.channels) for one in result.options]
    due = case["due"]
    if isinstance(due, int):
        assert option.dong == due
    elif due is None:
        assert option.totals == {}
        assert not option.is_complete
    elif "known" in due:
        assert option.totals == {"VND": due["known"]}
        assert not option.is_complete
    else:
        assert option.totals == due
        assert option.is_complete


def test_there_are_many_cases_of_many_procedures() -> None:
    assert len(CASES) >= 120
    assert len({case["code"] for case in CASES}) >= 30

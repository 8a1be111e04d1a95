"""Checklists of the starter catalogue against ones worked out by hand."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from procedures_db.catalogue.loader import read_catalogue
from procedures_db.content import ProcedureContent
from procedures_db.facts.checklist import Checklist, Need, make_checklist
from procedures_db.facts.papers import papers_had

EXPECTED: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "checklists.yml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def catalogue() -> dict[str, ProcedureContent]:
    return {file.content.code: file.content for file in read_catalogue()}


def named(checklist: Checklist, need: Need) -> list[str]:
    return [item.paper.name for item in checklist.items if item.need is need]


def begins(names: list[str], starts: list[str]) -> bool:
    """Whether each start begins a name, and each name has its start."""
    return all(any(name.startswith(start) for name in names) for start in starts)


def test_there_are_twenty_cases() -> None:
    assert len(EXPECTED) >= 20


@pytest.mark.parametrize("expected", EXPECTED, ids=[one["case"] for one in EXPECTED])
def test_checklist_is_the_one_worked_out_by_hand(
    expected: dict[str, Any], catalogue: dict[str, ProcedureContent]
) -> None:
    checklist = make_checklist(catalogue[expected["code"]], expected["answers"])
    names = [item.paper.name for item in checklist.items]

    needed = named(checklist, Need.NEEDED)
    assert begins(needed, expected["needed"]), needed
    starts = tuple(expected["needed"])
    extra = [name for name in needed if not name.startswith(starts)]
    assert all(_made_by_the_office(checklist, name) for name in extra), extra
    assert begins(named(checklist, Need.CONDITIONAL), expected.get("maybe", []))
    assert begins(named(checklist, Need.HELD), expected.get("held", []))
    for start in expected.get("without", []):
        assert not any(name.startswith(start) for name in names), start


def _made_by_the_office(checklist: Checklist, name: str) -> bool:
    notes = {item.paper.name: item.paper.note or "" for item in checklist.items}
    return notes[name].startswith("Công an in")


def test_papers_that_are_had_leave_what_is_missing(
    catalogue: dict[str, ProcedureContent],
) -> None:
    had = papers_had("Tôi có giấy chứng sinh với căn cước rồi, còn thiếu gì?")

    checklist = make_checklist(
        catalogue["1.001193"],
        {"truong_hop": "thong_thuong", "cach_nop": "truc_tiep", "ai_nop": "minh"},
        had,
    )

    assert [item.said for item in checklist.has] == ["giấy chứng sinh", "căn cước"]
    assert [item.paper.name for item in checklist.missing] == ["Tờ khai đăng ký khai sinh"]

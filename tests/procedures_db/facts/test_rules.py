"""Rules of the nation and the provinces: shipped files, and rows to which staff add."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy.orm import Session, sessionmaker

from procedures_db.database import transaction
from procedures_db.errors import ContentError
from procedures_db.facts.rule_files import provinces, read_rule_files
from procedures_db.facts.rule_store import (
    RuleReader,
    read_rules,
    remove_rule,
    save_rule,
    sync_rules,
)
from procedures_db.facts.rules import FeeRule
from tests.factories import CODE, provenance


def rule(**changes: Any) -> FeeRule:
    values: dict[str, Any] = {
        "key": "mau_mien_phi",
        "kind": "reduction",
        "procedures": [CODE],
        "groups": ["poor"],
        "label": "hộ nghèo",
        "percent": 100,
        "basis": "01/2026/NQ-HĐND",
        "provenance": provenance(),
    }
    return FeeRule.model_validate(values | changes)


def test_shipped_rules_are_valid_and_name_todays_provinces() -> None:
    shipped = read_rule_files()

    assert len(provinces()) == 34
    assert {one.province for one in shipped} <= {None, *provinces()}
    assert all(one.basis and one.provenance.verified_on for one in shipped)


@pytest.mark.parametrize(
    "changes",
    [
        {"percent": None},
        {"percent": 101},
        {"amount": 8_000},
        {"kind": "amount", "percent": None, "amount": 8_000},
        {"kind": "amount", "percent": None, "amount": 8_000, "province": "Thành phố Huế"},
        {"groups": ["king"]},
        {"groups": ["poor"], "all_groups": ["child"]},
        {"procedures": []},
        {"valid_from": "2026-02-01", "valid_to": "2026-01-01"},
        {"basis": ""},
    ],
)
def test_rule_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        rule(**changes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("province: Tỉnh Hải Dương\nrules: []", "today's provinces"),
        ("rules:\n  - key: mau\n    kind: reduction", "mau"),
        ("- rules", "mapping"),
        ("rules: [", "a.yml"),
    ],
)
def test_file_that_makes_no_sense_names_itself(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.yml").write_text(text, "utf-8")

    with pytest.raises(ContentError, match=said):
        read_rule_files(tmp_path)


def test_rule_holds_from_its_first_to_its_last_day() -> None:
    one = rule(valid_from="2026-08-08", valid_to="2026-12-31")

    days = (date(2026, 8, 7), date(2026, 8, 8), date(2026, 12, 31), date(2027, 1, 1))
    assert [one.holds_on(day) for day in days] == [False, True, True, False]


def test_rules_are_read_back_as_they_were_written(session: Session) -> None:
    shipped = sorted(read_rule_files(), key=lambda one: one.key)

    sync_rules(session, shipped)

    assert read_rules(session) == shipped


def test_staffs_rules_stay_when_the_shipped_ones_are_renewed(session: Session) -> None:
    sync_rules(session, [rule(key="da_cu"), rule(key="chung_ta")])
    save_rule(session, rule(key="rieng_ta", percent=50))
    save_rule(session, rule(key="chung_ta", percent=30))

    sync_rules(session, [rule(key="moi_ta"), rule(key="chung_ta")])

    assert {one.key: one.percent for one in read_rules(session)} == {
        "chung_ta": 30,
        "moi_ta": 100,
        "rieng_ta": 50,
    }


def test_rule_can_be_removed(session: Session) -> None:
    save_rule(session, rule())

    assert remove_rule(session, "mau_mien_phi")
    assert not remove_rule(session, "mau_mien_phi")
    assert read_rules(session) == []


def test_saved_rule_is_read_by_the_running_service(sessions: sessionmaker[Session]) -> None:
    reader = RuleReader(sessions, seconds=0)
    assert reader.all() == []

    with transaction(sessions) as session:
        save_rule(session, rule())

    assert [one.key for one in reader.all()] == ["mau_mien_phi"]

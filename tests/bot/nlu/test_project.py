"""The Rasa project files at the root agree with each other and with the training data."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.facets import FACETS
from bot.nlu.importer import read_yaml
from tests.bot.nlu.conftest import CORPUS, ROOT

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
NLU_FILES = sorted((ROOT / "data" / "nlu").rglob("*.yml"))
ANSWERED = {
    *("ask_procedure", "follow_up", "choose_option", "correct_topic", "affirm", "deny"),
    "nlu_fallback",
}


def rules() -> list[dict[str, Any]]:
    return [
        rule
        for path in sorted((ROOT / "data" / "rules").glob("*.yml"))
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    ]


@cache
def blocks(path: Path) -> list[dict[str, Any]]:
    return [block for block in read_yaml(path).get("nlu") or [] if "intent" in block]


def test_every_intent_has_one_rule_and_its_action() -> None:
    chosen = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules()}

    assert len(chosen) == len(rules())
    assert set(chosen) == set(DOMAIN["intents"])
    assert {intent for intent, action in chosen.items() if action == "action_answer"} == ANSWERED
    assert set(chosen.values()) == set(DOMAIN["actions"]) == {"action_answer", "action_non_answer"}


def test_no_slot_steers_the_conversation() -> None:
    assert set(DOMAIN["slots"]) == {
        *("procedure_code", "facets", "candidates", "case", "last_turn_id", "pending")
    }
    for slot in DOMAIN["slots"].values():
        assert slot["influence_conversation"] is False
        assert slot["mappings"] == [{"type": "custom"}]


def test_a_new_session_starts_empty_after_half_an_hour() -> None:
    assert DOMAIN["session_config"] == {
        "session_expiration_time": 30,
        "carry_over_slots_to_new_session": False,
    }


@pytest.mark.parametrize("path", [*NLU_FILES, *CORPUS.glob("q*.yml")], ids=lambda path: path.stem)
def test_training_data_names_known_intents_and_facets(path: Path) -> None:
    for block in blocks(path):
        metadata = block.get("metadata") or {}
        assert block["intent"] in DOMAIN["intents"], block["intent"]
        assert set(metadata.get("facets") or []) <= set(FACETS), metadata
        assert all(isinstance(code, str) for code in metadata.get("codes") or []), metadata


def test_every_intent_but_the_fallback_has_examples() -> None:
    taught = {block["intent"] for path in NLU_FILES for block in blocks(path)}

    assert taught == set(DOMAIN["intents"]) - {"nlu_fallback"}

"""The actions fit Rasa's project files."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.answer import ActionAnswer, ActionNonAnswer
from actions.setup import build_assistant
from actions.turn import Context
from procedures_db.answers.render import non_answers
from procedures_db.errors import NotFoundError
from procedures_db.search.files import save_model
from procedures_db.search.model import LinkerModel
from procedures_db.settings import ROOT, DataSettings


def project_file(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((ROOT / name).read_text("utf-8"))
    return data


def test_domain_names_exactly_our_actions() -> None:
    assert set(project_file("domain.yml")["actions"]) == {
        ActionAnswer().name(),
        ActionNonAnswer().name(),
    }


def test_domain_has_every_slot_the_actions_set() -> None:
    assert set(Context().slots()) <= set(project_file("domain.yml")["slots"])


def test_there_are_words_for_every_intent_without_an_answer() -> None:
    rules = project_file("data/rules/non_answer.yml")["rules"]
    intents = {step["intent"] for rule in rules for step in rule["steps"] if "intent" in step}

    assert intents <= set(non_answers())
    assert intents <= set(project_file("domain.yml")["intents"])


def test_assistant_is_built_from_the_settings(
    sqlite_url: str, tiny_model: LinkerModel, tmp_path: Path
) -> None:
    settings = DataSettings(sqlite_url, tmp_path / "models", tmp_path, tmp_path)
    save_model(tiny_model, settings.linker)

    assistant = build_assistant(settings)

    assert assistant.linker.procedure_count == 0


def test_assistant_without_a_trained_model_says_what_to_do(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="thutuc train"):
        build_assistant(DataSettings(sqlite_url, tmp_path, tmp_path, tmp_path))

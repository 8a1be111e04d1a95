from pathlib import Path

import pytest
from rasa.shared.importers.rasa import RasaFileImporter

from bot.nlu.importer import ThuTucImporter, TrainingDataError
from tests.bot.nlu.conftest import CORPUS, ROOT


def write(folder: Path, text: str) -> str:
    path = folder / "questions.yml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_training_data_is_the_same_as_rasas_own() -> None:
    paths = [str(CORPUS), str(ROOT / "data" / "rules"), str(ROOT / "data" / "nlu" / "dialogue")]

    ours = ThuTucImporter(training_data_paths=paths).get_nlu_data()
    theirs = RasaFileImporter(training_data_paths=paths).get_nlu_data()

    assert [m.data for m in ours.training_examples] == [m.data for m in theirs.training_examples]
    assert ours.entity_synonyms == theirs.entity_synonyms
    assert ours.regex_features == theirs.regex_features
    assert ours.lookup_tables == theirs.lookup_tables
    assert ours.fingerprint() == theirs.fingerprint()


def test_rules_domain_and_settings_are_the_same_as_rasas_own() -> None:
    arguments = (str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data" / "rules")])

    ours, theirs = ThuTucImporter(*arguments), RasaFileImporter(*arguments)

    assert ours.get_stories().fingerprint() == theirs.get_stories().fingerprint()
    assert ours.get_domain().as_dict() == theirs.get_domain().as_dict()
    assert ours.get_config() == theirs.get_config()


def test_an_example_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    block = "nlu:\n- intent: greet\n  examples: |\n    - chào\n    - chào\n"

    data = ThuTucImporter(training_data_paths=[write(tmp_path, block)]).get_nlu_data()

    assert len(data.training_examples) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nlu:\n- intent: greet\n  examples: |\n    chào\n", "must start with '-'"),
        ("nlu:\n- intent: greet\n  example: |\n    - chào\n", "unknown keys example"),
        ("nlu:\n- intent: greet\n", "examples must be lines"),
        ("nlu:\n- intent: greet\n  examples:\n  - chào\n", "must have a text"),
        ("nlu:\n- examples: |\n    - chào\n", "must name one of"),
        ("nlu:\n- intent: 5\n  examples: |\n    - chào\n", "name must be text"),
        ("nlu:\n- chào\n", "must be mappings"),
        ("- intent: greet\n", "must be a mapping"),
        ("nlu: [\n", "questions.yml"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    path = write(tmp_path, text)

    with pytest.raises(TrainingDataError, match=r"questions\.yml") as caught:
        ThuTucImporter(training_data_paths=[path]).get_nlu_data()

    assert says in str(caught.value)

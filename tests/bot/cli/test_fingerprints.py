"""A model is trained again exactly when what it was trained from has changed."""

from pathlib import Path

import pytest

from bot.cli.fingerprints import engine_fingerprint, is_current, linker_fingerprint, remember

FILES = {
    "config.yml": "pipeline: []",
    "domain.yml": "intents: []",
    "data/nlu/dialogue/greet.yml": "nlu: []",
    "data/nlu/procedures/ong.yml": "nlu: []",
    "data/rules/answer.yml": "rules: []",
    "bot/nlu/tokenizer.py": "x = 1",
    "procedures_db/search/text.py": "y = 1",
    "procedures_db/search/abbreviations.txt": "ko = khong",
    "README.md": "#",
    "bot/web/page.py": "z = 1",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["config.yml", "domain.yml", "data/nlu/procedures/ong.yml", "data/rules/answer.yml",
     "bot/nlu/tokenizer.py"],
)  # fmt: skip
def test_engine_is_trained_again_when_its_sources_change(root: Path, name: str) -> None:
    before = engine_fingerprint(root)

    (root / name).write_text("changed", "utf-8")

    assert engine_fingerprint(root) != before


@pytest.mark.parametrize("name", ["README.md", "bot/web/page.py", "procedures_db/search/text.py"])
def test_engine_is_not_trained_again_for_anything_else(root: Path, name: str) -> None:
    before = engine_fingerprint(root)

    (root / name).write_text("changed", "utf-8")

    assert engine_fingerprint(root) == before


def test_new_file_and_new_name_are_changes(root: Path) -> None:
    prints = [engine_fingerprint(root)]
    (root / "data/nlu/procedures/bo.yml").write_text("nlu: []", "utf-8")
    prints.append(engine_fingerprint(root))
    (root / "data/nlu/procedures/bo.yml").rename(root / "data/nlu/procedures/de.yml")
    prints.append(engine_fingerprint(root))

    assert len(set(prints)) == 3


def test_environment_and_caches_do_not_count(root: Path) -> None:
    before = engine_fingerprint(root)
    for name in ("bot/nlu/.venv/lib/x.py", "bot/nlu/__pycache__/tokenizer.pyc"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x", "utf-8")

    assert engine_fingerprint(root) == before


@pytest.mark.parametrize(
    "name",
    ["data/nlu/procedures/ong.yml", "procedures_db/search/text.py",
     "procedures_db/search/abbreviations.txt"],
)  # fmt: skip
def test_linker_is_trained_again_when_its_sources_change(root: Path, name: str) -> None:
    before = linker_fingerprint(root, ["a"])

    (root / name).write_text("changed", "utf-8")

    assert linker_fingerprint(root, ["a"]) != before


def test_linker_is_trained_again_for_other_procedures_in_any_order(root: Path) -> None:
    assert linker_fingerprint(root, ["a", "b"]) == linker_fingerprint(root, ["b", "a"])
    assert linker_fingerprint(root, ["a", "b"]) != linker_fingerprint(root, ["a"])


def test_remembered_model_is_current(tmp_path: Path) -> None:
    model = tmp_path / "engine.tar.gz"
    model.write_bytes(b"model")

    assert not is_current(model, "f1")
    remember(model, "f1")

    assert is_current(model, "f1")
    assert not is_current(model, "f2")


def test_note_without_its_model_is_worth_nothing(tmp_path: Path) -> None:
    remember(tmp_path / "engine.tar.gz", "f1")

    assert not is_current(tmp_path / "engine.tar.gz", "f1")


@pytest.mark.parametrize("note", ["", "{", "[]", "7", "\x00"])
def test_broken_note_means_training_again(tmp_path: Path, note: str) -> None:
    model = tmp_path / "engine.tar.gz"
    model.write_bytes(b"model")
    remember(model, "f1")
    (written,) = set(tmp_path.iterdir()) - {model}
    written.write_text(note, "utf-8")

    assert not is_current(model, "f1")

"""Everything is brought up to date once, and then left alone."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import select

from bot.cli import prepare
from bot.cli.engine_process import model_file
from bot.cli.fingerprints import engine_fingerprint, linker_fingerprint, remember
from procedures_db import models
from procedures_db.database import open_engine, session_factory
from procedures_db.settings import ROOT, DataSettings
from procedures_db.store import catalogue_version, published_content

QUESTIONS = """\
nlu:
  - intent: ask_procedure
    metadata: {codes: ["1.001193"], facets: [fee], origin: written}
    examples: |
      - khai sinh hết bao nhiêu
"""


@pytest.fixture
def settings(tmp_path: Path) -> DataSettings:
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "a.yml").write_text(QUESTIONS, "utf-8")
    own = DataSettings.from_env(
        {"THUTUC_VAR": str(tmp_path / "var"), "THUTUC_MODELS": str(tmp_path / "models")}
    )
    return replace(own, questions=folder)


def run(settings: DataSettings) -> tuple[int, str]:
    said = StringIO()
    count = prepare.prepare_database(settings, Console(file=said, width=200))
    return count, said.getvalue()


def test_first_start_makes_tables_and_loads_the_starter_catalogue(settings: DataSettings) -> None:
    count, said = run(settings)

    assert count >= 60
    assert f"{count} thủ tục" in said
    assert "bộ khởi đầu" in said
    engine = open_engine(settings.database_url)
    with session_factory(engine)() as session:
        assert published_content(session, "1.001193").name == "Thủ tục đăng ký khai sinh"
        assert session.scalars(select(models.WrittenQuestion.text)).all() == [
            "khai sinh hết bao nhiêu"
        ]
    engine.dispose()


def test_second_start_changes_nothing(settings: DataSettings) -> None:
    run(settings)
    engine = open_engine(settings.database_url)
    sessions = session_factory(engine)
    with sessions() as session:
        version = catalogue_version(session)

    run(settings)

    with sessions() as session:
        assert catalogue_version(session) == version
        assert set(session.scalars(select(models.Revision.number))) == {1}
    engine.dispose()


def test_whole_catalogue_needs_no_advice(
    settings: DataSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "WHOLE_CATALOGUE", 10)

    _, said = run(settings)

    assert "bộ khởi đầu" not in said


def test_models_that_fit_are_not_trained_again(settings: DataSettings) -> None:
    run(settings)
    engine = open_engine(settings.database_url)
    with session_factory(engine)() as session:
        codes = session.scalars(select(models.Procedure.code)).all()
    engine.dispose()
    engine_model = model_file(settings.models)
    settings.models.mkdir()
    for path, fingerprint in (
        (settings.linker, linker_fingerprint(ROOT, codes)),
        (engine_model, engine_fingerprint(ROOT)),
    ):
        path.write_bytes(b"trained")
        remember(path, fingerprint)

    prepare.train_models(settings, Console(file=StringIO()))

    assert settings.linker.read_bytes() == engine_model.read_bytes() == b"trained"

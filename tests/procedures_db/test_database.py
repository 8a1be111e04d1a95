"""Opening the database."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.database import open_engine, transaction
from procedures_db.settings import ROOT, DataSettings
from procedures_db.store import count_procedures, publish
from tests.factories import ACTOR, content


def test_folder_of_the_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "moi" / "sau" / "thutuc.db"

    engine = open_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()

    assert path.exists()


def test_readers_do_not_wait_for_a_writer(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        mode = connection.scalar(text("PRAGMA journal_mode"))
        keys = connection.scalar(text("PRAGMA foreign_keys"))
    engine.dispose()

    assert (mode, keys) == ("wal", 1)


def test_vietnamese_is_stored_as_it_is_written(database: Engine) -> None:
    sessions = sessionmaker(database)
    with transaction(sessions) as session:
        publish(session, content(name="Đăng ký khai sinh"), actor=ACTOR)

    with database.connect() as connection:
        stored = connection.scalar(text("SELECT CAST(content AS TEXT) FROM revision"))

    assert "Đăng ký khai sinh" in str(stored)


def test_transaction_commits_at_its_end(sessions: sessionmaker[Session]) -> None:
    with transaction(sessions) as session:
        session.add(models.LifeEvent(name="Có con"))

    with sessions() as session:
        assert session.query(models.LifeEvent).count() == 1
        assert count_procedures(session) == 0


def test_transaction_rolls_back_on_any_error(sessions: sessionmaker[Session]) -> None:
    def fail() -> None:
        with transaction(sessions) as session:
            session.add(models.LifeEvent(name="Có con"))
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    with sessions() as session:
        assert session.query(models.LifeEvent).count() == 0


def test_settings_have_a_default_for_everything() -> None:
    settings = DataSettings.from_env({})

    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'thutuc.db'}"
    assert settings.questions.is_dir()


def test_settings_are_read_from_the_environment() -> None:
    settings = DataSettings.from_env({"THUTUC_VAR": "/srv/a", "THUTUC_MODELS": "/srv/b"})
    other = DataSettings.from_env({"THUTUC_DATABASE_URL": "postgresql+psycopg://db/thutuc"})

    assert settings.database_url == "sqlite:////srv/a/thutuc.db"
    assert settings.linker == Path("/srv/b/linker.npz")
    assert other.database_url == "postgresql+psycopg://db/thutuc"

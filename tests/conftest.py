"""Databases for tests: what takes `sessions` runs on SQLite and on PostgreSQL."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, delete, make_url, select, text
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.database import migrate, open_engine, session_factory
from procedures_db.models import Base
from procedures_db.search.entries import load_entries
from procedures_db.search.linker import Linker
from procedures_db.search.model import LinkerModel
from procedures_db.search.training import train
from procedures_db.settings import ROOT, DataSettings
from tests import tiny_catalogue

DATA_KEY = "THUTUC_TTHC_DATA"
"""Names the folder of real procedure records."""
RECORD_FILES = (
    "catalog.jsonl.gz",
    "details_api.jsonl.gz",
    "details_page.jsonl.gz",
    "details_defence.jsonl.gz",
    "details_recovered.jsonl.gz",
    "transcribed.jsonl",
)
RECORDS_READ_ON = date(2026, 8, 1)

POSTGRESQL_KEY = "THUTUC_TEST_DATABASE_URL"
"""Names a PostgreSQL database in which tests may make and drop schemas of their own."""

settings.register_profile(
    "thutuc",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("thutuc")


@contextmanager
def postgresql_schema() -> Iterator[str]:
    """Make an empty schema and yield a URL that works in it; skip where there is no PostgreSQL."""
    given = os.environ.get(POSTGRESQL_KEY)
    if not given:
        pytest.skip(f"no PostgreSQL to test on: {POSTGRESQL_KEY} is not set")
    schema = f"thutuc_{secrets.token_hex(6)}"
    admin = create_engine(given, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        options = f"-csearch_path={schema} -csynchronous_commit=off"
        url = make_url(given).update_query_dict({"options": options})
        yield url.render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        admin.dispose()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "thutuc.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    """All tables in a schema of this run."""
    with postgresql_schema() as url:
        engine = open_engine(url)
        migrate(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The URL of a SQLite database with all tables and no rows."""
    path = tmp_path / "thutuc.db"
    shutil.copyfile(migrated_file, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database with all tables and no rows."""
    if request.param == "sqlite":
        engine = open_engine(request.getfixturevalue("sqlite_url"))
        yield engine
        engine.dispose()
        return
    engine = request.getfixturevalue("postgresql")
    yield engine
    # Far quicker than TRUNCATE, which writes new files for each of the tables.
    tables = reversed(Base.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        connection.execute(text("; ".join(str(delete(table)) for table in tables)))
        connection.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER USER"))


@pytest.fixture
def sessions(database: Engine) -> sessionmaker[Session]:
    return session_factory(database)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    with sessions() as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
        yield engine
        engine.dispose()
        return
    with postgresql_schema() as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture(scope="session")
def tthc() -> Path:
    """The folder of real procedure records; skip where it is absent."""
    given = os.environ.get(DATA_KEY)
    folder = Path(given) if given else ROOT.parent / "shared" / "tthc"
    if not (folder / "catalog.jsonl.gz").is_file():
        pytest.skip(f"no procedure records: {DATA_KEY} is not set")
    return folder


@pytest.fixture(scope="session")
def imported(
    tthc: Path, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[sessionmaker[Session], Any]]:
    """A database with all real records in it, and the report of the import."""
    from procedures_db.importers import import_paths  # takes seconds; few tests need it

    path = tmp_path_factory.mktemp("real") / "thutuc.db"
    shutil.copyfile(migrated_file, path)
    engine = open_engine(f"sqlite:///{path}")
    sessions = session_factory(engine)
    files = [tthc / name for name in RECORD_FILES]
    report = import_paths(sessions, files, today=RECORDS_READ_ON)
    yield sessions, report
    engine.dispose()


@pytest.fixture(scope="session")
def tiny_model(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> LinkerModel:
    """A linker trained on the tiny catalogue."""
    path = tmp_path_factory.mktemp("tiny") / "thutuc.db"
    shutil.copyfile(migrated_file, path)
    engine = open_engine(f"sqlite:///{path}")
    sessions = session_factory(engine)
    tiny_catalogue.fill(sessions)
    with sessions() as opened:
        model = train(load_entries(opened), tiny_catalogue.OUTSIDE, jobs=1)
    engine.dispose()
    return model


@pytest.fixture
def linker(sessions: sessionmaker[Session], tiny_model: LinkerModel) -> Linker:
    """The linker over a database that holds the tiny catalogue."""
    tiny_catalogue.fill(sessions)
    return Linker(sessions, tiny_model)


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `var` and `models` of the shipped catalogue; copy it before starting on it.

    Models that fit the files are taken from where `thutuc` keeps them; others are trained here,
    once for all tests, which takes about two minutes.
    """
    # The engine's environment reads this file too and has no command line.
    from rich.console import Console

    from bot.cli.engine_process import engine_python, model_file
    from bot.cli.errors import EngineStartError
    from bot.cli.fingerprints import engine_fingerprint, is_current, linker_fingerprint
    from bot.cli.prepare import prepare_database, train_models

    try:
        engine_python()
    except EngineStartError as error:
        if "CI" in os.environ:
            raise
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("starter")
    kept = DataSettings.from_env()
    data = DataSettings.from_env(
        {"THUTUC_VAR": str(folder / "var"), "THUTUC_MODELS": str(folder / "models")}
    )
    console = Console(file=StringIO())
    prepare_database(data, console)
    engine = open_engine(data.database_url)
    with session_factory(engine)() as session:
        codes = session.scalars(select(models.Procedure.code)).all()
    engine.dispose()
    data.models.mkdir(parents=True)
    for model, fingerprint in (
        (kept.linker, linker_fingerprint(ROOT, codes)),
        (model_file(kept.models), engine_fingerprint(ROOT)),
    ):
        if is_current(model, fingerprint):
            for path in kept.models.glob(f"{model.name}*"):
                shutil.copy2(path, data.models)
    train_models(data, console)
    return folder

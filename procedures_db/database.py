"""Open the database and bring its tables up to date."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(url: str) -> Engine:
    """Return an engine for a SQLite file or PostgreSQL; the SQLite file's folder is made."""
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_pre_ping=True, json_serializer=_plain_json, hide_parameters=True
        )
    path = url.partition("///")[2]
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    # Parameters hold what people typed, and an error is logged with its text.
    engine = create_engine(
        url, connect_args={"timeout": 15}, json_serializer=_plain_json, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA secure_delete=ON")  # what a citizen deletes is overwritten
        cursor.close()

    return engine


def _plain_json(value: object) -> str:
    """Keep Vietnamese letters as they are: escaped they take three times the room."""
    return json.dumps(value, ensure_ascii=False)


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to `revision`."""
    from alembic import command  # the server never migrates: `thutuc setup` does

    with engine.connect() as connection:
        config = migration_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def migration_config() -> "Config":
    """Return Alembic's configuration; callers set `attributes["connection"]`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Return what opens sessions on `engine`."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def transaction(sessions: Callable[[], Session]) -> Iterator[Session]:
    """Open a session, commit at the end, roll back on any error."""
    with sessions() as session, session.begin():
        yield session

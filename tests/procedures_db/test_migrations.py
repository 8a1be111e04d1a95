"""The migrations make the tables that the models describe, and can be taken back."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from procedures_db.database import migrate, migration_config, session_factory
from procedures_db.models import Base
from procedures_db.store import published_content
from tests import factories
from tests.factories import CODE, amount, content, detailed


def downgrade(engine: Engine, revision: str) -> None:
    with engine.connect() as connection:
        config = migration_config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        connection.commit()


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        options = {"compare_type": True, "target_metadata": Base.metadata}
        return list(
            compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
        )


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory.from_config(migration_config()).get_heads()) == 1


def test_migrations_make_what_the_models_describe(empty_database: Engine) -> None:
    migrate(empty_database)

    assert differences(empty_database) == []


def test_migrations_make_every_check_of_the_models(empty_database: Engine) -> None:
    migrate(empty_database)

    inspector = sa.inspect(empty_database)
    for table in Base.metadata.sorted_tables:
        wanted = {
            constraint.name
            for constraint in table.constraints
            if isinstance(constraint, sa.CheckConstraint)
        }
        found = {check["name"] for check in inspector.get_check_constraints(table.name)}
        assert found == wanted, table.name


def test_migrating_twice_changes_nothing(empty_database: Engine) -> None:
    migrate(empty_database)
    sessions = session_factory(empty_database)
    factories.publish(sessions, detailed())

    migrate(empty_database)

    with sessions() as session:
        assert published_content(session, CODE) == detailed()


def test_every_migration_can_be_taken_back_and_made_again(empty_database: Engine) -> None:
    script = ScriptDirectory.from_config(migration_config())
    revisions = [step.revision for step in script.walk_revisions()][::-1]
    for at, revision in enumerate(revisions):
        migrate(empty_database, revision)
        downgrade(empty_database, revisions[at - 1] if at else "base")
        migrate(empty_database, revision)

    assert differences(empty_database) == []


def test_taking_all_back_leaves_no_table(empty_database: Engine) -> None:
    migrate(empty_database)

    downgrade(empty_database, "base")

    assert set(sa.inspect(empty_database).get_table_names()) <= {"alembic_version"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fee SET amount = 0",
        "UPDATE fee SET amount = NULL",
        "UPDATE fee SET kind = 'free'",
        "UPDATE fee SET kind = 'cheap', amount = NULL",
        "UPDATE fee SET valid_from = '2026-02-01', valid_to = '2026-01-01'",
        "UPDATE fee_exemption SET percent = 101",
        "UPDATE required_document SET originals = -1",
        "UPDATE processing_time SET value = -1",
        "UPDATE procedure SET state = 'forgotten'",
        "UPDATE procedure SET name = NULL",
        "UPDATE procedure SET source = NULL",
        "UPDATE catalogue_version SET id = 2",
        "UPDATE step SET procedure_id = 999",
        "DELETE FROM procedure",
    ],
)
def test_database_itself_refuses_what_content_refuses(database: Engine, statement: str) -> None:
    fee = amount(8_000)
    factories.publish(session_factory(database), detailed(fees=[fee]))

    with pytest.raises(IntegrityError), database.begin() as connection:
        connection.execute(sa.text(statement))


def test_code_belongs_to_one_procedure(database: Engine) -> None:
    factories.publish(session_factory(database), content(CODE), content("9.000002"))

    with pytest.raises(IntegrityError), database.begin() as connection:
        connection.execute(sa.text(f"UPDATE procedure SET code = '{CODE}'"))  # noqa: S608

"""The audit trail can be added to, and nothing else."""

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from procedures_db import audit, models


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'ai đó'",
        "DELETE FROM audit_entry",
        "INSERT OR REPLACE INTO audit_entry (id, at, actor, action, target, details) "
        "SELECT id, at, 'ai đó', action, target, details FROM audit_entry",
        "TRUNCATE audit_entry",
    ],
)
def test_database_refuses_to_change_an_entry(
    database: Engine, session: Session, statement: str
) -> None:
    audit.record(session, "lan", "office.change", "Xã A", {"phone": ["1", "2"]}, "10.0.0.1")
    session.commit()

    with pytest.raises(DBAPIError), database.begin() as connection:
        connection.execute(sa.text(statement))

    entry = session.scalars(sa.select(models.AuditEntry)).one()
    assert (entry.actor, entry.address) == ("lan", "10.0.0.1")


def test_entry_goes_with_the_deed_that_failed(session: Session) -> None:
    audit.record(session, "lan", "office.change", "Xã A")

    session.rollback()

    assert session.scalars(sa.select(models.AuditEntry)).all() == []


def test_long_names_are_shortened_and_do_not_stop_the_deed(session: Session) -> None:
    audit.record(session, "lan" * 100, "a" * 100, "x" * 999, {}, "f" * 100)

    session.commit()

    assert len(session.scalars(sa.select(models.AuditEntry)).one().target) == 200

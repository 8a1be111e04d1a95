"""Rows say exactly what was published, and a change is seen in time."""

import json

import pytest
from hypothesis import given, settings
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.content import ProcedureContent
from procedures_db.database import transaction
from procedures_db.errors import NotFoundError
from procedures_db.read import ProcedureReader, read_procedure
from procedures_db.store import publish
from tests import factories
from tests.factories import ACTOR, CODE, amount, content, detailed
from tests.procedures_db.strategies import contents


@settings(max_examples=20)
@given(contents())
def test_rows_say_what_was_published(
    sessions: sessionmaker[Session], procedure: ProcedureContent
) -> None:
    with sessions() as session:
        publish(session, procedure, actor=ACTOR)

        read = read_procedure(session, CODE)

        assert json.dumps(read.content.to_json()) == json.dumps(procedure.to_json())
        assert read.revision == 1
        session.rollback()


def test_every_kind_of_row_comes_back(session: Session) -> None:
    publish(session, detailed(), actor=ACTOR)

    assert read_procedure(session, CODE).content == detailed()


def test_one_code_may_hold_the_rows_of_another_in_any_order(session: Session) -> None:
    first = content("9.000002", steps=[{"text": "một"}, {"text": "hai"}])
    second = content("9.000003", steps=[{"text": "hai"}, {"text": "một"}])
    publish(session, second, actor=ACTOR)
    publish(session, first, actor=ACTOR)

    assert read_procedure(session, "9.000002").content == first
    assert read_procedure(session, "9.000003").content == second


def test_revision_is_that_of_the_newest_change(session: Session) -> None:
    publish(session, content(), actor=ACTOR)
    publish(session, detailed(), actor=ACTOR)

    assert read_procedure(session, CODE).revision == 2


def test_unknown_code_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        read_procedure(session, CODE)


def test_answers_come_from_the_rows_and_not_from_the_snapshot(session: Session) -> None:
    publish(session, content(fees=[amount(8_000)]), actor=ACTOR)

    session.execute(update(models.Fee).values(amount=9_000))

    assert read_procedure(session, CODE).content.fees[0].amount == 9_000


def test_reader_asks_the_database_once_in_its_time(sessions: sessionmaker[Session]) -> None:
    factories.publish(sessions, content(name="Cũ"))
    reader = ProcedureReader(sessions, seconds=3_600)
    reader.get(CODE)

    factories.publish(sessions, content(name="Mới"))

    assert reader.get(CODE).content.name == "Cũ"


def test_reader_forgets_after_its_time(sessions: sessionmaker[Session]) -> None:
    factories.publish(sessions, content(name="Cũ"))
    reader = ProcedureReader(sessions, seconds=0)
    reader.get(CODE)

    factories.publish(sessions, content(name="Mới"))

    assert reader.get(CODE).content.name == "Mới"


def test_reader_keeps_no_more_than_its_size(sessions: sessionmaker[Session]) -> None:
    codes = [f"9.00000{number}" for number in range(1, 4)]
    factories.publish(sessions, *(content(code, name="Cũ") for code in codes))
    reader = ProcedureReader(sessions, seconds=3_600, size=2)
    for code in codes:
        reader.get(code)

    factories.publish(sessions, *(content(code, name="Mới") for code in codes))

    assert [reader.get(code).content.name for code in reversed(codes)] == ["Cũ", "Cũ", "Mới"]


def test_reader_does_not_remember_what_was_not_there(sessions: sessionmaker[Session]) -> None:
    reader = ProcedureReader(sessions, seconds=3_600)
    with pytest.raises(NotFoundError):
        reader.get(CODE)

    factories.publish(sessions, content())

    assert reader.get(CODE).revision == 1


def test_what_the_reader_gave_stays_readable_after_its_session(
    sessions: sessionmaker[Session],
) -> None:
    with transaction(sessions) as session:
        publish(session, detailed(), actor=ACTOR)

    facts = ProcedureReader(sessions).get(CODE)

    assert facts.content.to_json() == detailed().to_json()

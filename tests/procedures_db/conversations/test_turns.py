"""Turns are recorded whole, and masked."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.conversations import history, record_turn
from tests.procedures_db.conversations.turns import add_turn, answer


def test_turn_holds_what_was_asked_and_the_whole_answer(session: Session) -> None:
    record_turn(
        session,
        answer(),
        channel="web",
        question="nuôi ong mất bao nhiêu",
        latency_ms=12,
        payload="p/9.000001/f",
        intent="ask_procedure",
    )
    session.commit()
    session.expire_all()

    turn = session.scalars(select(models.TurnRecord)).one()
    assert turn.answer == answer()
    assert (turn.question, turn.payload) == ("nuôi ong mất bao nhiêu", "p/9.000001/f")
    assert (turn.intent, turn.status, turn.procedure_code) == (
        "ask_procedure", "answered", "9.000001",
    )  # fmt: skip
    assert (turn.facets, turn.revision, turn.receipt) == (["fee"], 3, "7KQ2-M4")
    assert turn.candidates == answer()["candidates"]
    assert turn.latency_ms == 12


def test_moment_is_utc_without_a_zone_whatever_was_given(session: Session) -> None:
    hanoi = timezone(timedelta(hours=7))
    add_turn(session, at=datetime(2026, 11, 23, 9, 0, tzinfo=hanoi))
    session.expire_all()

    turn = session.scalars(select(models.TurnRecord)).one()
    assert turn.at == datetime(2026, 11, 23, 2, 0)  # noqa: DTZ001
    assert datetime.now(UTC).replace(tzinfo=None) > turn.at


def test_refusal_is_a_turn_too(session: Session) -> None:
    add_turn(session, status="error", procedure=None, parts=[], candidates=[], receipt=None)

    turn = session.scalars(select(models.TurnRecord)).one()
    assert (turn.status, turn.procedure_code, turn.facets) == ("error", None, [])


def test_question_is_masked_whatever_the_caller_did(session: Session) -> None:
    add_turn(session, question="sđt 0912345678 làm căn cước")

    turn = session.scalars(select(models.TurnRecord)).one()
    assert turn.question == "sđt [số điện thoại] làm căn cước"


def test_turn_is_recorded_once(session: Session) -> None:
    add_turn(session)

    with pytest.raises(IntegrityError):
        add_turn(session)


def test_history_is_the_latest_turns_of_one_conversation(session: Session) -> None:
    for number in range(4):
        add_turn(session, f"t{number}")
    add_turn(session, "other", "web-b")

    assert [turn.turn_id for turn in history(session, "web-a", most=3)] == ["t1", "t2", "t3"]

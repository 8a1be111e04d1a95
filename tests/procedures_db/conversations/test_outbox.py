"""Messages go to each person in order, again after a failure, and leave nothing behind."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.conversations.outbox import (
    HeldMessage,
    give_up,
    hold_messages,
    next_due,
    put_message,
    settle,
    try_later,
)
from procedures_db.terms import OutboxState


def put(session: Session, text: str, recipient: str = "1") -> None:
    put_message(session, channel="telegram", recipient=recipient, payload={"text": text})
    session.commit()


def hold(session: Session, *, after: float = 0) -> list[HeldMessage]:
    now = datetime.now(UTC) + timedelta(seconds=after)
    held = hold_messages(session, 30, channels=["telegram"], most=5, now=now)
    session.commit()
    return held


def texts(held: list[HeldMessage]) -> list[str]:
    return [message.payload["text"] for message in held]


def test_each_person_gets_messages_in_order(session: Session) -> None:
    put(session, "1a")
    put(session, "1b")
    put(session, "2a", "2")

    held = hold(session)
    assert texts(held) == ["1a", "2a"]
    assert hold(session) == []
    for message in held:
        settle(session, message)
    assert texts(hold(session)) == ["1b"]


def test_message_that_arrived_leaves_no_row(session: Session) -> None:
    put(session, "1a")
    settle(session, hold(session)[0])
    session.commit()

    assert session.scalars(select(models.OutboxMessage)).all() == []
    assert next_due(session) is None


def test_failed_message_waits_and_those_behind_it_wait_with_it(session: Session) -> None:
    put(session, "1a")
    put(session, "1b")
    try_later(session, hold(session)[0], 20, "503")
    session.commit()

    assert hold(session, after=15) == []
    (message,) = hold(session, after=25)
    assert (message.payload, message.attempts) == ({"text": "1a"}, 2)


def test_message_given_up_lets_the_next_one_go(session: Session) -> None:
    put(session, "1a")
    put(session, "1b")
    give_up(session, hold(session)[0], "blocked by user")
    session.commit()

    assert texts(hold(session)) == ["1b"]
    given_up = models.OutboxMessage.state == OutboxState.GIVEN_UP
    row = session.scalars(select(models.OutboxMessage).where(given_up)).one()
    assert (row.payload, row.last_error) == ({}, "blocked by user")


def test_message_of_a_dead_process_is_due_again_and_not_settled_by_the_dead(
    session: Session,
) -> None:
    put(session, "1a")
    (dead,) = hold(session)

    assert hold(session, after=29) == []
    (again,) = hold(session, after=31)
    try_later(session, dead, 100, "late")
    session.commit()
    assert again.attempts == 2
    row = session.scalars(select(models.OutboxMessage)).one()
    assert row.last_error is None


def test_positions_stay_in_order_after_messages_have_gone(session: Session) -> None:
    put(session, "1a")
    settle(session, hold(session)[0])
    put(session, "1b")
    put(session, "1c")

    assert texts(hold(session)) == ["1b"]


def test_messages_of_other_channels_are_left_to_whoever_serves_them(session: Session) -> None:
    put(session, "1a")

    assert hold_messages(session, 30, channels=["zalo"], most=5) == []
    assert hold_messages(session, 30, channels=[], most=5) == []

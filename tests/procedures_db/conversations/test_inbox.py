"""Events are stored once, in the order of their conversation, and held by one process."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.conversations.inbox import (
    close_event,
    go_on_holding,
    hold_events,
    let_go,
    receive_event,
)


def receive(session: Session, event_id: str, conversation_id: str = "a") -> bool:
    new = receive_event(
        session,
        channel="telegram",
        event_id=event_id,
        conversation_id=conversation_id,
        recipient=conversation_id,
        message={"text": f"câu {event_id}"},
    )
    session.commit()
    return new


def hold(session: Session, holder: str = "me", *, after: float = 0) -> list[str]:
    now = datetime.now(UTC) + timedelta(seconds=after)
    held = hold_events(session, holder, 10, channels=["telegram"], most=5, now=now)
    session.commit()
    return [event.event_id for event in held]


def id_of(session: Session, event_id: str) -> int:
    table = models.InboxEvent
    return session.scalars(select(table.id).where(table.event_id == event_id)).one()


def test_event_is_stored_once_also_after_it_was_answered(session: Session) -> None:
    assert receive(session, "1")
    assert not receive(session, "1")
    hold(session)
    assert close_event(session, "me", id_of(session, "1"))
    session.commit()

    assert not receive(session, "1")
    assert hold(session, after=60) == []


def test_answered_event_leaves_nothing_but_its_key(session: Session) -> None:
    receive(session, "1")
    hold(session)
    close_event(session, "me", id_of(session, "1"))
    session.commit()
    session.expire_all()

    event = session.scalars(select(models.InboxEvent)).one()
    assert (event.message, event.recipient, event.conversation_id) == ({}, "", "")


def test_conversation_is_answered_in_order_and_others_meanwhile(session: Session) -> None:
    for event_id, conversation in (("1", "a"), ("2", "a"), ("3", "b")):
        receive(session, event_id, conversation)

    assert hold(session) == ["1", "3"]
    assert hold(session, "other") == []
    close_event(session, "me", id_of(session, "1"))
    assert hold(session) == ["2"]


def test_event_of_a_dead_process_is_taken_over_and_its_late_answer_dropped(
    session: Session,
) -> None:
    receive(session, "1")
    hold(session, "dead")

    assert hold(session, "me", after=9) == []
    assert hold(session, "me", after=11) == ["1"]
    assert not close_event(session, "dead", id_of(session, "1"))
    assert close_event(session, "me", id_of(session, "1"))


def test_event_that_is_worked_on_for_long_stays_with_its_process(session: Session) -> None:
    receive(session, "1")
    hold(session)
    go_on_holding(session, "me", [id_of(session, "1")], 60)
    session.commit()

    assert hold(session, "other", after=30) == []


def test_event_given_back_can_be_taken_at_once(session: Session) -> None:
    receive(session, "1")
    hold(session)
    let_go(session, "me", [id_of(session, "1")])
    session.commit()

    assert hold(session, "other") == ["1"]

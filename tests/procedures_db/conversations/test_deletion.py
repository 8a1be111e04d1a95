"""Deleting for real: on request, and when the retention time is over."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.conversations import (
    add_feedback,
    add_satisfaction,
    delete_conversation,
    purge_older_than,
)
from procedures_db.conversations.inbox import close_event, hold_events, receive_event
from procedures_db.conversations.outbox import give_up, hold_messages, put_message
from tests.procedures_db.conversations.turns import add_turn

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TABLES = (
    models.TurnRecord,
    models.Feedback,
    models.Satisfaction,
    models.InboxEvent,
    models.OutboxMessage,
)


def counts(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def put(session: Session, conversation_id: str = "web-a") -> None:
    put_message(
        session,
        channel="telegram",
        recipient="1",
        payload={"text": "…"},
        conversation_id=conversation_id,
    )


def receive(session: Session, event_id: str = "e1") -> None:
    receive_event(
        session,
        channel="telegram",
        event_id=event_id,
        conversation_id="web-a",
        recipient="1",
        message={"text": "…"},
    )


def test_everything_of_one_conversation_goes_and_nothing_else(session: Session) -> None:
    for conversation in ("web-a", "web-b"):
        add_turn(session, f"{conversation}-1", conversation)
        add_turn(session, f"{conversation}-2", conversation)
        add_feedback(session, f"{conversation}-1", 1)
        add_satisfaction(session, conversation, "web", 5)
        put(session, conversation)
    session.commit()

    deleted = delete_conversation(session, "web-a")
    session.commit()

    assert (deleted.turns, deleted.ratings, deleted.messages) == (2, 2, 1)
    assert counts(session) == [2, 1, 1, 0, 1]
    assert not delete_conversation(session, "web-a")


def test_question_that_came_after_the_wish_to_delete_is_still_answered(session: Session) -> None:
    receive(session)
    session.commit()

    delete_conversation(session, "web-a")
    session.commit()

    assert hold_events(session, "me", 10, channels=["telegram"], most=5)[0].message == {"text": "…"}


@pytest.mark.parametrize("batch", [2, 500])
def test_purge_takes_what_is_older_than_the_retention_time(
    sessions: sessionmaker[Session], batch: int
) -> None:
    with sessions() as session:
        for days in (1, 89, 91, 92, 93, 94, 400):
            add_turn(session, f"t{days}", at=NOW - timedelta(days=days))
        add_feedback(session, "t400", 1)
        session.commit()

    assert purge_older_than(sessions, 90, now=NOW, dry_run=True).turns == 5
    deleted = purge_older_than(sessions, 90, now=NOW, batch=batch)

    assert deleted.turns == 5
    with sessions() as session:
        assert counts(session)[:2] == [2, 0]
        left = session.scalars(select(models.TurnRecord.turn_id).order_by(models.TurnRecord.id))
        assert left.all() == ["t1", "t89"]


def test_keys_of_answered_events_and_failed_messages_go_after_a_week(
    sessions: sessionmaker[Session],
) -> None:
    with sessions.begin() as session:
        receive(session, "answered")
        (held,) = hold_events(session, "me", 10, channels=["telegram"], most=1)
        assert close_event(session, "me", held.id)
        receive(session, "waiting")
        put(session)
        (message,) = hold_messages(session, 10, channels=["telegram"], most=1)
        give_up(session, message, "blocked")
        put(session)
    in_six_days, in_eight_days = (datetime.now(UTC) + timedelta(days=days) for days in (6, 8))

    assert not purge_older_than(sessions, 90, now=in_six_days)
    deleted = purge_older_than(sessions, 90, now=in_eight_days)

    assert (deleted.events, deleted.messages) == (1, 1)
    assert purge_older_than(sessions, 90, now=in_eight_days + timedelta(days=90)).events == 1

"""Thumbs and stars."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.conversations import add_feedback, add_satisfaction
from procedures_db.errors import ContentError, NotFoundError
from tests.procedures_db.conversations.turns import add_turn


def test_thumb_with_its_reason_is_kept_masked(session: Session) -> None:
    add_turn(session)

    add_feedback(session, "t1", -1, " sai phí, gọi tôi 0912345678 ", conversation_id="web-a")
    session.commit()

    feedback = session.scalars(select(models.Feedback)).one()
    assert (feedback.turn_id, feedback.thumb) == ("t1", -1)
    assert feedback.reason == "sai phí, gọi tôi [số điện thoại]"


def test_second_thumb_replaces_the_first(session: Session) -> None:
    add_turn(session)
    add_feedback(session, "t1", -1, "sai")

    add_feedback(session, "t1", 1)
    session.commit()

    feedback = session.scalars(select(models.Feedback)).one()
    assert (feedback.thumb, feedback.reason) == (1, None)


def test_nobody_rates_a_turn_of_somebody_else(session: Session) -> None:
    add_turn(session)

    with pytest.raises(NotFoundError):
        add_feedback(session, "t1", 1, conversation_id="web-b")
    with pytest.raises(NotFoundError):
        add_feedback(session, "t2", 1)


@pytest.mark.parametrize("thumb", [0, 2, -2])
def test_thumb_is_up_or_down(session: Session, thumb: int) -> None:
    add_turn(session)

    with pytest.raises(ContentError):
        add_feedback(session, "t1", thumb)


def test_stars_are_kept_once_for_a_conversation(session: Session) -> None:
    add_satisfaction(session, "web-a", "web", 2, "chậm")
    add_satisfaction(session, "web-a", "web", 5, "số tôi 0912 345 678")
    session.commit()

    stars = session.scalars(select(models.Satisfaction)).one()
    assert (stars.stars, stars.comment) == (5, "số tôi [số điện thoại]")


@pytest.mark.parametrize("stars", [0, 6])
def test_stars_are_one_to_five(session: Session, stars: int) -> None:
    with pytest.raises(ContentError):
        add_satisfaction(session, "web-a", "web", stars)

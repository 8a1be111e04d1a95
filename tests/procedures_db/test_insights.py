"""Figures over recorded turns, on both databases."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.insights import LONGEST, Insights, Outcome, Period, insights, known_channels
from procedures_db.store import publish_all
from tests.factories import ACTOR, CODE, content

DAY = Period(date(2026, 11, 23), date(2026, 11, 23))
NOON = datetime(2026, 11, 23, 5, 0)  # noqa: DTZ001 - 12:00 in Viet Nam

Tell = Callable[..., str]


@pytest.fixture
def tell(sessions: sessionmaker[Session]) -> Tell:
    """Record a turn; a test states what matters to it."""
    number = 0

    def record(status: str = "answered", **given: Any) -> str:
        nonlocal number
        number += 1
        values: dict[str, Any] = {
            "turn_id": f"t{number}",
            "conversation_id": "c1",
            "channel": "web",
            "at": NOON,
            "question": "Nuôi ong thì phí bao nhiêu?",
            "status": status,
            "answer": {},
            "latency_ms": 20,
        }
        with transaction(sessions) as session:
            session.add(models.TurnRecord(**values | given))
        return f"t{number}"

    return record


def read(sessions: sessionmaker[Session], *given: Any, **options: Any) -> Insights:
    with sessions() as session:
        return insights(session, *(given or (DAY,)), **options)


def test_nothing_asked_gives_no_figures(sessions: sessionmaker[Session]) -> None:
    found = read(sessions)

    assert (found.questions, found.satisfied, found.liked) == (0, None, None)
    assert found.stars == dict.fromkeys(range(1, 6), 0)


def test_outcomes_are_told_apart_and_small_talk_is_no_question(
    sessions: sessionmaker[Session], tell: Tell
) -> None:
    for status in ("answered", "correction", "partial", "clarify", "not_in_data", "small_talk"):
        tell(status)

    assert read(sessions).by_outcome() == {
        Outcome.ANSWERED: 2,
        Outcome.PARTIAL: 1,
        Outcome.ASKED_BACK: 1,
        Outcome.REFUSED: 1,
    }


def test_day_begins_at_midnight_in_viet_nam(sessions: sessionmaker[Session], tell: Tell) -> None:
    midnight = datetime(2026, 11, 22, 17, 0)  # noqa: DTZ001
    tell(at=midnight - timedelta(microseconds=1))
    tell(at=midnight)
    tell(at=midnight + timedelta(hours=24) - timedelta(microseconds=1))
    tell(at=midnight + timedelta(hours=24))

    found = read(sessions)

    assert found.by_day() == {(DAY.first, Outcome.ANSWERED): 2}
    assert found.by_hour() == {0: 1, 23: 1}
    assert read(sessions, Period(date(2026, 11, 22), date(2026, 11, 24))).questions == 4


def test_figures_are_told_by_channel(sessions: sessionmaker[Session], tell: Tell) -> None:
    tell(channel="zalo")
    down = tell(channel="web")
    with transaction(sessions) as session:
        session.add(models.Feedback(turn_id=down, thumb=-1, reason=None, at=NOON))
        session.add(models.Satisfaction(conversation_id="c1", channel="zalo", stars=5, at=NOON))

    web, zalo = read(sessions, DAY, "web"), read(sessions, DAY, "zalo")

    assert (web.questions, web.liked, web.satisfied) == (1, 0.0, None)
    assert (zalo.questions, zalo.liked, zalo.satisfied) == (1, None, 1.0)
    assert read(sessions).by_channel() == {("web", "answered"): 1, ("zalo", "answered"): 1}
    with sessions() as session:
        assert known_channels(session) == ["web", "zalo"]


def test_satisfied_are_those_who_gave_four_or_five_stars(
    sessions: sessionmaker[Session],
) -> None:
    with transaction(sessions) as session:
        for stars in (1, 3, 4, 5):
            session.add(
                models.Satisfaction(conversation_id="c", channel="web", stars=stars, at=NOON)
            )

    found = read(sessions)

    assert (found.ratings, found.satisfied) == (4, 0.5)


def test_what_is_asked_most_comes_first(sessions: sessionmaker[Session], tell: Tell) -> None:
    with transaction(sessions) as session:
        publish_all(session, [content()], actor=ACTOR)
    tell(procedure_code=CODE, facets=["fee", "time"])
    tell(procedure_code=CODE, facets=["fee"])
    tell(procedure_code="9.999999", facets=[])
    tell("out_of_scope", intent="legal_advice")
    tell("not_in_data", intent="ask_procedure")
    tell("not_in_data", intent="ask_procedure")
    tell("error", reason="too_many")

    found = read(sessions)

    assert [(one.code, one.name, one.count) for one in found.procedures] == [
        (CODE, f"Thủ tục mẫu {CODE}", 2),
        ("9.999999", None, 1),
    ]
    assert [(one.code, one.count) for one in found.facets] == [("fee", 2), ("time", 1)]
    assert [(one.code, one.count) for one in found.reasons] == [
        ("not_in_data", 2),
        ("legal_advice", 1),
        ("too_many", 1),
    ]
    assert len(read(sessions, DAY, top=1).procedures) == 1


def test_period_puts_its_days_in_order_and_has_an_end() -> None:
    assert Period(date(2026, 2, 1), date(2026, 1, 31)).days == [date(2026, 1, 31), date(2026, 2, 1)]
    assert len(Period(date(2000, 1, 1), date(2026, 1, 1)).days) == LONGEST

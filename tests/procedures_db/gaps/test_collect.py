"""What was not answered well is found once, put together, and goes with the turns."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.conversations import add_feedback, delete_conversation, purge_older_than
from procedures_db.conversations.turns import record_turn
from procedures_db.database import transaction
from procedures_db.gaps import collect as collecting
from procedures_db.gaps.collect import Collector
from procedures_db.gaps.read import counts, gap_view, queue
from procedures_db.terms import GapReason, GapState
from tests.procedures_db.conversations.turns import answer

NOW = datetime(2026, 11, 23, 2, 0)  # noqa: DTZ001
Sessions = sessionmaker[Session]


def ask(
    sessions: Sessions,
    question: str,
    status: str = "not_in_data",
    *,
    at: datetime = NOW,
    conversation: str = "c1",
    payload: str | None = None,
    intent: str | None = None,
    thumb: int | None = None,
) -> str:
    """Record a turn and return its id."""
    with transaction(sessions) as session:
        number = session.scalar(select(func.count(models.TurnRecord.id))) or 0
        turn_id = f"t{number}-{abs(hash((question, at))) % 10**8}"
        given = answer(turn_id, conversation, status=status, procedure=None)
        record_turn(
            session,
            given,
            channel="web",
            question=question,
            latency_ms=1,
            payload=payload,
            intent=intent,
            at=at,
        )
        session.flush()
        if thumb:
            add_feedback(session, turn_id, thumb)
    return turn_id


def groups(sessions: Sessions) -> list[set[str]]:
    with sessions() as session:
        found = [
            {one.question for one in gap_view(session, line.id).asked}
            for line in queue(session, list(GapState)).lines
        ]
    return sorted(found, key=sorted)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("clarify", GapReason.ASKED_BACK),
        ("not_in_data", GapReason.NOT_IN_DATA),
        ("partial", GapReason.PARTIAL),
        ("out_of_scope", GapReason.OUT_OF_SCOPE),
    ],
)
def test_question_answered_badly_is_taken_up_with_its_reason(
    sessions: Sessions, status: str, reason: GapReason
) -> None:
    ask(sessions, "thả diều sáo xin ai", status)

    assert Collector(sessions).collect() == 1
    with sessions() as session:
        (line,) = queue(session, [GapState.OPEN]).lines
        assert (line.question, line.times, line.reasons) == (
            "thả diều sáo xin ai",
            1,
            ((reason, 1),),
        )
        assert queue(session, [GapState.OPEN], reason).total == 1
        others = [other for other in GapReason if other is not reason]
        assert [queue(session, [GapState.OPEN], other).total for other in others] == [0] * 4


@pytest.mark.parametrize("status", ["answered", "small_talk", "handoff", "error", "correction"])
def test_other_turns_are_left_alone_unless_a_thumb_points_down(
    sessions: Sessions, status: str
) -> None:
    collector = Collector(sessions)
    ask(sessions, "làm hộ chiếu", status)
    ask(sessions, "làm hộ chiếu", status, thumb=1)
    assert collector.collect() == 0

    ask(sessions, "làm hộ chiếu", status, thumb=-1)

    assert collector.collect() == 1
    with sessions() as session:
        (line,) = queue(session, [GapState.OPEN]).lines
    assert line.reasons == ((GapReason.THUMB_DOWN, 1),)


def test_thumb_that_comes_later_counts_and_one_taken_back_does_not(sessions: Sessions) -> None:
    collector = Collector(sessions)
    turn = ask(sessions, "làm hộ chiếu", "answered")
    assert collector.collect() == 0
    with transaction(sessions) as session:
        add_feedback(session, turn, -1, "sai rồi")
    assert collector.collect() == 1
    with transaction(sessions) as session:
        add_feedback(session, turn, 1)

    collector.collect()

    assert groups(sessions) == []


def test_buttons_and_plain_words_are_no_questions(sessions: Sessions) -> None:
    ask(sessions, "Hộ chiếu", payload="x:1")
    ask(sessions, "ừ", "clarify", intent="affirm")
    ask(sessions, "cái thứ hai", "clarify", intent="choose_option")
    ask(sessions, "🐝", "clarify")
    ask(sessions, "thả diều", "clarify", thumb=1)

    collector = Collector(sessions)

    assert [collector.collect(), collector.collect()] == [0, 0]


def test_like_questions_are_one_group_and_others_are_not(sessions: Sessions) -> None:
    like = {
        "xin phép thả diều sáo ở đâu",
        "Xin phep tha dieu sao o dau?",
        "xin phép thả diều sáo ở đâu vậy",
    }
    for text in sorted(like):
        ask(sessions, text)
    ask(sessions, "mở lớp dạy bơi cần gì")
    collector = Collector(sessions)
    collector.collect()
    ask(sessions, "xin phép thả diều sáo ở đâu ạ")
    ask(sessions, "mở lớp dạy múa cần gì", "out_of_scope")

    assert collector.collect() == 2

    found = groups(sessions)
    assert like | {"xin phép thả diều sáo ở đâu ạ"} in found
    assert {"mở lớp dạy bơi cần gì"} in [group - {"mở lớp dạy múa cần gì"} for group in found]


def test_collecting_twice_or_in_two_processes_takes_nothing_twice(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "_TOGETHER", 2)
    for number in range(7):
        ask(sessions, f"câu số {number} {'abcdefg'[number] * 9}")
    first, second = Collector(sessions), Collector(sessions)

    assert [first.collect(), second.collect(), first.collect()] == [7, 0, 0]


@pytest.mark.parametrize(
    ("state", "joins"),
    [
        (GapState.OPEN, True),
        (GapState.DISMISSED, True),
        (GapState.TASKED, True),
        (GapState.ACCEPTED, False),
        (GapState.RESOLVED, False),
    ],
)
def test_what_still_fails_after_it_was_closed_is_a_new_group(
    sessions: Sessions, state: GapState, joins: bool
) -> None:
    collector = Collector(sessions)
    ask(sessions, "thả diều sáo")
    collector.collect()
    with transaction(sessions) as session:
        (gap,) = session.scalars(select(models.QuestionGap))
        gap.state, gap.decided_at = state, NOW + timedelta(hours=1)
    ask(sessions, "tha dieu sao", at=NOW + timedelta(minutes=5))  # before: it belongs there
    ask(sessions, "THẢ DIỀU SÁO", at=NOW + timedelta(hours=1, seconds=3))  # not known yet
    ask(sessions, "thả diều sáo!", at=NOW + timedelta(hours=2))
    collector.collect()

    with sessions() as session:
        by_state = counts(session)
    assert sum(by_state.values()) == (1 if joins else 2)
    assert by_state[GapState.OPEN] == (0 if joins and state is not GapState.OPEN else 1)


def test_group_goes_with_the_conversation_but_not_what_was_accepted(sessions: Sessions) -> None:
    ask(sessions, "thả diều sáo", conversation="một")
    ask(sessions, "mở lớp dạy bơi", conversation="một")
    ask(sessions, "xin giấy nuôi rắn", conversation="một")
    ask(sessions, "xin giấy nuôi rắn", conversation="hai")
    Collector(sessions).collect()
    with transaction(sessions) as session:
        for gap in session.scalars(select(models.QuestionGap)):
            gap.wording = "lời của dân"
            view = gap_view(session, gap.id)
            if view.question == "mở lớp dạy bơi":
                gap.state = GapState.ACCEPTED

    with transaction(sessions) as session:
        delete_conversation(session, "một")

    with sessions() as session:
        assert counts(session)[GapState.OPEN] == 1
        assert counts(session)[GapState.ACCEPTED] == 1
        assert session.scalar(select(func.count(models.QuestionGapTurn.turn_id))) == 1


def test_group_goes_when_the_retention_time_is_over(sessions: Sessions) -> None:
    now = datetime.now(UTC)
    ask(sessions, "thả diều sáo", at=now - timedelta(days=100))
    ask(sessions, "xin giấy nuôi rắn", at=now)
    Collector(sessions).collect()

    purge_older_than(sessions, 90, dry_run=True)
    assert len(groups(sessions)) == 2
    purge_older_than(sessions, 90)

    assert groups(sessions) == [{"xin giấy nuôi rắn"}]

"""Who may decide what about a group, and that no two people decide it both."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.editing.drafts import Actor
from procedures_db.errors import NotFoundError
from procedures_db.gaps import decide
from procedures_db.gaps.asking_again import NowAnswered, keep_answers, to_ask_again
from procedures_db.gaps.collect import Collector
from procedures_db.gaps.errors import GapError, GapStateError, OwnProposalError, WordingError
from procedures_db.gaps.read import counts, gap_view, tasks
from procedures_db.search.linker import Linker
from procedures_db.store import catalogue_version
from procedures_db.terms import Facet, GapState, Origin, TaskState
from tests import tiny_catalogue
from tests.procedures_db.gaps.test_collect import NOW, Sessions, ask
from tests.tiny_catalogue import BEES, BIRTH, PASSPORT

AN, BINH, CHI = Actor("an", "10.0.0.1"), Actor("binh"), Actor("chi")
ASKED = "con vật có cánh vàng đen thì khai với ai"
WHO: dict[str, Any] = {"actor": AN, "now": NOW}


@pytest.fixture
def gap(sessions: sessionmaker[Session]) -> int:
    """A group of one question, with the tiny catalogue around it."""
    tiny_catalogue.fill(sessions)
    ask(sessions, ASKED, "clarify")
    Collector(sessions).collect()
    with sessions() as session:
        return session.scalars(select(models.QuestionGap.id)).one()


def propose(sessions: Sessions, gap: int, code: str = BEES, wording: str = ASKED) -> None:
    decide.propose(sessions, gap, code, wording, expected_version=1, **WHO)


def state_of(sessions: Sessions, gap: int) -> tuple[GapState, int]:
    with sessions() as session:
        found = decide.get_gap(session, gap)
        return found.state, found.version


def staff_questions(sessions: Sessions) -> list[tuple[str, list[str]]]:
    table = models.WrittenQuestion
    with sessions() as session:
        rows = session.execute(select(table.text, table.codes).where(table.origin == Origin.STAFF))
        return [(text, codes) for text, codes in rows]


def test_accepted_wording_is_linked_to_its_procedure(
    sessions: sessionmaker[Session], linker: Linker
) -> None:
    ask(sessions, ASKED, "clarify")
    Collector(sessions).collect()
    with sessions() as session:
        gap = session.scalars(select(models.QuestionGap.id)).one()
    assert linker.link(ASKED).candidates[0].code != BEES
    propose(sessions, gap, wording=f"  {ASKED}\n")
    assert not linker.refresh()  # a proposal changes nothing
    decide.accept(sessions, gap, expected_version=2, actor=BINH, now=NOW)

    assert linker.refresh()

    linked = linker.link("con vat co canh vang den thi khai voi ai?")
    assert linked.candidates[0].code == BEES
    assert linked.candidates[0].score >= 0.95
    assert staff_questions(sessions) == [(ASKED, [BEES])]
    assert state_of(sessions, gap) == (GapState.ACCEPTED, 3)


def test_nobody_accepts_an_own_proposal(sessions: Sessions, gap: int) -> None:
    propose(sessions, gap)

    with pytest.raises(OwnProposalError):
        decide.accept(sessions, gap, expected_version=2, actor=AN, now=NOW)

    assert state_of(sessions, gap) == (GapState.PROPOSED, 2)
    assert staff_questions(sessions) == []


def test_of_two_reviewers_at_once_one_decides(sessions: Sessions, gap: int) -> None:
    propose(sessions, gap)
    with sessions() as session:
        before = catalogue_version(session)
    start = threading.Barrier(4)
    results: list[str] = []

    def run(step: Callable[..., Any], *given: Any, actor: Actor) -> None:
        start.wait()
        try:
            step(sessions, gap, *given, expected_version=2, actor=actor, now=NOW)
            results.append(step.__name__)
        except GapStateError:
            results.append("late")

    threads = [
        threading.Thread(target=run, args=(decide.accept,), kwargs={"actor": BINH}),
        threading.Thread(target=run, args=(decide.accept,), kwargs={"actor": CHI}),
        threading.Thread(target=run, args=(decide.reject, "không rõ"), kwargs={"actor": CHI}),
        threading.Thread(target=run, args=(decide.reopen,), kwargs={"actor": AN}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results).count("late") == 3
    accepted = "accept" in results
    assert len(staff_questions(sessions)) == accepted
    with sessions() as session:
        assert catalogue_version(session) == before + accepted


@pytest.mark.parametrize(
    ("code", "wording", "error", "says"),
    [
        (BEES, "  ", WordingError, "Hãy ghi câu hỏi"),
        (BEES, "?!", WordingError, "Hãy ghi câu hỏi"),
        (BEES, "a " * 200, WordingError, "dài quá"),
        (BEES, "ong nhà tôi, gọi 0912 345 678", WordingError, "dữ liệu cá nhân"),
        (BEES, "LAM GIAY KHAI SINH cần giấy tờ gì", WordingError, "đăng ký khai sinh"),
        ("9.999999", ASKED, GapError, "chọn một thủ tục"),
        ("", ASKED, GapError, "chọn một thủ tục"),
    ],
)
def test_wording_that_would_mislead_is_refused(
    sessions: Sessions, gap: int, code: str, wording: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        propose(sessions, gap, code, wording)

    assert state_of(sessions, gap) == (GapState.OPEN, 1)


def test_own_written_question_may_be_settled_once(sessions: Sessions, gap: int) -> None:
    wording = "làm giấy khai sinh cần giấy tờ gì"
    propose(sessions, gap, BIRTH, wording)
    decide.accept(sessions, gap, expected_version=2, actor=BINH, now=NOW)
    ask(sessions, "việc khác hẳn", at=NOW + timedelta(hours=1))
    Collector(sessions).collect()
    with sessions() as session:
        other = session.scalars(
            select(models.QuestionGap.id).where(models.QuestionGap.state == GapState.OPEN)
        ).one()

    for code, says in ((BIRTH, "đã được duyệt"), (PASSPORT, "đã là cách hỏi của")):
        with pytest.raises(WordingError, match=says):
            propose(sessions, other, code, "lam giay khai sinh can giay to gi")


def test_wording_that_was_taken_meanwhile_is_not_accepted(sessions: Sessions, gap: int) -> None:
    propose(sessions, gap)
    with transaction(sessions) as session:
        session.add(
            models.WrittenQuestion(
                text=ASKED.upper(), codes=[PASSPORT], facets=[], origin=Origin.STAFF
            )
        )

    with pytest.raises(WordingError, match="hộ chiếu"):
        decide.accept(sessions, gap, expected_version=2, actor=BINH, now=NOW)

    assert state_of(sessions, gap) == (GapState.PROPOSED, 2)


def test_rejected_proposal_goes_back_with_the_reason(sessions: Sessions, gap: int) -> None:
    propose(sessions, gap)
    with pytest.raises(GapError, match="lý do"):
        decide.reject(sessions, gap, " ", expected_version=2, actor=BINH, now=NOW)
    decide.reject(sessions, gap, "không phải ong", expected_version=2, actor=BINH, now=NOW)

    with sessions() as session:
        assert decide.get_gap(session, gap).comment == "không phải ong"
    decide.propose(sessions, gap, PASSPORT, ASKED, expected_version=3, **WHO)
    assert state_of(sessions, gap) == (GapState.PROPOSED, 4)


def test_dismissed_group_can_be_taken_up_again(sessions: Sessions, gap: int) -> None:
    decide.dismiss(sessions, gap, "không thuộc dịch vụ", expected_version=1, **WHO)
    with pytest.raises(GapStateError):
        propose(sessions, gap)
    decide.reopen(sessions, gap, expected_version=2, **WHO)

    assert state_of(sessions, gap) == (GapState.OPEN, 3)


def test_task_closes_the_group_when_it_is_done(sessions: Sessions, gap: int) -> None:
    with pytest.raises(GapError, match="thiếu điều gì"):
        decide.make_task(sessions, gap, BEES, None, "", expected_version=1, **WHO)
    id_ = decide.make_task(
        sessions, gap, BEES, Facet.FEE, "chưa có lệ phí", expected_version=1, **WHO
    )
    with sessions() as session:
        (line,) = tasks(session, TaskState.OPEN)
        assert (line.name, line.task.facet) == ("Thủ tục đăng ký nuôi ong", Facet.FEE)
        assert tasks(session, TaskState.OPEN, PASSPORT) == []
    assert state_of(sessions, gap)[0] is GapState.TASKED

    decide.finish_task(sessions, id_, actor=BINH, now=NOW)

    assert state_of(sessions, gap)[0] is GapState.RESOLVED
    with pytest.raises(GapStateError):
        decide.finish_task(sessions, id_, actor=BINH, now=NOW)
    with pytest.raises(NotFoundError):
        decide.finish_task(sessions, 999, actor=BINH, now=NOW)


def test_task_outlives_the_questions_it_came_from(sessions: Sessions, gap: int) -> None:
    id_ = decide.make_task(sessions, gap, BEES, None, "thiếu", expected_version=1, **WHO)
    with transaction(sessions) as session:
        session.delete(session.scalars(select(models.TurnRecord)).one())
    Collector(sessions).collect()

    with sessions() as session:
        assert sum(counts(session).values()) == 0
        (line,) = tasks(session, TaskState.OPEN)
        assert line.task.gap_id is None
    decide.finish_task(sessions, id_, actor=BINH, now=NOW)


def test_audit_names_every_step_and_holds_no_words_of_citizens(
    sessions: Sessions, gap: int
) -> None:
    propose(sessions, gap)
    decide.reject(sessions, gap, "xem lại", expected_version=2, actor=BINH, now=NOW)
    decide.propose(sessions, gap, BEES, ASKED, expected_version=3, **WHO)
    decide.accept(sessions, gap, expected_version=4, actor=BINH, now=NOW)

    with sessions() as session:
        entries = session.scalars(select(models.AuditEntry).order_by(models.AuditEntry.id)).all()
        steps = [(one.actor, one.action) for one in entries if one.target == f"question {gap}"]
        assert session.scalar(select(func.count(models.AuditEntry.id))) == len(entries)
    assert steps == [
        ("an", "question.proposed"),
        ("binh", "question.rejected"),
        ("an", "question.proposed"),
        ("binh", "question.accepted"),
    ]
    assert not any("cánh" in str(one.details) for one in entries)


def test_closed_group_is_asked_again_once(sessions: Sessions, gap: int) -> None:
    with sessions() as session:
        assert to_ask_again(session) == []
    propose(sessions, gap)
    decide.accept(sessions, gap, expected_version=2, actor=BINH, now=NOW)
    with sessions() as session:
        (again,) = to_ask_again(session)
    assert (again.code, again.wording, [text for _, text in again.turns]) == (BEES, ASKED, [ASKED])

    now = NowAnswered("answered", BEES, "Thủ tục đăng ký nuôi ong", "Nộp tại xã.")
    keep_answers(sessions, again, now, {again.turns[0][0]: now}, NOW)

    with sessions() as session:
        assert to_ask_again(session) == []
        view = gap_view(session, gap)
    assert view.gap.reask is not None
    assert view.gap.reask["code"] == BEES
    assert (view.asked[0].now_status, view.asked[0].now_code) == ("answered", BEES)


def test_answer_to_an_old_decision_is_not_kept(sessions: Sessions, gap: int) -> None:
    id_ = decide.make_task(sessions, gap, BEES, None, "thiếu", expected_version=1, **WHO)
    decide.finish_task(sessions, id_, actor=BINH, now=NOW)
    with sessions() as session:
        (again,) = to_ask_again(session)
    decide.reopen(sessions, gap, expected_version=3, **WHO)

    keep_answers(sessions, again, None, {}, NOW)

    with sessions() as session:
        assert decide.get_gap(session, gap).reasked_at is None

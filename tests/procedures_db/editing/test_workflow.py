"""Drafts on SQLite and PostgreSQL: two editors, outdated drafts, schedules, going back."""

import threading
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.content import ProcedureContent
from procedures_db.database import transaction
from procedures_db.editing import drafts, publishing
from procedures_db.editing.drafts import Actor
from procedures_db.editing.errors import (
    DraftStateError,
    EditingError,
    FourEyesError,
    MissingWordsError,
    OutdatedDraftError,
    StaleDraftError,
)
from procedures_db.editing.history import history, revision_content
from procedures_db.editing.preview import impact
from procedures_db.editing.questions import questions_of
from procedures_db.errors import ContentError, NotFoundError
from procedures_db.importers.records import publish_merged
from procedures_db.read import read_procedure
from procedures_db.store import published_content
from procedures_db.terms import DraftState, Origin
from tests import factories
from tests.factories import CODE, amount, content, detailed

NOW = datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001 - moments are naive and in UTC
TODAY = date(2026, 11, 23)
AN, BINH = Actor("an", "10.0.0.1"), Actor("binh")
GROUNDS = {"basis": "02/2026/TT-MAU", "valid_from": date(2026, 11, 1)}

Sessions = sessionmaker[Session]


@pytest.fixture
def first(sessions: Sessions) -> ProcedureContent:
    published = detailed(fees=[amount(50_000, cost_type="le_phi")])
    factories.publish(sessions, published)
    return published


def with_fee(content: ProcedureContent, dong: int, **more: Any) -> ProcedureContent:
    fee = amount(dong, cost_type="le_phi") | GROUNDS | more
    return ProcedureContent.model_validate(content.model_dump() | {"fees": [fee]})


def draft_of(sessions: Sessions, id_: int) -> models.Draft:
    with sessions() as session:
        return drafts.get_draft(session, id_)


def begun(sessions: Sessions, text: ProcedureContent, actor: Actor = AN) -> int:
    """A draft with this text, version 2."""
    id_ = drafts.start_draft(sessions, text.code, actor=actor, now=NOW)
    drafts.save_draft(sessions, id_, text, expected_version=1, actor=actor, now=NOW)
    return id_


def in_review(sessions: Sessions, text: ProcedureContent, actor: Actor = AN) -> int:
    """A submitted draft with this text, version 3."""
    id_ = begun(sessions, text, actor)
    drafts.submit_for_review(sessions, id_, expected_version=2, actor=actor, now=NOW)
    return id_


def decide(sessions: Sessions, id_: int, actor: Actor = BINH) -> int:
    return publishing.publish(sessions, id_, expected_version=3, actor=actor, now=NOW)


def fee_told(sessions: Sessions) -> int | None:
    with sessions() as session:
        return read_procedure(session, CODE).content.fees[0].amount


def test_published_draft_is_what_citizens_are_told(
    sessions: Sessions, first: ProcedureContent
) -> None:
    id_ = in_review(sessions, with_fee(first, 70_000))
    assert fee_told(sessions) == 50_000

    assert decide(sessions, id_) == 2

    assert fee_told(sessions) == 70_000
    assert draft_of(sessions, id_).state is DraftState.PUBLISHED
    with sessions() as session:
        assert revision_content(session, CODE, 1) == first
        assert [line.author for line in history(session, CODE)] == ["an", None]
        entry = session.scalars(
            select(models.AuditEntry).where(models.AuditEntry.action == "draft.published")
        ).one()
    assert (entry.actor, entry.target) == ("binh", CODE)
    assert entry.details["revision"] == 2


def test_author_cannot_publish_own_draft(sessions: Sessions, first: ProcedureContent) -> None:
    id_ = in_review(sessions, with_fee(first, 70_000))

    with pytest.raises(FourEyesError):
        decide(sessions, id_, AN)

    assert fee_told(sessions) == 50_000
    assert draft_of(sessions, id_).state is DraftState.IN_REVIEW


def test_whoever_wrote_in_a_draft_cannot_publish_it(
    sessions: Sessions, first: ProcedureContent
) -> None:
    id_ = begun(sessions, with_fee(first, 70_000))
    drafts.save_draft(
        sessions, id_, with_fee(first, 80_000), expected_version=2, actor=BINH, now=NOW
    )
    drafts.submit_for_review(sessions, id_, expected_version=3, actor=AN, now=NOW)

    with pytest.raises(FourEyesError):
        publishing.publish(sessions, id_, expected_version=4, actor=BINH, now=NOW)


def test_text_of_the_slower_editor_is_kept_aside(
    sessions: Sessions, first: ProcedureContent
) -> None:
    id_ = begun(sessions, with_fee(first, 70_000))
    slow = with_fee(first, 90_000)

    with pytest.raises(StaleDraftError) as refusal:
        drafts.save_draft(sessions, id_, slow, expected_version=1, actor=BINH, now=NOW)

    assert draft_of(sessions, id_).content["fees"][0]["amount"] == 70_000
    with sessions() as session:
        kept = session.get_one(models.DraftVersion, refusal.value.side_copy)
    assert kept.content == slow.to_json()
    assert (kept.author, kept.is_side_copy) == ("binh", True)


def test_earlier_text_of_a_draft_is_kept(sessions: Sessions, first: ProcedureContent) -> None:
    id_ = begun(sessions, with_fee(first, 70_000))

    drafts.save_draft(sessions, id_, with_fee(first, 80_000), expected_version=2, actor=AN, now=NOW)

    with sessions() as session:
        kept = session.scalars(
            select(models.DraftVersion).order_by(models.DraftVersion.version)
        ).all()
    assert [one.content["fees"][0]["amount"] for one in kept] == [50_000, 70_000]


def test_outdated_draft_is_refused_and_can_be_brought_up_to_date(
    sessions: Sessions, first: ProcedureContent
) -> None:
    fee = in_review(sessions, with_fee(first, 70_000))
    name = in_review(sessions, first.model_copy(update={"summary": "Lời mới."}))
    decide(sessions, name)

    with pytest.raises(OutdatedDraftError) as refusal:
        decide(sessions, fee)
    assert (refusal.value.based_on, refusal.value.current) == (1, 2)

    merged = drafts.rebase(sessions, fee, expected_version=3, actor=AN, now=NOW)
    assert merged.conflicts == ()
    drafts.submit_for_review(sessions, fee, expected_version=4, actor=AN, now=NOW)
    publishing.publish(sessions, fee, expected_version=5, actor=BINH, now=NOW)
    with sessions() as session:
        now = published_content(session, CODE)
    assert (now.summary, now.fees[0].amount) == ("Lời mới.", 70_000)


def test_what_both_changed_is_named_and_stays_as_in_the_draft(
    sessions: Sessions, first: ProcedureContent
) -> None:
    mine = in_review(sessions, with_fee(first, 70_000))
    decide(sessions, in_review(sessions, with_fee(first, 60_000)))

    merged = drafts.rebase(sessions, mine, expected_version=3, actor=AN, now=NOW)

    assert merged.conflicts == ("fees",)
    assert merged.content.fees[0].amount == 70_000
    assert draft_of(sessions, mine).state is DraftState.DRAFT


def test_scheduled_draft_is_published_on_its_day(
    sessions: Sessions, first: ProcedureContent
) -> None:
    id_ = in_review(sessions, with_fee(first, 70_000))
    day = date(2026, 12, 1)
    publishing.schedule(sessions, id_, day, expected_version=3, actor=BINH, now=NOW, today=TODAY)

    assert publishing.publish_due(sessions, now=NOW, today=date(2026, 11, 30)) == []
    assert fee_told(sessions) == 50_000
    assert publishing.publish_due(sessions, now=NOW, today=day) == [id_]
    assert fee_told(sessions) == 70_000
    assert publishing.publish_due(sessions, now=NOW, today=day) == []


def test_scheduled_draft_that_is_outdated_goes_back_to_its_author(
    sessions: Sessions, first: ProcedureContent
) -> None:
    id_ = in_review(sessions, with_fee(first, 70_000))
    day = date(2026, 12, 1)
    publishing.schedule(sessions, id_, day, expected_version=3, actor=BINH, now=NOW, today=TODAY)
    decide(sessions, in_review(sessions, with_fee(first, 60_000)))

    assert publishing.publish_due(sessions, now=NOW, today=day) == []

    assert fee_told(sessions) == 60_000
    assert draft_of(sessions, id_).state is DraftState.RETURNED


def test_roll_back_publishes_the_old_content_as_a_new_revision(
    sessions: Sessions, first: ProcedureContent
) -> None:
    decide(sessions, in_review(sessions, with_fee(first, 70_000)))

    number = publishing.roll_back(sessions, CODE, 1, "nhầm mức thu", actor=BINH, now=NOW)

    assert number == 3
    assert fee_told(sessions) == 50_000
    with sessions() as session:
        assert [line.number for line in history(session, CODE)] == [3, 2, 1]


def test_roll_back_needs_a_reason_another_content_and_another_person(
    sessions: Sessions, first: ProcedureContent
) -> None:
    decide(sessions, in_review(sessions, with_fee(first, 70_000)))
    decide(sessions, in_review(sessions, with_fee(first, 60_000)))

    for to, reason, who, error in (
        (1, " ", BINH, MissingWordsError),
        (3, "nhầm", BINH, ContentError),
        (2, "nhầm", AN, FourEyesError),
        (9, "nhầm", BINH, NotFoundError),
    ):
        with pytest.raises(error):
            publishing.roll_back(sessions, CODE, to, reason, actor=who, now=NOW)

    assert fee_told(sessions) == 60_000


@pytest.mark.parametrize("missing", ["basis", "valid_from"])
def test_changed_fee_needs_basis_and_first_day(
    sessions: Sessions, first: ProcedureContent, missing: str
) -> None:
    id_ = begun(sessions, with_fee(first, 70_000, **{missing: None}))

    with pytest.raises(MissingWordsError, match=r"Lệ phí 70\.000 đ"):
        drafts.submit_for_review(sessions, id_, expected_version=2, actor=AN, now=NOW)


def test_fee_that_was_there_needs_no_new_basis(sessions: Sessions, first: ProcedureContent) -> None:
    id_ = in_review(sessions, first.model_copy(update={"summary": "Lời mới."}))

    assert decide(sessions, id_) == 2


def test_return_needs_a_comment_and_lets_the_author_go_on(
    sessions: Sessions, first: ProcedureContent
) -> None:
    id_ = in_review(sessions, with_fee(first, 70_000))
    with pytest.raises(MissingWordsError):
        drafts.return_to_editor(sessions, id_, "", expected_version=3, actor=BINH, now=NOW)

    drafts.return_to_editor(sessions, id_, "Sai mức", expected_version=3, actor=BINH, now=NOW)

    text = with_fee(first, 60_000)
    assert drafts.save_draft(sessions, id_, text, expected_version=4, actor=AN, now=NOW) == 5


def test_submitted_draft_cannot_be_changed(sessions: Sessions, first: ProcedureContent) -> None:
    id_ = in_review(sessions, with_fee(first, 70_000))

    with pytest.raises(StaleDraftError):
        drafts.save_draft(sessions, id_, with_fee(first, 1), expected_version=3, actor=AN, now=NOW)
    with pytest.raises(DraftStateError):
        drafts.submit_for_review(sessions, id_, expected_version=3, actor=AN, now=NOW)


def test_draft_without_change_is_not_reviewed(sessions: Sessions, first: ProcedureContent) -> None:
    id_ = drafts.start_draft(sessions, CODE, actor=AN, now=NOW)

    with pytest.raises(ContentError):
        drafts.submit_for_review(sessions, id_, expected_version=1, actor=AN, now=NOW)

    assert draft_of(sessions, id_).state is DraftState.DRAFT


def test_new_procedure_is_published_once(sessions: Sessions) -> None:
    ids = [
        drafts.start_new_procedure(sessions, content("9.000777"), actor=AN, now=NOW)
        for _ in range(2)
    ]
    for id_ in ids:
        drafts.submit_for_review(sessions, id_, expected_version=1, actor=AN, now=NOW)

    assert publishing.publish(sessions, ids[0], expected_version=2, actor=BINH, now=NOW) == 1
    with pytest.raises(OutdatedDraftError):
        publishing.publish(sessions, ids[1], expected_version=2, actor=BINH, now=NOW)


def test_questions_of_staff_are_written_when_published(
    sessions: Sessions, first: ProcedureContent
) -> None:
    id_ = drafts.start_draft(sessions, CODE, actor=AN, now=NOW)
    drafts.save_draft(
        sessions, id_, first, expected_version=1, actor=AN, now=NOW, questions=["nuôi ong sao"]
    )
    drafts.submit_for_review(sessions, id_, expected_version=2, actor=AN, now=NOW)
    with sessions() as session:
        assert questions_of(session, CODE) == []

    decide(sessions, id_)

    with sessions() as session:
        assert questions_of(session, CODE, Origin.STAFF) == ["nuôi ong sao"]


def test_question_accepted_while_a_draft_was_written_is_not_lost(
    sessions: sessionmaker[Session],
) -> None:
    def written(*texts: str) -> None:
        with transaction(sessions) as session:
            session.add_all(
                models.WrittenQuestion(text=text, codes=[CODE], facets=[], origin=Origin.STAFF)
                for text in texts
            )

    factories.publish(sessions, detailed())
    written("câu cũ", "câu thừa")
    id_ = drafts.start_draft(sessions, CODE, actor=AN, now=NOW)
    stands = ["câu cũ", "câu thừa"]
    written("vừa được duyệt lúc trang đang mở")
    for version, wanted in ((1, ["câu cũ", "câu mới"]), (2, ["câu cũ", "câu mới hơn"])):
        drafts.save_draft(
            sessions,
            id_,
            detailed(),
            expected_version=version,
            actor=AN,
            now=NOW,
            questions=wanted,
            questions_seen=stands,
        )
    drafts.submit_for_review(sessions, id_, expected_version=3, actor=AN, now=NOW)
    written("vừa được duyệt lúc chờ công bố")
    publishing.publish(sessions, id_, expected_version=4, actor=BINH, now=NOW)

    with sessions() as session:
        assert sorted(questions_of(session, CODE)) == [
            "câu cũ",
            "câu mới hơn",
            "vừa được duyệt lúc chờ công bố",
            "vừa được duyệt lúc trang đang mở",
        ]


def test_what_staff_published_outlives_the_next_import(
    sessions: Sessions, first: ProcedureContent
) -> None:
    decide(sessions, in_review(sessions, with_fee(first, 70_000)))

    with sessions() as session, session.begin():
        publish_merged(session, [CODE], actor="import")

    assert fee_told(sessions) == 70_000


def test_of_two_reviewers_at_once_one_publishes(
    sessions: Sessions, first: ProcedureContent
) -> None:
    ids = [in_review(sessions, with_fee(first, 70_000 + at)) for at in range(4)]
    results = at_once([lambda id_=id_: decide(sessions, id_) for id_ in (*ids, *ids)])

    assert sorted(str(one) for one in results if not isinstance(one, EditingError)) == ["2"]
    with sessions() as session:
        assert [line.number for line in history(session, CODE)] == [2, 1]


def test_of_editors_at_once_one_saves_and_the_others_texts_are_kept(
    sessions: Sessions, first: ProcedureContent
) -> None:
    id_ = drafts.start_draft(sessions, CODE, actor=AN, now=NOW)
    amounts = [60_000 + at for at in range(6)]

    def save(dong: int) -> int:
        text = with_fee(first, dong)
        return drafts.save_draft(sessions, id_, text, expected_version=1, actor=AN, now=NOW)

    results = at_once([lambda dong=dong: save(dong) for dong in amounts])

    assert [one for one in results if not isinstance(one, StaleDraftError)] == [2]
    with sessions() as session:
        kept = [drafts.get_draft(session, id_).content]
        kept += session.scalars(select(models.DraftVersion.content))
    assert {one["fees"][0]["amount"] for one in kept} == {50_000, *amounts}


def test_impact_names_the_questions_whose_answer_changes(
    sessions: Sessions, first: ProcedureContent
) -> None:
    with sessions() as session, session.begin():
        for at, (question, facet, day) in enumerate(
            [
                ("phí bao nhiêu", "fee", 20),
                ("mất tiền không", "fee", 21),
                ("giấy tờ gì", "documents", 21),
                ("hỏi từ lâu", "fee", 1),
            ]
        ):
            session.add(turn(at, question, facet, datetime(2026, 11 if day > 1 else 9, day)))  # noqa: DTZ001

    with sessions() as session:
        report = impact(session, first, with_fee(first, 70_000), now=NOW, today=TODAY)

    assert report.asked == 3
    [change] = report.changed
    assert set(change.questions) == {"phí bao nhiêu", "mất tiền không"}
    assert "50.000" in change.before
    assert "70.000" in change.after


def turn(at: int, question: str, facet: str, day: datetime) -> models.TurnRecord:
    return models.TurnRecord(
        turn_id=f"t{at}",
        conversation_id="c",
        channel="api",
        at=day,
        question=question,
        status="answered",
        procedure_code=CODE,
        facets=[facet],
        candidates=[],
        answer={},
        latency_ms=5,
    )


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Call all at the same time and return results or the refusals of the rules."""
    results: list[Any] = [None] * len(calls)
    barrier = threading.Barrier(len(calls))

    def run(at: int) -> None:
        barrier.wait()
        try:
            results[at] = calls[at]()
        except EditingError as error:
            results[at] = error

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results

"""Receipts: exactly what was said, found again, and nothing about the person."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db.answers import Reply, answer
from procedures_db.answers.receipts import ask_again, tell_receipt
from procedures_db.errors import NotFoundError
from procedures_db.models import AnswerReceipt
from procedures_db.read import ProcedureFacts
from procedures_db.receipt_codes import new_code
from procedures_db.receipts import find_receipt, keep_answer
from procedures_db.terms import Facet
from tests import factories
from tests.factories import CODE, TODAY, amount, detailed

TOMORROW = date(2026, 11, 24)
Sessions = sessionmaker[Session]


def said(*facets: Facet, revision: int = 1) -> Reply:
    asked = facets or (Facet.FEE, Facet.TIME)
    return answer(ProcedureFacts(detailed(), revision), asked, [], TODAY)


def test_receipt_holds_exactly_what_was_said(sessions: Sessions) -> None:
    factories.publish(sessions, detailed())
    reply = said()

    code = keep_answer(sessions, reply, TODAY)

    with sessions() as session:
        receipt = find_receipt(session, code.lower().replace("-", " "))
    assert receipt.code == code
    assert receipt.said_on == TODAY
    assert receipt.answer["parts"] == reply["parts"]
    assert receipt.answer["text"] == reply["text"]
    assert receipt.answer["procedure"] == reply["procedure"]
    assert (receipt.procedure_code, receipt.revision) == (CODE, 1)
    assert [source["name"] for source in receipt.sources] == ["Cổng mẫu"]
    assert not receipt.has_changed


def test_nothing_about_the_person_is_kept(sessions: Sessions) -> None:
    personal: dict[str, Any] = {
        "conversation_id": "web-An",
        "turn_id": "t1",
        "question": "tên tôi là Nguyễn Văn An",
        "candidates": [{"code": "9.9", "name": "An", "score": 1}],
    }

    keep_answer(sessions, {**said(), **personal}, TODAY)

    with sessions() as session:
        row = session.scalars(select(AnswerReceipt)).one()
        cells = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    assert "An" not in str(cells)
    assert set(row.answer) <= {"status", "procedure", "notices", "case", "parts", "text"}


def test_same_answer_on_one_day_has_one_code(sessions: Sessions) -> None:
    codes = [keep_answer(sessions, said(), TODAY) for _ in range(3)]
    other = keep_answer(sessions, said(Facet.PLACE), TODAY)
    later = keep_answer(sessions, said(), TOMORROW)

    assert len({*codes}) == 1
    assert len({codes[0], other, later}) == 3
    with sessions() as session:
        assert session.scalar(select(func.count(AnswerReceipt.id))) == 3


def test_code_that_is_taken_is_not_given_again(sessions: Sessions) -> None:
    taken = keep_answer(sessions, said(), TODAY)
    free = new_code()
    tried = iter([taken, taken, free])

    assert keep_answer(sessions, said(Facet.PLACE), TODAY, lambda: next(tried)) == free


def test_newer_revision_is_told(sessions: Sessions) -> None:
    factories.publish(sessions, detailed())
    code = keep_answer(sessions, said(), TODAY)
    factories.publish(sessions, detailed(fees=[amount(9_000)]))

    with sessions() as session:
        receipt = find_receipt(session, code)

    assert receipt.has_changed
    assert receipt.current_revision == 2
    told = tell_receipt(receipt)
    assert "bản số 2" in told["notices"][0]
    assert "8.000 đồng" in told["text"]


def test_procedure_that_is_gone_is_told(sessions: Sessions) -> None:
    code = keep_answer(sessions, said(), TODAY)

    with sessions() as session:
        receipt = find_receipt(session, code)

    assert receipt.has_changed
    assert "không còn trong dữ liệu" in tell_receipt(receipt)["notices"][0]


def test_asking_again_asks_for_the_same_facets(sessions: Sessions) -> None:
    code = keep_answer(sessions, said(Facet.DOCUMENTS, Facet.FEE), TODAY)

    with sessions() as session:
        again = ask_again(find_receipt(session, code))

    assert again is not None
    assert again["payload"] == f"p/{CODE}/df"


def test_answer_about_several_procedures_is_told_whole(sessions: sessionmaker[Session]) -> None:
    bundle = {"title": "Có con nhỏ", "procedures": []}
    code = keep_answer(sessions, {**said(), "bundle": bundle}, TODAY)

    with sessions() as session:
        told = tell_receipt(find_receipt(session, code))

    assert told["bundle"] == bundle
    assert told["buttons"] == []


def test_case_that_an_amount_depends_on_is_kept(sessions: sessionmaker[Session]) -> None:
    case = [{"question": "Ai nộp?", "answer": "Cha mẹ"}]
    code = keep_answer(sessions, {**said(), "case": case}, TODAY)

    with sessions() as session:
        assert find_receipt(session, code).answer["case"] == case


@pytest.mark.parametrize("code", ["7KQ2-M4M", "7KQ2-M4Y", "", "không phải mã"])
def test_unknown_code_is_not_found(session: Session, code: str) -> None:
    with pytest.raises(NotFoundError):
        find_receipt(session, code)

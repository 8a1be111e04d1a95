"""What answers to case questions leave of a procedure, and what is worth asking."""

from typing import Any

import pytest

from procedures_db.content import ProcedureContent
from procedures_db.errors import ContentError
from procedures_db.facts.cases import (
    answer_meant,
    answers_in,
    known_answers,
    narrow,
    next_question,
    told_answers,
)
from procedures_db.store import parse_content
from tests.factories import amount, content


def question(key: str, *options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "text": f"Câu hỏi {key}?", "options": list(options), **more}


def option(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label": f"Đáp án {key}", **more}


def passport() -> ProcedureContent:
    """Two cases, a paper for who sends another, a way that is closed then, an idle question."""
    return content(
        cases=[{"key": "moi", "name": "Cấp mới"}, {"key": "mat", "name": "Bị mất"}],
        channels=[{"channel": "direct"}, {"channel": "online"}],
        documents=[
            {"name": "Tờ khai"},
            {"name": "Đơn báo mất", "case": "mat"},
            {"name": "Giấy ủy quyền", "when": "nhờ người khác", "needs": "ai_nop=ho"},
        ],
        fees=[amount(200, case="moi"), amount(400, case="mat"), amount(1, channel="online")],
        questions=[
            question("mau", option("xanh"), option("do")),
            question(
                "lan",
                option("moi", case="moi", words=["lần đầu"]),
                option("mat", case="mat", words=["bị mất", "mất hộ chiếu"]),
            ),
            question(
                "ai_nop",
                option("minh", words=["tự nộp"]),
                option("ho", channels=["direct"], words=["nộp hộ"]),
                needs="lan=mat",
            ),
        ],
    )


def names(procedure: ProcedureContent) -> list[str]:
    return [paper.name for paper in procedure.documents]


def test_without_answers_nothing_is_left_out() -> None:
    assert narrow(passport(), {}) is passport() or narrow(passport(), {}) == passport()


def test_an_answer_leaves_the_rows_of_its_case() -> None:
    own = narrow(passport(), {"lan": "mat"})

    assert names(own) == ["Tờ khai", "Đơn báo mất", "Giấy ủy quyền"]
    assert [fee.amount for fee in own.fees] == [400, 1]
    assert [case.key for case in own.cases] == ["mat"]


def test_an_answer_decides_the_papers_that_need_it() -> None:
    helped = narrow(passport(), {"lan": "mat", "ai_nop": "ho"})
    alone = narrow(passport(), {"lan": "mat", "ai_nop": "minh"})

    assert helped.documents[-1].when is None
    assert "Giấy ủy quyền" not in names(alone)


def test_a_closed_way_takes_its_fee_along() -> None:
    own = narrow(passport(), {"ai_nop": "ho"})

    assert [row.channel for row in own.channels] == ["direct"]
    assert 1 not in [fee.amount for fee in own.fees]


def test_a_question_that_changes_nothing_is_not_asked() -> None:
    first = next_question(passport(), {})

    assert first is not None
    assert first.key == "lan"


def test_a_question_waits_for_the_answer_it_needs() -> None:
    after_loss = next_question(passport(), {"lan": "mat"})

    assert after_loss is not None
    assert after_loss.key == "ai_nop"
    assert next_question(passport(), {"lan": "moi"}) is None


def test_a_question_is_asked_once() -> None:
    assert next_question(passport(), {}, ["lan"]) is None


def test_at_most_three_questions_are_asked() -> None:
    many = content(
        documents=[{"name": f"Giấy {at}", "needs": f"q{at}=co"} for at in range(6)],
        questions=[question(f"q{at}", option("co"), option("khong")) for at in range(6)],
    )
    answers: dict[str, str] = {}
    asked: list[str] = []

    while one := next_question(many, answers, asked):
        asked.append(one.key)
        answers[one.key] = "co"

    assert asked == ["q0", "q1", "q2"]


def test_a_message_answers_what_it_says_by_itself() -> None:
    assert answers_in(passport(), "Em bị mất rồi nhờ mẹ nộp hộ") == {"lan": "mat", "ai_nop": "ho"}
    assert answers_in(passport(), "làm lần đầu, cái cũ bị mất") == {}
    assert answers_in(passport(), "làm hộ chiếu cần gì") == {}


@pytest.mark.parametrize("said", ["bị mất", "Bi mat roi a", "đáp án mat"])
def test_a_reply_in_words_is_the_option_it_names(said: str) -> None:
    lan = passport().questions[1]

    assert answer_meant(lan, said) == "mat"


def test_a_reply_that_names_no_option_is_none() -> None:
    lan = passport().questions[1]

    assert answer_meant(lan, "thế phí bao nhiêu") is None
    assert answer_meant(lan, "…") is None


def test_a_bare_yes_is_told_with_its_question() -> None:
    papers = [{"name": "Giấy", "needs": "the_chap=co"}]
    asked = question("the_chap", option("co"), option("khong"))
    asked["options"][1]["label"] = "Không"
    land = content(documents=papers, questions=[asked])

    (told,) = told_answers(land, {"the_chap": "khong"})

    assert told[1] == "Câu hỏi the_chap: không"


def test_answers_to_questions_that_are_gone_are_forgotten() -> None:
    answers = {"lan": "mat", "cu": "x", "mau": "tim"}

    assert known_answers(passport(), answers) == {"lan": "mat"}
    assert told_answers(passport(), answers) == [("Câu hỏi lan?", "Đáp án mat")]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"questions": [question("a", option("x"))]}, "2 items"),
        ({"questions": [question("a", option("x"), option("x"))]}, "option twice"),
        ({"questions": [question("a", option("x"), option("y", case="z"))]}, "unknown case"),
        ({"questions": [question("a", option("x"), option("y", channels=["postal"]))]}, "channel"),
        ({"questions": [question("a", option("x"), option("y"), needs="b=c")]}, "no earlier"),
        ({"documents": [{"name": "Giấy", "needs": "a=x"}]}, "no earlier"),
        ({"documents": [{"name": "Giấy", "needs": "a = x"}]}, "pattern"),
        ({"documents": [{"name": "Giấy", "unless": "x"}]}, "held_by"),
    ],
)
def test_questions_that_cannot_work_are_refused(change: dict[str, Any], problem: str) -> None:
    data = content().to_json() | change

    with pytest.raises(ContentError, match=problem):
        parse_content(data)

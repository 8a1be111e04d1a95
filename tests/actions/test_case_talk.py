"""Questions about the person's case: asked with an answer, one at a time, and remembered."""

from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from actions.assistant import Assistant
from procedures_db.answers import Reply
from tests import factories
from tests.actions.chat import Chat
from tests.factories import amount, content
from tests.tiny_catalogue import PASSPORT

KITE = "9.000401"


def option(key: str, label: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label": label, **more}


def kite(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": "Cấp thẻ thả diều sáo",
        "aliases": ["làm thẻ thả diều sáo"],
        "cases": [{"key": "moi", "name": "Cấp mới"}, {"key": "mat", "name": "Bị mất thẻ"}],
        "channels": [{"channel": "direct"}, {"channel": "online"}],
        "documents": [
            {"name": "Tờ khai thả diều", "originals": 1, "required": True},
            {"name": "Giấy khai sinh", "copies": 1, "issued_by": PASSPORT, "case": "moi"},
            {"name": "Đơn báo mất", "case": "mat"},
            {"name": "Giấy ủy quyền", "when": "nhờ người khác", "needs": "ai_nop=ho"},
            {
                "name": "Giấy chứng nhận kết hôn",
                "held_by": "Cơ sở dữ liệu hộ tịch điện tử",
                "unless": "không tra được",
            },
        ],
        "fees": [amount(20_000, case="moi"), amount(40_000, case="mat")],
        "questions": [
            {
                "key": "lan",
                "text": "Bạn làm thẻ lần đầu hay bị mất thẻ?",
                "options": [
                    option("moi", "Lần đầu", case="moi", words=["lần đầu"]),
                    option("mat", "Bị mất thẻ", case="mat", words=["bị mất", "làm mất"]),
                ],
            },
            {
                "key": "ai_nop",
                "text": "Ai đi nộp hồ sơ?",
                "options": [
                    option("minh", "Tự tôi nộp", words=["tự nộp", "tự đi"]),
                    option("ho", "Nhờ người khác", words=["nhờ người khác", "nộp hộ"]),
                ],
            },
        ],
    }
    return values | changes


@pytest.fixture(autouse=True)
def published(assistant: Assistant, sessions: sessionmaker[Session]) -> None:
    factories.publish(sessions, content(KITE, **kite()))
    assistant.linker.refresh()


async def asked(chat: Chat) -> Reply:
    return await chat.ask("làm thẻ thả diều sáo cần giấy tờ gì", "documents")


def papers(reply: Reply) -> list[str]:
    (part,) = [part for part in reply["parts"] if part["facet"] == "documents"]
    groups = part["facts"]["groups"]
    return [paper["name"] for group in groups for paper in group["documents"]]


async def test_the_answer_is_not_held_back_for_a_question(chat: Chat) -> None:
    reply = await asked(chat)

    assert reply["status"] == "answered"
    assert "Đơn báo mất" in papers(reply)
    assert reply["question"]["text"] == "Bạn làm thẻ lần đầu hay bị mất thẻ?"
    assert [one["title"] for one in reply["buttons"][:3]] == ["Lần đầu", "Bị mất thẻ", "Bỏ qua"]
    assert reply["text"].rstrip().endswith("“bỏ qua” ạ.")


async def test_what_a_database_holds_need_not_be_brought(chat: Chat) -> None:
    reply = await asked(chat)

    papers_to_bring, _, held = reply["text"].partition("Không phải nộp")
    assert "kết hôn" not in papers_to_bring
    assert "Giấy chứng nhận kết hôn (Cơ sở dữ liệu hộ tịch điện tử)" in held
    assert "trừ khi không tra được" in held


async def test_where_a_paper_is_issued_is_named(chat: Chat) -> None:
    reply = await asked(chat)

    assert "Giấy khai sinh (1 bản sao) – chưa có thì làm ở thủ tục “Cấp hộ chiếu" in reply["text"]


@pytest.mark.parametrize(
    "said", ["2", "số 2", "Bị mất thẻ", "dạ em làm mất", "bi mat the", "thứ hai"]
)
async def test_a_written_reply_refines_the_answer(chat: Chat, said: str) -> None:
    await asked(chat)

    reply = await chat.ask(said, intent="out_of_scope")

    assert papers(reply) == [
        "Tờ khai thả diều",
        "Giấy ủy quyền",
        "Giấy chứng nhận kết hôn",
        "Đơn báo mất",
    ]
    assert reply["case"] == [
        {"question": "Bạn làm thẻ lần đầu hay bị mất thẻ?", "answer": "Bị mất thẻ"}
    ]
    assert reply["question"]["key"] == "ai_nop"


async def test_every_button_of_a_question_does_what_it_says(chat: Chat) -> None:
    first = await asked(chat)

    second = await chat.ask("Lần đầu", payload=first["buttons"][0]["payload"])
    third = await chat.ask("Tự tôi nộp", payload=second["buttons"][0]["payload"])

    assert papers(third) == ["Tờ khai thả diều", "Giấy chứng nhận kết hôn", "Giấy khai sinh"]
    assert "question" not in third
    assert "Giấy ủy quyền (Tự tôi nộp)" in third["text"]


@pytest.mark.parametrize("said", ["bỏ qua", "bỏ qua đi ạ", "không biết", "3"])
async def test_a_question_can_be_skipped(chat: Chat, said: str) -> None:
    await asked(chat)

    reply = await chat.ask(said, intent="deny")

    assert reply["question"]["key"] == "ai_nop"
    assert "case" not in reply
    assert "Đơn báo mất" in papers(reply)


async def test_answers_are_remembered_for_other_facts(chat: Chat) -> None:
    await asked(chat)
    await chat.ask("bị mất")

    reply = await chat.ask("còn phí thì sao", "fee", intent="follow_up")

    assert "40.000" in reply["text"]
    assert "20.000" not in reply["text"]
    assert "question" not in reply


async def test_a_question_is_not_put_twice(chat: Chat) -> None:
    await asked(chat)
    await chat.ask("phí bao nhiêu", "fee", intent="follow_up")

    reply = await asked(chat)

    assert reply["question"]["key"] == "ai_nop"


async def test_what_the_message_says_is_not_asked(chat: Chat) -> None:
    reply = await chat.ask("bị mất thẻ thả diều sáo, nhờ người khác làm lại cần gì", "documents")

    assert "question" not in reply
    assert papers(reply)[-1] == "Đơn báo mất"


async def test_another_subject_ends_the_talk(chat: Chat) -> None:
    await asked(chat)
    await chat.ask("2")

    reply = await chat.ask("làm hộ chiếu phổ thông cần giấy tờ gì", "documents")

    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == PASSPORT
    assert "case" not in reply
    assert chat.slots["pending"] is None


async def test_only_a_question_for_papers_is_followed_by_one(chat: Chat) -> None:
    reply = await chat.ask("thẻ thả diều sáo hết bao nhiêu tiền", "fee")

    assert "question" not in reply


async def test_an_old_button_of_a_question_that_is_gone_still_answers(
    chat: Chat, sessions: sessionmaker[Session]
) -> None:
    first = await asked(chat)
    documents = [{"name": "Tờ khai mới"}]
    factories.publish(sessions, content(KITE, **kite(questions=[], documents=documents)))

    reply = await chat.ask("Lần đầu", payload=first["buttons"][0]["payload"])

    assert papers(reply) == ["Tờ khai mới"]


async def test_papers_that_are_had_are_taken_off_the_list(chat: Chat) -> None:
    await asked(chat)

    reply = await chat.ask("Tôi có tờ khai với giấy khai sinh rồi, còn thiếu gì?", intent="deny")

    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == KITE
    had, _, rest = reply["text"].partition("Còn phải chuẩn bị:")
    assert "giấy khai sinh: dùng cho “Giấy khai sinh”" in had
    assert "Tờ khai" not in rest


async def test_papers_had_find_their_procedure_without_a_talk(chat: Chat) -> None:
    text = "làm thẻ thả diều sáo, tôi có tờ khai với giấy khai sinh rồi, còn thiếu gì"

    reply = await chat.ask(text, intent="ask_procedure")

    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == KITE
    assert [part["facet"] for part in reply["parts"]] == ["documents"]

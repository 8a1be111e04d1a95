"""Turns of a conversation, from what the engine understood to the reply."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from actions.assistant import Assistant
from procedures_db.answers import Choice, decode, encode
from procedures_db.terms import Facet
from tests import factories
from tests.actions.chat import Chat
from tests.factories import amount, content
from tests.tiny_catalogue import BEES, BIRTH, MARRIAGE_ABROAD, MARRIAGE_HERE, PASSPORT


async def test_question_is_answered_from_the_rows(chat: Chat) -> None:
    reply = await chat.ask("làm giấy khai sinh hết bao nhiêu tiền", "fee")

    assert reply["status"] == "answered"
    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == BIRTH
    assert "1.000 đồng" in reply["text"]
    assert reply["candidates"][0]["code"] == BIRTH
    assert len(reply["candidates"]) == 5


async def test_every_asked_facet_is_a_part(chat: Chat) -> None:
    reply = await chat.ask("xin nuôi ong cần giấy tờ gì, phí, mấy ngày", "documents", "fee", "time")

    assert [part["facet"] for part in reply["parts"]] == ["documents", "fee", "time"]


async def test_question_without_facet_gets_the_overview(chat: Chat) -> None:
    reply = await chat.ask("xin nuôi ong")

    assert [part["facet"] for part in reply["parts"]] == ["overview"]


async def test_missing_fact_is_said_to_be_missing(chat: Chat) -> None:
    reply = await chat.ask("làm hộ chiếu mất mấy ngày", "time")

    assert reply["status"] == "not_in_data"
    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == PASSPORT
    assert "chưa có trong dữ liệu" in reply["text"]


# --- the conversation remembers -------------------------------------------------------------


async def test_follow_up_keeps_the_procedure(chat: Chat) -> None:
    await chat.ask("làm giấy khai sinh cần gì", "documents")

    reply = await chat.ask("còn phí thì sao", "fee", intent="follow_up")

    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == BIRTH
    assert [part["facet"] for part in reply["parts"]] == ["fee"]
    assert reply["candidates"][0]["code"] == BIRTH


async def test_new_topic_drops_the_procedure(chat: Chat) -> None:
    await chat.ask("làm giấy khai sinh cần gì", "documents")

    reply = await chat.ask("cho hỏi làm hộ chiếu cần gì", "documents")

    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == PASSPORT
    assert chat.slots["procedure_code"] == PASSPORT


async def test_small_talk_in_between_forgets_nothing(chat: Chat) -> None:
    await chat.ask("làm giấy khai sinh cần gì", "documents")
    thanks = await chat.say("cảm ơn nhé", "thank")

    reply = await chat.ask("phí bao nhiêu", "fee", intent="follow_up")

    assert thanks["status"] == "small_talk"
    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == BIRTH


async def test_correction_does_not_repeat_the_wrong_procedure(chat: Chat) -> None:
    await chat.ask("đăng ký kết hôn", "documents")
    assert chat.slots["procedure_code"] == MARRIAGE_HERE

    reply = await chat.ask("không phải, kết hôn với người nước ngoài", intent="correct_topic")

    code = reply["procedure"]["code"] if reply["procedure"] else None
    assert code in (MARRIAGE_ABROAD, None)


async def test_conversations_do_not_share_their_memory(chat: Chat, assistant: Assistant) -> None:
    await chat.ask("làm giấy khai sinh", "documents")
    other = Chat(assistant)
    await other.ask("xin nuôi ong", "documents")

    reply = await other.ask("phí bao nhiêu", "fee", intent="follow_up")

    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == BEES


# --- asking back ----------------------------------------------------------------------------


@pytest.fixture
def twins(assistant: Assistant, sessions: sessionmaker[Session]) -> list[str]:
    """Procedures of one name, so that a question cannot tell them apart."""
    codes = ["9.000301", "9.000302", "9.000303"]
    fees = [amount(77_000)]
    factories.publish(
        sessions, *(content(code, name="Cấp giấy phép thả diều", fees=fees) for code in codes)
    )
    assistant.linker.refresh()
    return codes


async def test_question_that_several_fit_is_asked_back_with_buttons(
    chat: Chat, twins: list[str]
) -> None:
    reply = await chat.ask("cấp giấy phép thả diều hết bao nhiêu", "fee")

    assert reply["status"] == "clarify"
    assert reply["procedure"] is None
    offered = [decode(button["payload"]).code for button in reply["buttons"]]
    assert set(offered[:3]) == set(twins)
    assert chat.slots["candidates"] == offered
    assert chat.slots["procedure_code"] is None


async def test_choice_by_its_number_answers_what_was_asked(chat: Chat, twins: list[str]) -> None:
    await chat.ask("cấp giấy phép thả diều hết bao nhiêu", "fee")
    offered = chat.slots["candidates"]

    reply = await chat.ask("cái thứ hai", intent="choose_option")

    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == offered[1]
    assert [part["facet"] for part in reply["parts"]] == ["fee"]
    assert chat.slots["candidates"] == []


async def test_tapped_button_is_answered_whatever_was_understood(chat: Chat) -> None:
    payload = encode(Choice(PASSPORT, (Facet.FEE,)))

    reply = await chat.ask("Lệ phí", intent="out_of_scope", payload=payload)

    assert reply["procedure"] is not None
    assert reply["procedure"]["code"] == PASSPORT
    assert reply["candidates"][0]["code"] == PASSPORT
    assert len(reply["candidates"]) <= 5


async def test_suggested_button_can_be_tapped(chat: Chat) -> None:
    first = await chat.ask("xin nuôi ong", "fee")

    for button in first["buttons"]:
        reply = await chat.ask(button["title"], payload=button["payload"])
        assert reply["status"] == "answered"
        assert reply["procedure"] is not None
        assert reply["procedure"]["code"] == BEES


@pytest.mark.parametrize("payload", ["/restart", "p/9.999999/f", "p//f", "p/x/zz", "\x00"])
async def test_button_of_nothing_is_explained(chat: Chat, payload: str) -> None:
    reply = await chat.ask("x", payload=payload)

    assert reply["status"] == "error"
    assert reply["procedure"] is None
    assert reply["text"]


async def test_yes_and_no_without_anything_offered_are_small_talk(chat: Chat) -> None:
    for intent in ("affirm", "deny"):
        reply = await chat.ask("ừ", intent=intent)
        assert reply["status"] == "small_talk"


# --- what is not about procedures -----------------------------------------------------------


async def test_non_answer_brings_candidates_and_no_procedure(chat: Chat) -> None:
    reply = await chat.say("bầu cử tổng thống mỹ ai thắng", "out_of_scope")

    assert reply["status"] == "out_of_scope"
    assert reply["procedure"] is None
    assert len(reply["candidates"]) == 5


async def test_message_without_words_is_no_failure(chat: Chat) -> None:
    reply = await chat.ask("…", intent="nlu_fallback", confidence=0.0)

    assert reply["procedure"] is None
    assert reply["text"]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000,
        "'; DROP TABLE procedure; --",
        "<script>alert(1)</script>",
        "/restart",
        "{{ 7 * 7 }}",
        "中文问题",
        "🐝" * 50,
    ],
    ids=["long", "sql", "html", "slash", "template", "script", "emoji"],
)
async def test_hostile_text_is_only_text(chat: Chat, text: str) -> None:
    for intent in ("ask_procedure", "follow_up", "choose_option", "correct_topic", "nlu_fallback"):
        reply = await chat.ask(text, intent=intent)
        assert reply["text"]

    again = await chat.ask("làm giấy khai sinh", "fee")
    assert again["procedure"] is not None


# --- the live database ----------------------------------------------------------------------


async def test_published_change_is_in_the_next_answer(
    chat: Chat, sessions: sessionmaker[Session]
) -> None:
    await chat.ask("làm hộ chiếu", "fee")

    factories.publish(
        sessions,
        content(PASSPORT, name="Cấp hộ chiếu phổ thông ở trong nước", fees=[amount(123_456)]),
    )
    reply = await chat.ask("làm hộ chiếu", "fee")

    assert "123.456 đồng" in reply["text"]
    assert reply["procedure"] is not None
    assert reply["procedure"]["revision"] == 2


async def test_fee_that_has_ended_is_not_said(chat: Chat, sessions: sessionmaker[Session]) -> None:
    old = amount(123_456, valid_to="2026-11-22")
    factories.publish(sessions, content(PASSPORT, name="Cấp hộ chiếu phổ thông", fees=[old]))

    reply = await chat.ask("làm hộ chiếu", "fee")

    assert "123.456" not in reply["text"]
    assert "chưa có trong dữ liệu" in reply["text"]

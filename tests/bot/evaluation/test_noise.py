"""The same question as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.noise import NOISES, distort, in_teencode, with_typos, without_diacritics
from bot.evaluation.questions import Conversation
from procedures_db.search.text import normalise
from tests.bot.evaluation.runs import gold


def test_diacritics_are_left_out() -> None:
    assert without_diacritics("Đăng ký khai sinh?") == "dang ky khai sinh?"


def test_chat_words_are_used() -> None:
    assert in_teencode("được không, bao nhiêu tiền vậy") == "dc ko, bnhiu tiền z"


def test_chat_words_mean_the_same_to_the_search() -> None:
    text = "làm căn cước công dân bao nhiêu tiền, được không"

    assert normalise(in_teencode(text)) == normalise(text)


def test_typos_are_few_and_always_the_same() -> None:
    text = "cho tôi hỏi thủ tục đăng ký khai sinh cho con cần những giấy tờ gì vậy " * 5

    mistyped = with_typos(text)

    changed = sum(a != b for a, b in zip(text.split(), mistyped.split(), strict=True))
    assert mistyped == with_typos(text)
    assert 0 < changed < 0.3 * len(text.split())


@pytest.mark.parametrize("noise", NOISES.values(), ids=NOISES)
@given(text=st.text(max_size=80))
def test_any_text_can_be_distorted(noise: object, text: str) -> None:
    assert isinstance(noise(text), str)  # type: ignore[operator]


def test_conversation_keeps_everything_but_its_words() -> None:
    conversation = Conversation("c1", "manual", (gold("Khai sinh?"), gold("Phí?")))

    distorted = distort(conversation, without_diacritics)

    assert [turn.question for turn in distorted.turns] == ["khai sinh?", "phi?"]
    assert [turn.codes for turn in distorted.turns] == [turn.codes for turn in conversation.turns]
    assert distorted.id == "c1"

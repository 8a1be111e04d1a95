"""Choices as numbers, and what a person sends back."""

import pytest

from bot.channels.buttons import as_text, chosen, numbered, payload_of

BUTTONS = [
    {"title": "Phí, lệ phí", "payload": "p/1.001193/f"},
    {"title": "Thời hạn giải quyết", "payload": "p/1.001193/t"},
]


def test_choices_are_numbered_below_the_text() -> None:
    text = numbered("Giấy tờ: …", BUTTONS)

    assert text.startswith("Giấy tờ: …\n\n")
    assert text.endswith("\n1. Phí, lệ phí\n2. Thời hạn giải quyết")


def test_choices_in_the_text_are_not_repeated() -> None:
    text = numbered("Bạn hỏi gì?\n1. Phí, lệ phí\n2. Thời hạn giải quyết", BUTTONS)

    assert text.count("Thời hạn giải quyết") == 1
    assert "nhắn số" in text


def test_text_without_choices_stays_as_it_is() -> None:
    assert numbered("Chào bạn", []) == "Chào bạn"


@pytest.mark.parametrize("text", ["2", " 2 ", "2.", "số 2", "So 2", "thời hạn giải quyết"])
def test_number_or_title_chooses(text: str) -> None:
    assert chosen(text, BUTTONS) == "p/1.001193/t"


@pytest.mark.parametrize("text", ["3", "0", "22", "2 bản", "thời hạn", "", "hai năm"])
def test_other_words_choose_nothing(text: str) -> None:
    assert chosen(text, BUTTONS) is None


def test_tapped_button_comes_back_as_text() -> None:
    assert payload_of(as_text("p/1.001193/t")) == "p/1.001193/t"
    assert payload_of("p/1.001193/t") is None

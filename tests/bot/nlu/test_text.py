import unicodedata

import pytest

from bot.nlu.text import END, START, char_ngrams, fold, syllables, word_ngrams, written_out


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đăng Ký Khai Sinh", "dang ky khai sinh"),
        ("GIẤY TỜ", "giay to"),
        (unicodedata.normalize("NFD", "lệ phí"), "le phi"),
        ("abc 123", "abc 123"),
        ("", ""),
    ],
)
def test_folding_drops_case_and_diacritics(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_syllables_leave_out_punctuation_and_keep_offsets() -> None:
    text = "Phí: 8.000đ, đúng không?"

    found = [(match.group(), text[match.start() : match.end()]) for match in syllables(text)]

    assert [word for word, _ in found] == ["Phí", "8", "000đ", "đúng", "không"]
    assert all(word == cut for word, cut in found)


def test_decomposed_text_keeps_whole_syllables() -> None:
    text = unicodedata.normalize("NFD", "lệ phí")

    assert [fold(match.group()) for match in syllables(text)] == ["le", "phi"]


def test_chat_spellings_are_written_out() -> None:
    assert written_out("J") == "gi"
    assert written_out("bn") == "bao nhieu"
    assert written_out("Khai") == "khai"


def test_word_ngrams_know_where_a_text_begins_and_ends() -> None:
    assert word_ngrams(["le", "phi"], 2) == ["le", "phi", f"{START} le", "le phi", f"phi {END}"]
    assert word_ngrams([], 2) == [f"{START} {END}"]


def test_char_ngrams_include_the_edges_of_the_word() -> None:
    assert char_ngrams("phi", 3, 4) == (" ph", "phi", "hi ", " phi", "phi ")

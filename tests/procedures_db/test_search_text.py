"""Texts made comparable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures_db.search.text import fold, normalise, normalise_name, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký KHAI SINH", "dang ky khai sinh"),
        ("ƯỠN ẹo Ữ ế", "uon eo u e"),
        ("đ Đ ð", "d d ð"),
        ("Tờ khai", "to khai"),
        ("", ""),
    ],
)
def test_fold_leaves_no_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ẮẰẲẴẶỐỒỔỖỘ")))
def test_fold_of_vietnamese_is_plain_latin(text: str) -> None:
    assert fold(text).isascii()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lam giay j", "làm giấy gì"),
        ("cccd", "căn cước công dân"),
        ("mất bnhiu tiền", "mất bao nhiêu tiền"),
        ("đc ko", "được không"),
        ("KHAI   SINH???", "khai sinh"),
        ("lâuuuu quáaaa", "lâu quá"),
        ("khai sinh", "khai sinh"),
    ],
)
def test_chat_and_plain_words_are_the_same(typed: str, meant: str) -> None:
    assert normalise(typed) == normalise(meant)


@pytest.mark.parametrize("text", ["", "???", "🐝🐝", "中文", "  \n"])
def test_what_holds_no_latin_word_is_empty(text: str) -> None:
    assert normalise(text) == ""


def test_codes_and_numbers_stay_whole() -> None:
    assert words("thủ tục 1.001193 theo 07/2025") == ["thu", "tuc", "1.001193", "theo", "07/2025"]


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Thủ tục đăng ký khai sinh", "dang ky khai sinh"),
        ("Thủ tục hành chính cấp thẻ", "cap the"),
        ("Cấp thẻ theo quy định của pháp luật", "cap the"),
        ("Thủ tục", "thu tuc"),
    ],
)
def test_official_name_loses_what_all_names_share(name: str, rest: str) -> None:
    assert normalise_name(name) == rest


@given(st.text())
def test_normalised_text_is_ascii_words(text: str) -> None:
    found = normalise(text)

    assert found.isascii()
    assert found == " ".join(found.split())


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_folding_drops_every_combining_mark_and_nothing_else(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = [letter for letter in decomposed if not unicodedata.combining(letter)]
    assert fold(text) == "".join(kept)

"""Words that choose one of the options shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.options import chosen_option


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("1", 0),
        ("số 2", 1),
        ("cái thứ hai", 1),
        ("cai thu 3", 2),
        ("cái đầu", 0),
        ("cái đầu tiên nhé", 0),
        ("thứ ba ạ", 2),
        ("cái cuối", 3),
        ("dòng dưới", 3),
        ("cái thứ tư", 3),
        ("CÁI THỨ NHẤT", 0),
    ],
)
def test_option_is_chosen_by_its_place(text: str, index: int) -> None:
    assert chosen_option(text, 4) == index


@pytest.mark.parametrize("text", ["", "không biết", "khai sinh", "cái đó", "thứ", "0"])
def test_words_that_name_no_place_choose_nothing(text: str) -> None:
    assert chosen_option(text, 4) is None


@pytest.mark.parametrize("text", ["3", "cái thứ ba", "5", "9"])
def test_place_that_was_not_shown_is_not_chosen(text: str) -> None:
    assert chosen_option(text, 2) is None


@given(st.text(max_size=60), st.integers(0, 5))
def test_choice_is_always_one_of_those_shown(text: str, count: int) -> None:
    index = chosen_option(text, count)

    assert index is None or 0 <= index < count

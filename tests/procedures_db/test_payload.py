"""What a button sends comes back as the same choice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures_db.answers import Choice, decode, encode
from procedures_db.errors import ContentError
from procedures_db.terms import Facet

CODES = st.from_regex(r"[0-9A-Za-z.\-_]{3,40}", fullmatch=True)


@given(CODES, st.lists(st.sampled_from(Facet), unique=True, min_size=1))
def test_choice_comes_back(code: str, facets: list[Facet]) -> None:
    choice = Choice(code, tuple(facets))

    payload = encode(choice)

    assert decode(payload) == choice
    assert len(payload.encode()) <= 64


@given(
    st.from_regex(r"[0-9]\.[0-9]{6}", fullmatch=True),
    st.lists(st.sampled_from(Facet), unique=True, min_size=1),
    st.from_regex(r"[a-z0-9_]{1,16}", fullmatch=True),
    st.from_regex(r"[a-z0-9_]{1,20}|-", fullmatch=True),
)
def test_answer_to_a_case_question_comes_back(
    code: str, facets: list[Facet], question: str, option: str
) -> None:
    choice = Choice(code, tuple(facets), (question, option))

    payload = encode(choice)

    assert decode(payload) == choice
    assert len(payload.encode()) <= 64


def test_choice_of_nothing_asks_for_the_overview() -> None:
    assert decode(encode(Choice("1.001193", ()))).facets == (Facet.OVERVIEW,)


def test_every_facet_has_a_letter_of_its_own() -> None:
    payloads = {encode(Choice("1.001193", (facet,))) for facet in Facet}

    assert len(payloads) == len(Facet)


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "p",
        "p/1.001193",
        "p/1.001193/df/x",
        "p/1.001193/d/ai_nop=",
        "p/1.001193/d/ai_nop=ho/x",
        "p/1.001193/d/AI=ho",
        "q/1.001193/d",
        "p/1.001193/Z",
        "p/1.001193/D",
        '/choose{"code":"1.001193"}',
        "/restart",
        f"p/{'x' * 70}/d",
    ],
)
def test_payload_of_others_is_refused(payload: str) -> None:
    with pytest.raises(ContentError):
        decode(payload)


@given(st.text(max_size=80))
def test_any_text_is_a_choice_or_refused(payload: str) -> None:
    try:
        choice = decode(payload)
    except ContentError:
        return
    assert choice.facets
    assert payload.startswith("p/")

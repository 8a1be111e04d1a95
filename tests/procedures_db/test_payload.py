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

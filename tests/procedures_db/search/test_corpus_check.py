"""The check of the written questions counts what is covered and finds what is said twice."""

from dataclasses import replace

import pytest

from procedures_db.search.corpus import Question, read_questions
from procedures_db.search.corpus_check import (
    ENOUGH,
    PLENTY,
    Listed,
    Share,
    coverage,
    near_duplicates,
)
from procedures_db.settings import DataSettings
from procedures_db.terms import Facet

BEES = Question("nuôi ong hết bao nhiêu", ("9.000001",), (Facet.FEE,))
LISTED = {
    "9.000001": Listed("Đăng ký nuôi ong mật", "Chăn nuôi", ("commune",)),
    "9.000002": Listed("Cấp giấy phép thả diều", "Vùng trời", ("commune", "province")),
}


def share(shares: tuple[Share, ...], name: str) -> Share:
    return next(one for one in shares if one.name == name)


def test_fields_without_questions_are_shown_with_nought() -> None:
    fields = coverage([BEES] * ENOUGH, LISTED).fields

    assert share(fields, "Chăn nuôi") == Share("Chăn nuôi", ENOUGH, 1, 1, 1)
    assert share(fields, "Vùng trời") == Share("Vùng trời", 0, 0, 0, 1)


def test_a_procedure_of_two_levels_counts_at_both() -> None:
    levels = coverage([replace(BEES, codes=("9.000002",))], LISTED).levels

    assert share(levels, "commune") == Share("commune", 1, 1, 0, 2)
    assert share(levels, "province") == Share("province", 1, 1, 0, 1)


def test_each_facet_tells_how_many_procedures_it_is_asked_of() -> None:
    both = replace(BEES, facets=(Facet.FEE, Facet.TIME), codes=("9.000001", "9.000002"))

    facets = coverage([BEES, both], LISTED).facets

    assert share(facets, "fee") == Share("fee", 2, 2, 0, None)
    assert share(facets, "time") == Share("time", 1, 2, 0, None)
    assert share(facets, "form").questions == 0
    assert len(facets) == len(Facet)


@pytest.mark.parametrize(
    ("number", "enough", "plenty"),
    [(ENOUGH - 1, 0, 0), (ENOUGH, 1, 0), (PLENTY - 1, 1, 0), (PLENTY, 1, 1)],
)
def test_procedures_with_enough_questions_are_counted(
    number: int, enough: int, plenty: int
) -> None:
    figures = coverage([BEES] * number, LISTED)

    assert (figures.procedures, figures.enough, figures.plenty) == (1, enough, plenty)


def test_codes_outside_the_list_are_named() -> None:
    assert coverage([replace(BEES, codes=("9.999999",))], LISTED).unlisted == ("9.999999",)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("dang ky nuoi ong mat het bao nhieu", 1),
        ("muốn nuôi mấy thùng ong hết bao nhiêu", 0),
        ("cho hỏi Đăng ký nuôi ong mật", 1),
    ],
)
def test_official_names_said_in_full_are_counted(text: str, named: int) -> None:
    assert coverage([replace(BEES, text=text)], LISTED).named == named


def test_the_same_question_without_diacritics_is_a_near_duplicate() -> None:
    plain = replace(BEES, text="nuoi ong het bao nhieu")
    other = replace(BEES, text="thả diều ở sân bay có bị phạt không")

    (pair,) = near_duplicates([BEES, other, plain])

    assert (pair.first, pair.second) == (BEES, plain)
    assert pair.likeness == pytest.approx(1)
    assert not pair.unlike_procedures


def test_near_duplicates_of_other_procedures_are_marked() -> None:
    (pair,) = near_duplicates([BEES, replace(BEES, codes=("9.000002",))])

    assert pair.unlike_procedures


def test_pairs_across_blocks_are_found_once_and_the_most_alike_first() -> None:
    words = ["nuôi", "ong", "thả", "diều", "bán", "hoa", "trồng", "cây", "đào", "ao", "xây", "nhà"]
    varied = [
        replace(BEES, text=f"{words[n % 11]} {words[n // 11 % 11]} {n} {words[n // 121]}")
        for n in range(700)
    ]

    pairs = near_duplicates([BEES, *varied, BEES], alike=0.999)

    assert [(pair.first, pair.second) for pair in pairs if pair.first == BEES] == [(BEES, BEES)]
    assert [pair.likeness for pair in pairs] == sorted(
        (pair.likeness for pair in pairs), reverse=True
    )


def test_no_questions_have_no_pairs() -> None:
    assert near_duplicates([]) == []


def test_no_shipped_question_stands_under_two_unlike_procedures() -> None:
    by_text: dict[str, set[str]] = {}
    clashes = []
    for question in read_questions(DataSettings.from_env({}).questions):
        codes = by_text.setdefault(question.text.casefold(), set(question.codes))
        if not codes & set(question.codes):
            clashes.append(question.text)

    assert clashes == []

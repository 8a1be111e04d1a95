"""Figures are what they say they are."""

import pytest

from bot.evaluation.score import behaves, is_wrong_answer, measure
from tests.bot.evaluation.runs import gold, result

RIGHT = result(gold())
SECOND = result(gold(codes=("9.000002",)))
FIFTH = result(gold(codes=("9.000005",)))
LOST = result(gold(codes=("9.000009",)))
REFUSED = result(gold(codes=(), behaviour="out_of_scope"), status="out_of_scope", procedure=None)
FALSELY_REFUSED = result(gold(), status="out_of_scope", procedure=None)


def test_right_procedures_are_counted_by_their_place() -> None:
    figures = measure([RIGHT, SECOND, FIFTH, LOST])

    assert (figures.first, figures.in_three, figures.in_five) == (0.25, 0.5, 0.75)
    assert figures.linked_turns == 4


def test_any_accepted_procedure_is_right() -> None:
    assert measure([result(gold(codes=("9.000009", "9.000001")))]).first == 1


def test_follow_ups_are_counted_apart() -> None:
    wrong_later = result(gold(codes=("9.000002",)), number=1)

    figures = measure([RIGHT, result(gold(), number=1), wrong_later])

    assert figures.first == 1
    assert (figures.follow_ups, figures.follow_up_first) == (2, 0.5)


def test_turns_that_no_procedure_answers_count_for_refusals_alone() -> None:
    answered = result(gold(codes=(), behaviour="out_of_scope"))

    figures = measure([REFUSED, answered, RIGHT, FALSELY_REFUSED])

    assert figures.refused == 0.5
    assert figures.falsely_refused == 0.5
    assert figures.first == 1
    assert figures.linked_turns == 2


def test_facets_are_counted_one_by_one() -> None:
    both = result(gold(facets=("documents", "fee")), facets=("documents", "time"))
    none = result(gold(facets=("fee",)), facets=())

    figures = measure([both, none])

    assert figures.facet_precision == 0.5
    assert figures.facet_recall == pytest.approx(1 / 3)


def test_wrong_answer_is_a_procedure_that_is_not_accepted() -> None:
    assert is_wrong_answer(SECOND)
    assert is_wrong_answer(result(gold(codes=(), behaviour="out_of_scope")))
    assert not is_wrong_answer(RIGHT)
    assert not is_wrong_answer(FALSELY_REFUSED)
    assert not is_wrong_answer(result(gold(), status="clarify", procedure=None))


@pytest.mark.parametrize(
    ("behaviour", "status", "procedure", "right"),
    [
        ("answer", "answered", "9.000001", True),
        ("answer", "partial", "9.000001", True),
        ("answer", "not_in_data", "9.000001", True),
        ("answer", "not_in_data", None, False),
        ("answer", "clarify", None, False),
        ("clarify", "clarify", None, True),
        ("clarify", "answered", "9.000001", False),
        ("out_of_scope", "small_talk", None, True),
        ("out_of_scope", "handoff", None, True),
        ("out_of_scope", "answered", "9.000001", False),
        ("handoff", "handoff", None, True),
        ("handoff", "out_of_scope", None, False),
    ],
)
def test_reply_is_of_the_expected_kind(
    behaviour: str, status: str, procedure: str | None, right: bool
) -> None:
    assert behaves(result(gold(behaviour=behaviour), status=status, procedure=procedure)) is right


def test_latencies_are_the_middle_and_the_slow_end() -> None:
    turns = [result(gold(), latency_ms=float(number)) for number in range(1, 101)]

    figures = measure(turns)

    assert figures.latency_p50_ms == pytest.approx(50, abs=1)
    assert figures.latency_p95_ms == pytest.approx(95, abs=1)


def test_nothing_measured_is_not_zero() -> None:
    figures = measure([])

    assert figures.turns == 0
    assert figures.first is None
    assert figures.refused is None
    assert figures.facet_recall is None
    assert figures.as_json()["first"] is None

"""Mistakes are grouped by what has to be done about them."""

from bot.evaluation.errors import classify, error_lines
from tests.bot.evaluation.runs import gold, result

NAMES = {"9.000001": "Khai sinh", "9.000002": "Khai tử"}


def kind(turn_result: object, asked: tuple[str, ...] = ("9.000001", "9.000002")) -> str | None:
    return classify(turn_result, asked.__contains__)  # type: ignore[arg-type]


def test_right_turn_is_no_mistake() -> None:
    assert kind(result(gold(facets=("documents",)))) is None
    refused = result(gold(codes=(), behaviour="out_of_scope"), status="out_of_scope",
                     procedure=None)  # fmt: skip
    assert kind(refused) is None


def test_mistakes_have_their_kind() -> None:
    outside = gold(codes=(), behaviour="out_of_scope")

    assert kind(result(outside)) == "false_answer"
    assert kind(result(outside, status="clarify", procedure=None)) == "false_answer"
    assert kind(result(gold(), status="out_of_scope", procedure=None)) == "false_refusal"
    assert kind(result(gold(codes=("9.000002",)))) == "sibling"
    assert (
        kind(
            result(
                gold(codes=("9.000009",)),
            ),
            ("9.000009",),
        )
        == "lost"
    )
    assert kind(result(gold(codes=("9.000009",)))) == "no_coverage"
    assert kind(result(gold(), procedure="9.000002")) == "false_answer"
    assert kind(result(gold(facets=("fee",)))) == "wrong_facet"


def test_report_names_procedures_and_gives_examples() -> None:
    turns = [result(gold(f"câu {number}", codes=("9.000002",))) for number in range(10)]

    lines = error_lines(turns, lambda code: True, lambda code: NAMES.get(code, ""))

    assert lines[0] == "== sibling: 10"
    assert lines[1] == "  9.000002 Khai tử: 10"
    assert "câu 0" in lines[2]
    assert "9.000001 Khai sinh" in lines[2]
    assert len(lines) == 6


def test_report_without_mistakes_is_empty() -> None:
    assert error_lines([result(gold())], lambda code: True, str) == []

"""Turn results into figures."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.evaluation.ask import TurnResult

ANSWERING = frozenset({"answered", "partial", "not_in_data"})
REFUSING = frozenset({"out_of_scope", "small_talk", "handoff", "correction"})


@dataclass(frozen=True)
class Figures:
    """The figures of one set; shares are between 0 and 1, None where nothing was measured."""

    turns: int
    linked_turns: int
    first: float | None
    in_three: float | None
    in_five: float | None
    follow_ups: int
    follow_up_first: float | None
    facet_precision: float | None
    facet_recall: float | None
    behaviour: float | None
    wrong_answers: float | None
    falsely_refused: float | None
    refused: float | None
    latency_p50_ms: float
    latency_p95_ms: float

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def measure(results: Sequence[TurnResult]) -> Figures:
    """Return the figures of these turns."""
    linked = [one for one in results if one.gold.codes]
    first_turns = [one for one in linked if one.number == 0]
    follow_ups = [one for one in linked if one.number > 0]
    outside = [one for one in results if one.gold.behaviour == "out_of_scope"]
    expected = [(one.gold.facets, set(one.facets)) for one in linked if one.gold.facets]
    given = [pair for pair in expected if pair[1]]
    hits = sum(len(gold & found) for gold, found in expected)
    latencies = sorted(one.latency_ms for one in results) or [0.0]
    return Figures(
        turns=len(results),
        linked_turns=len(first_turns),
        first=_share([_rank(one) == 0 for one in first_turns]),
        in_three=_share([_rank(one) < 3 for one in first_turns]),
        in_five=_share([_rank(one) < 5 for one in first_turns]),
        follow_ups=len(follow_ups),
        follow_up_first=_share([_rank(one) == 0 for one in follow_ups]),
        facet_precision=_ratio(hits, sum(len(found) for _, found in given)),
        facet_recall=_ratio(hits, sum(len(gold) for gold, _ in expected)),
        behaviour=_share([behaves(one) for one in results]),
        wrong_answers=_share([is_wrong_answer(one) for one in results]),
        falsely_refused=_share([one.status in REFUSING for one in linked]),
        refused=_share([one.status in REFUSING for one in outside]),
        latency_p50_ms=latencies[len(latencies) // 2],
        latency_p95_ms=latencies[min(int(len(latencies) * 0.95), len(latencies) - 1)],
    )


def is_wrong_answer(result: TurnResult) -> bool:
    """Return whether a procedure was answered that is not accepted."""
    return (
        result.status in ANSWERING
        and result.procedure is not None
        and result.procedure not in result.gold.codes
    )


def behaves(result: TurnResult) -> bool:
    """Return whether the kind of reply is the expected one."""
    match result.gold.behaviour:
        case "answer":
            return result.status in ANSWERING and result.procedure is not None
        case "out_of_scope":
            return result.status in REFUSING
        case expected:
            return result.status == expected


def _rank(result: TurnResult) -> int:
    codes = result.candidates
    return next((at for at, code in enumerate(codes) if code in result.gold.codes), 99)


def _share(marks: Sequence[bool]) -> float | None:
    return _ratio(sum(marks), len(marks))


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None

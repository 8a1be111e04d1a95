"""Group mistakes, so that the next person knows where to write."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from bot.evaluation.ask import TurnResult
from bot.evaluation.score import REFUSING, is_wrong_answer

NameOf = Callable[[str], str]


def classify(result: TurnResult, has_questions: Callable[[str], bool]) -> str | None:
    """Return the kind of mistake, or None when the turn is right.

    `sibling`: the right one is among the candidates; `no_coverage`: it has no written question;
    `lost`: it has some and was not found; `wrong_facet`, `false_refusal`, `false_answer`.
    """
    gold = result.gold
    if not gold.codes:
        answered = result.procedure is not None or result.status == "clarify"
        return "false_answer" if gold.behaviour == "out_of_scope" and answered else None
    if result.status in REFUSING:
        return "false_refusal"
    if not result.candidates or result.candidates[0] not in gold.codes:
        if not any(has_questions(code) for code in gold.codes):
            return "no_coverage"
        return "sibling" if gold.codes & set(result.candidates) else "lost"
    if is_wrong_answer(result):
        return "false_answer"
    if gold.facets and result.facets and not gold.facets <= set(result.facets):
        return "wrong_facet"
    return None


def error_lines(
    results: Sequence[TurnResult], has_questions: Callable[[str], bool], name_of: NameOf
) -> list[str]:
    """Return a readable report: each kind, the procedures it hits most, and examples."""
    kinds: dict[str, list[TurnResult]] = defaultdict(list)
    for result in results:
        kind = classify(result, has_questions)
        if kind:
            kinds[kind].append(result)
    lines = []
    for kind, wrong in sorted(kinds.items(), key=lambda item: -len(item[1])):
        lines.append(f"== {kind}: {len(wrong)}")
        hit = Counter(min(one.gold.codes) if one.gold.codes else "–" for one in wrong)
        for code, count in hit.most_common(15):
            lines.append(f"  {code} {name_of(code)[:70]}: {count}")
            examples = [one for one in wrong if code == "–" or code in one.gold.codes]
            lines.extend(f"      {_example(one, kind, name_of)}" for one in examples[:4])
    return lines


def _example(result: TurnResult, kind: str, name_of: NameOf) -> str:
    if kind == "wrong_facet":
        got = f"{','.join(result.facets)} ≠ {','.join(result.gold.facets)}"
    else:
        first = result.candidates[0] if result.candidates else "–"
        got = f"{result.status} {first} {name_of(first)[:50]}"
    return f"«{result.gold.question[:110]}» → {got}"

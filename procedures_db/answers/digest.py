"""A procedure in a few lines: what bundles and comparisons show of each."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from procedures_db.answers.parts import facet_facts
from procedures_db.answers.render import FACET_NAMES, render
from procedures_db.content import ProcedureContent
from procedures_db.terms import Facet

_MOST_LINES = 4
_LONGEST_LINE = 160


def digest(content: ProcedureContent, facets: Sequence[Facet], today: date) -> dict[str, list[str]]:
    """Return the lines of each facet; a facet that the database does not know has none."""
    return {facet.value: _lines(content, facet, today) for facet in facets}


def facet_label(facet: Facet) -> str:
    """Return a facet's name as a heading."""
    return FACET_NAMES[facet].capitalize()


def _lines(content: ProcedureContent, facet: Facet, today: date) -> list[str]:
    facts = facet_facts(content, facet, today)
    if facts is None:
        return []
    if facet is Facet.OVERVIEW:
        return [str(facts["summary"])]
    if facet is Facet.DOCUMENTS:
        return [_count(facts)]
    own = {name: value for name, value in facts.items() if name != "overrides"}
    if not own:
        return []
    lines = [line.strip().removeprefix("- ") for line in render(facet, **own).splitlines()]
    # The first line of a list is its heading.
    told = [line for line in lines if line and not line.endswith(":")] or lines
    short = [_cut(line) for line in dict.fromkeys(told)]
    if len(short) > _MOST_LINES:
        return [*short[: _MOST_LINES - 1], render("more", count=len(short) - _MOST_LINES + 1)]
    return short


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1].rstrip()}…"


def _count(facts: dict[str, Any]) -> str:
    groups = facts.get("groups") or []
    everybody = sum(len(group["documents"]) for group in groups if not group["case"])
    cases = [len(group["documents"]) for group in groups if group["case"]]
    least, most = (everybody + min(cases), everybody + max(cases)) if cases else (everybody,) * 2
    return render("paper_count", least=least, most=most)

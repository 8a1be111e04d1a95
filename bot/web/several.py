"""Answers about several procedures, arranged for the page: life events, comparisons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.web import messages
from bot.web.formatting import safe_url
from bot.web.sections import Link


@dataclass(frozen=True)
class BundleStep:
    """One procedure of a life event; `lines` are fee and time."""

    name: str
    code: str
    why: str
    when: str
    first: bool
    lines: tuple[tuple[str, str], ...]
    official: Link | None


@dataclass(frozen=True)
class Bundle:
    """The procedures of a life event, and the papers that several of them need."""

    name: str
    intro: str
    steps: tuple[BundleStep, ...]
    papers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ComparedRow:
    """What both sides say about one facet."""

    label: str
    sides: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Comparison:
    """Two procedures side by side."""

    sides: tuple[tuple[str, str, Link | None], ...]
    """Name, code and official page of each."""
    rows: tuple[ComparedRow, ...]


def bundle_of(answer: Mapping[str, Any]) -> Bundle | None:
    """Return the bundle of an answer about a life event, or None."""
    given = answer.get("bundle")
    if not isinstance(given, Mapping):
        return None
    return Bundle(
        name=str(given.get("name") or ""),
        intro=str(given.get("intro") or ""),
        steps=tuple(_step(step) for step in given.get("steps") or ()),
        papers=tuple(
            (str(paper["name"]), ", ".join(str(number) for number in paper["steps"]))
            for paper in given.get("papers") or ()
        ),
    )


def comparison_of(answer: Mapping[str, Any]) -> Comparison | None:
    """Return the comparison that an answer holds, or None."""
    given = answer.get("comparison")
    if not isinstance(given, Mapping):
        return None
    return Comparison(
        sides=tuple(
            (str(side["short_name"]), str(side["code"]), _official(side))
            for side in given.get("sides") or ()
        ),
        rows=tuple(
            ComparedRow(
                str(row["label"]),
                tuple(tuple(side) or (messages.UNKNOWN,) for side in row["sides"]),
            )
            for row in given.get("rows") or ()
        ),
    )


def _step(step: Mapping[str, Any]) -> BundleStep:
    told = ((messages.FACETS[facet], "; ".join(step.get(facet) or ())) for facet in ("fee", "time"))
    return BundleStep(
        name=str(step.get("short_name") or step.get("name") or ""),
        code=str(step.get("code") or ""),
        why=str(step.get("why") or ""),
        when=str(step.get("when") or ""),
        first=bool(step.get("linked")),
        lines=tuple((label, text) for label, text in told if text),
        official=_official(step),
    )


def _official(row: Mapping[str, Any]) -> Link | None:
    url = safe_url(row.get("source_url"))
    return Link(messages.OFFICIAL_PAGE, url) if url else None

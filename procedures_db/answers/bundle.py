"""The answer about a life event: its procedures in order, and the papers several of them need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from procedures_db.answers.build import official_url, procedure_ref
from procedures_db.answers.comparison import title_of
from procedures_db.answers.contract import Button, CandidateRef, Reply
from procedures_db.answers.digest import digest
from procedures_db.answers.payload import Choice, encode
from procedures_db.answers.render import render
from procedures_db.facts.papers import kinds_of, name_of_kind
from procedures_db.life_events import BundleStep, LifeEventBundle
from procedures_db.read import ProcedureFacts
from procedures_db.terms import Facet

_SHOWN = (Facet.FEE, Facet.TIME, Facet.ONLINE)
_MOST_BUTTONS = 8


@dataclass(frozen=True)
class KnownStep:
    """A step of a bundle with what the database has about its procedure."""

    step: BundleStep
    facts: ProcedureFacts


def bundle_answer(
    bundle: LifeEventBundle,
    steps: Sequence[KnownStep],
    facets: Sequence[Facet],
    candidates: Sequence[CandidateRef],
    today: date,
) -> Reply:
    """Return the procedures of a life event in order; `steps` are those the database has."""
    shown = [_step(number, known, today) for number, known in enumerate(steps, start=1)]
    papers = _shared_papers(steps)
    codes = {known.step.code for known in steps}
    others = [ref for ref in candidates if ref["code"] not in codes]
    own: list[CandidateRef] = [
        {"code": one["code"], "name": one["name"], "score": 1.0} for one in shown
    ]
    return {
        "status": "answered",
        "procedure": procedure_ref(steps[0].facts),
        "candidates": [*own, *others][:5],
        "parts": [],
        "text": render("bundle", name=bundle.name, intro=bundle.intro, steps=shown, papers=papers),
        "buttons": [_button(one, facets) for one in shown[:_MOST_BUTTONS]],
        "bundle": {
            "key": bundle.key,
            "name": bundle.name,
            "audience": bundle.audience,
            "intro": bundle.intro,
            "steps": shown,
            "papers": papers,
        },
    }


def _step(number: int, known: KnownStep, today: date) -> dict[str, Any]:
    content = known.facts.content
    provenance = content.provenance
    return {
        "number": number,
        "code": content.code,
        "name": content.name,
        "short_name": title_of(content),
        "why": known.step.why,
        "when": known.step.when,
        "linked": known.step.first,
        "covers": list(known.step.covers),
        "source_url": official_url(content),
        "fetched_on": provenance.fetched_on.isoformat(),
        **digest(content, _SHOWN, today),
    }


def _button(step: dict[str, Any], facets: Sequence[Facet]) -> Button:
    asked = tuple(facets) or (Facet.DOCUMENTS,)
    return {"title": step["short_name"], "payload": encode(Choice(step["code"], asked))}


def _shared_papers(steps: Sequence[KnownStep]) -> list[dict[str, Any]]:
    """Return the kinds of paper that several procedures need, with the numbers of their steps."""
    needed: dict[str, list[int]] = {}
    for number, known in enumerate(steps, start=1):
        papers = [paper for paper in known.facts.content.documents if not paper.held_by]
        kinds = {kind for paper in papers for kind in kinds_of(paper.name)} - {"form"}
        for kind in kinds:
            needed.setdefault(kind, []).append(number)
    shared = sorted((numbers, kind) for kind, numbers in needed.items() if len(numbers) > 1)
    return [{"name": name_of_kind(kind), "steps": numbers} for numbers, kind in shared]

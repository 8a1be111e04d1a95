"""The answer that puts two procedures side by side."""

from collections.abc import Sequence
from datetime import date

from procedures_db.answers.build import official_url, procedure_ref
from procedures_db.answers.contract import CandidateRef, Reply
from procedures_db.answers.digest import digest, facet_label
from procedures_db.answers.payload import Choice, encode
from procedures_db.answers.render import render
from procedures_db.content import ProcedureContent
from procedures_db.read import ProcedureFacts
from procedures_db.terms import Facet

COMPARED = (
    Facet.OVERVIEW,
    Facet.DOCUMENTS,
    Facet.FEE,
    Facet.TIME,
    Facet.PLACE,
    Facet.ONLINE,
)


def comparison_answer(
    sides: tuple[ProcedureFacts, ProcedureFacts],
    candidates: Sequence[CandidateRef],
    today: date,
) -> Reply:
    """Return what the database says about both, facet by facet; what is missing stays empty."""
    left, right = (digest(side.content, COMPARED, today) for side in sides)
    rows = [
        {"facet": facet.value, "label": facet_label(facet), "sides": [left[facet], right[facet]]}
        for facet in COMPARED
        if left[facet] or right[facet]
    ]
    shown = [
        {
            "code": side.content.code,
            "name": side.content.name,
            "short_name": title_of(side.content),
            "source_url": official_url(side.content),
            "fetched_on": side.content.provenance.fetched_on.isoformat(),
        }
        for side in sides
    ]
    codes = [side.content.code for side in sides]
    own: list[CandidateRef] = [
        {"code": side.content.code, "name": side.content.name, "score": 1.0} for side in sides
    ]
    others = [ref for ref in candidates if ref["code"] not in codes]
    return {
        "status": "answered",
        "procedure": procedure_ref(sides[0]),
        "candidates": [*own, *others][:5],
        "parts": [],
        "text": render("comparison", sides=shown, rows=rows),
        "buttons": [
            {
                "title": title_of(side.content),
                "payload": encode(Choice(side.content.code, (Facet.DOCUMENTS,))),
            }
            for side in sides
        ],
        "comparison": {"sides": shown, "rows": rows},
    }


def title_of(content: ProcedureContent) -> str:
    """Return a procedure's short name, or its official one in small letters."""
    name = content.short_name or content.name.removeprefix("Thủ tục ").strip()
    return name[:1].upper() + (name[1:].lower() if name.isupper() else name[1:])

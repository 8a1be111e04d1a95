"""Build the structured answer of a turn."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from procedures_db.answers.contract import Button, CandidateRef, Part, ProcedureRef, Reply, Status
from procedures_db.answers.parts import facet_facts, part_source
from procedures_db.answers.payload import Choice, encode
from procedures_db.answers.render import FACET_NAMES, non_answers, render
from procedures_db.content import ProcedureContent
from procedures_db.read import ProcedureFacts
from procedures_db.terms import Facet

PORTAL_URL = "https://dichvucong.gov.vn"
OVERVIEW_FACETS = (Facet.DOCUMENTS, Facet.FEE, Facet.TIME, Facet.PLACE, Facet.ONLINE)
_SUGGESTED = (
    Facet.DOCUMENTS,
    Facet.FEE,
    Facet.TIME,
    Facet.PLACE,
    Facet.ONLINE,
    Facet.STEPS,
    Facet.CONDITIONS,
)
_MAX_SUGGESTED = 4


def answer(
    facts: ProcedureFacts,
    facets: Sequence[Facet],
    candidates: Sequence[CandidateRef],
    today: date,
) -> Reply:
    """Answer each asked facet from the rows; what they do not hold is said to be missing."""
    content = facts.content
    asked = tuple(dict.fromkeys(facets)) or (Facet.OVERVIEW,)
    parts = [_part(content, facet, today) for facet in asked]
    missing = sum(part["status"] == "not_in_data" for part in parts)
    status: Status = "answered"
    if missing:
        status = "not_in_data" if missing == len(parts) else "partial"
    return {
        "status": status,
        "procedure": _procedure_ref(facts),
        "candidates": list(candidates),
        "parts": parts,
        "text": render(
            "answer",
            name=content.name,
            code=content.code,
            parts=parts,
            source=part_source(content, asked[0]) | {"url": official_url(content)},
        ),
        "buttons": _suggestions(content, asked, today),
    }


def ask_back(candidates: Sequence[CandidateRef], facets: Sequence[Facet], shown: int) -> Reply:
    """Ask which of the first `shown` candidates is meant."""
    offered = candidates[:shown]
    return _reply(
        "clarify",
        render("clarify", candidates=offered),
        candidates,
        _choices(offered, facets),
    )


def correct(
    text: str, candidates: Sequence[CandidateRef], facets: Sequence[Facet], shown: int
) -> Reply:
    """Say what is true instead of what was taken for granted, and offer what helps."""
    return _reply("correction", text, candidates, _choices(candidates[:shown], facets))


def ask_topic(candidates: Sequence[CandidateRef]) -> Reply:
    """Ask what the citizen wants to do, when nothing tells the procedure."""
    return _reply("clarify", render("ask_topic"), candidates)


def not_in_data(candidates: Sequence[CandidateRef], facets: Sequence[Facet], shown: int) -> Reply:
    """Say that no procedure was found, with the nearest ones and the portal."""
    offered = candidates[:shown]
    text = render("not_in_data", candidates=offered, portal_url=PORTAL_URL)
    return _reply("not_in_data", text, candidates, _choices(offered, facets))


def non_answer(kind: str, candidates: Sequence[CandidateRef]) -> Reply:
    """Say what is said for `kind`, a key of non_answers.yml."""
    entry = non_answers()[kind]
    status: Status = entry["status"]  # type: ignore[assignment]
    return _reply(status, entry["text"], candidates)


def official_url(content: ProcedureContent) -> str | None:
    """Return the procedure's official page, where there is one."""
    if content.provenance.url:
        return content.provenance.url
    return f"{PORTAL_URL}/thu-tuc-hanh-chinh/{content.uuid}" if content.uuid else None


def _reply(
    status: Status,
    text: str,
    candidates: Sequence[CandidateRef],
    buttons: Iterable[Button] = (),
) -> Reply:
    return {
        "status": status,
        "procedure": None,
        "candidates": list(candidates),
        "parts": [],
        "text": text,
        "buttons": list(buttons),
    }


def _choices(offered: Sequence[CandidateRef], facets: Sequence[Facet]) -> list[Button]:
    return [
        {"title": one["name"], "payload": encode(Choice(one["code"], tuple(facets)))}
        for one in offered
    ]


def _procedure_ref(facts: ProcedureFacts) -> ProcedureRef:
    content = facts.content
    provenance = content.provenance
    return {
        "code": content.code,
        "name": content.name,
        "source_url": official_url(content),
        "verified_on": provenance.verified_on.isoformat() if provenance.verified_on else None,
        "fetched_on": provenance.fetched_on.isoformat(),
        "decision": provenance.decision,
        "revision": facts.revision,
    }


def _part(content: ProcedureContent, facet: Facet, today: date) -> Part:
    if facet is Facet.OVERVIEW:
        sections = [_part(content, one, today) for one in OVERVIEW_FACETS]
        found = [section for section in sections if section["status"] == "answered"]
        facts = {"summary": content.summary, "sections": found}
        known = bool(content.summary or found)
    else:
        built = facet_facts(content, facet, today)
        known, facts = built is not None, built or {}
    source = part_source(content, facet)
    if not known:
        text = render("missing", facet_name=FACET_NAMES[facet], url=official_url(content))
        return {
            "facet": facet,
            "status": "not_in_data",
            "facts": {},
            "text": text,
            "source": source,
        }
    return {
        "facet": facet,
        "status": "answered",
        "facts": facts,
        "text": _text(facet, facts),
        "source": source,
    }


def _text(facet: Facet, facts: Mapping[str, object]) -> str:
    own = {name: value for name, value in facts.items() if name != "overrides"}
    lines = [render(facet, **own)] if own else []
    if "overrides" in facts:
        lines.append(render("overrides", overrides=facts["overrides"]))
    return "\n".join(lines)


def _suggestions(content: ProcedureContent, asked: Sequence[Facet], today: date) -> list[Button]:
    covered = {*asked, *(OVERVIEW_FACETS if Facet.OVERVIEW in asked else ())}
    offered = [
        facet
        for facet in _SUGGESTED
        if facet not in covered and facet_facts(content, facet, today) is not None
    ]
    return [
        {
            "title": FACET_NAMES[facet].capitalize(),
            "payload": encode(Choice(content.code, (facet,))),
        }
        for facet in offered[:_MAX_SUGGESTED]
    ]

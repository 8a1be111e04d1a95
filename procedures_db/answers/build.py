"""Build the structured answer of a turn."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from procedures_db.answers.contract import Button, CandidateRef, Part, ProcedureRef, Reply, Status
from procedures_db.answers.desks import Desks, with_desks
from procedures_db.answers.notices import flag_notices, with_notices
from procedures_db.answers.parts import facet_facts, part_source
from procedures_db.answers.payload import Choice, encode
from procedures_db.answers.personal import Personal, checklist_facts, for_person, is_personal
from procedures_db.answers.render import FACET_NAMES, non_answers, render
from procedures_db.answers.situated import Situated, fee_text, without_days
from procedures_db.content import ProcedureContent
from procedures_db.facts.cases import narrow
from procedures_db.facts.rules import FeeRule
from procedures_db.facts.situation import Situation
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
    *,
    situation: Situation | None = None,
    personal: Personal | None = None,
    rules: Sequence[FeeRule] = (),
    desks: Desks | None = None,
) -> Reply:
    """Answer each asked facet from the rows; what they do not hold is said to be missing.

    With a `situation` the answer is about that case, as far as it is known. `personal` are the
    answers to the procedure's own case questions: rows of other cases are left out. `rules` are
    those of the nation and the provinces on fees. `desks` are the offices where the person can go.
    """
    content = narrow(facts.content, personal.answers) if personal else facts.content
    asked = tuple(dict.fromkeys(facets)) or (Facet.OVERVIEW,)
    case = Situated(content, situation, today, rules) if situation else None
    if asked == (Facet.STEPS,):
        parts = _how_to(content, today, case)
    else:
        parts = [_part(content, facet, today, case) for facet in asked]
    if personal:
        parts = [_with_checklist(part, facts.content, personal) for part in parts]
    if desks:
        parts = [with_desks(part, desks) for part in parts]
    missing = sum(part["status"] == "not_in_data" for part in parts)
    status: Status = "answered"
    if missing:
        status = "not_in_data" if missing == len(parts) else "partial"
    reply: Reply = {
        "status": status,
        "procedure": procedure_ref(facts),
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
    if personal:
        reply = for_person(reply, facts.content, asked, personal)
    return with_notices(reply, flag_notices(content.flags))


def with_other(reply: Reply, other: CandidateRef, facets: Sequence[Facet]) -> Reply:
    """Return the reply with a word about another procedure that the same message asks for."""
    if reply["procedure"] is None:
        return reply
    button = _choices([other], facets)[0]
    told = with_notices(reply, [render("other_wish", name=other["name"])])
    return {**told, "buttons": [*_before(reply), button, *_after(reply)]}


def _before(reply: Reply) -> list[Button]:
    """Return the buttons that answer the reply's question; they stay first."""
    return reply["buttons"][: reply["question"]["options"] if "question" in reply else 0]


def _after(reply: Reply) -> list[Button]:
    return reply["buttons"][len(_before(reply)) :]


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


def procedure_ref(facts: ProcedureFacts) -> ProcedureRef:
    """Return what an answer says about the procedure it is about."""
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


def _how_to(content: ProcedureContent, today: date, case: Situated | None) -> list[Part]:
    """Tell what one needs, then the steps; where there are none, what else is known."""
    steps = _part(content, Facet.STEPS, today, case)
    if steps["status"] == "not_in_data":
        rest = _part(content, Facet.OVERVIEW, today, case)
        return [steps, rest] if rest["status"] == "answered" else [steps]
    steps["facts"]["sections"] = found = _key_sections(content, today, case)
    steps["text"] = "\n".join([*(section["text"] for section in found), steps["text"]])
    return [steps]


def _key_sections(content: ProcedureContent, today: date, case: Situated | None) -> list[Part]:
    sections = [_part(content, one, today, case) for one in OVERVIEW_FACETS]
    found = [section for section in sections if section["status"] == "answered"]
    return [without_days(one) if one["facet"] == Facet.TIME else one for one in found]


def _part(content: ProcedureContent, facet: Facet, today: date, case: Situated | None) -> Part:
    if facet is Facet.OVERVIEW:
        found = _key_sections(content, today, case)
        facts = {"summary": content.summary, "sections": found}
        known = bool(content.summary or found)
    else:
        built = facet_facts(content, facet, today)
        built = case.facts(facet, built) if case else built
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


def _with_checklist(part: Part, content: ProcedureContent, personal: Personal) -> Part:
    """Add the person's checklist to the papers, where it says more than the rows alone."""
    papers = part["facet"] == Facet.DOCUMENTS and part["status"] == "answered"
    if not papers or not is_personal(content, personal):
        return part
    facts = part["facts"] | {"checklist": checklist_facts(content, personal)}
    return {**part, "facts": facts, "text": _text(Facet.DOCUMENTS, facts)}


def _text(facet: Facet, facts: Mapping[str, Any]) -> str:
    own = {name: value for name, value in facts.items() if name != "overrides"}
    lines = [fee_text(own) if "computed" in own else render(facet, **own)] if own else []
    if "overrides" in facts:
        lines.append(render("overrides", overrides=facts["overrides"]))
    return "\n".join(lines)


def _suggestions(content: ProcedureContent, asked: Sequence[Facet], today: date) -> list[Button]:
    tells_all = Facet.OVERVIEW in asked or asked == (Facet.STEPS,)
    covered = {*asked, *(OVERVIEW_FACETS if tells_all else ())}
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

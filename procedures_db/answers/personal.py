"""What an answer adds when it is for one person: her checklist, and the next question about her."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from procedures_db.answers.contract import Button, Reply
from procedures_db.answers.payload import SKIPPED, Choice, encode
from procedures_db.answers.render import render
from procedures_db.content import CaseQuestion, ProcedureContent
from procedures_db.facts.cases import told_answers
from procedures_db.facts.checklist import Checklist, Item, make_checklist
from procedures_db.facts.papers import NamedPaper
from procedures_db.terms import Facet


def _no_name(_code: str) -> str | None:
    return None


@dataclass(frozen=True)
class Personal:
    """What is known of the person who asks, and what to ask next."""

    answers: Mapping[str, str] = field(default_factory=dict)
    named: tuple[NamedPaper, ...] = ()
    """Papers she says she has."""
    question: CaseQuestion | None = None
    name_of: Callable[[str], str | None] = _no_name
    """The name of a procedure by its code, for where papers are issued."""


def checklist_facts(content: ProcedureContent, personal: Personal) -> dict[str, Any]:
    """Return the checklist as JSON data; `content` is the whole procedure."""
    checklist = make_checklist(content, personal.answers, personal.named)
    return {
        "case": case_facts(content, personal),
        "items": [_item(item, content) for item in checklist.items],
        "left_out": [
            {"name": one.paper.name, "because": list(one.because)} for one in checklist.left_out
        ],
        "has": [{"name": item.paper.name, "said": item.said} for item in checklist.has],
        "missing": [item.paper.name for item in checklist.missing] if personal.named else [],
        "unmatched": list(checklist.unmatched),
        "issuers": _issuers(checklist, personal),
    }


def case_facts(content: ProcedureContent, personal: Personal) -> list[dict[str, str]]:
    """Return the questions that were answered, and the answers."""
    told = told_answers(content, personal.answers)
    return [{"question": question, "answer": answer} for question, answer in told]


def is_personal(content: ProcedureContent, personal: Personal) -> bool:
    """Return whether a checklist says more than the rows of the papers."""
    told = any(paper.issued_by or paper.held_by for paper in content.documents)
    return bool(told or content.questions or personal.named)


def for_person(
    reply: Reply, content: ProcedureContent, facets: Sequence[Facet], personal: Personal
) -> Reply:
    """Return the reply with the case it is for, and the next question where there is one."""
    case = case_facts(content, personal)
    if case:
        reply = {**reply, "case": case}
    if personal.question is None:
        return reply
    question = personal.question
    options = [
        _button(content.code, facets, question, one.key, one.label) for one in question.options
    ]
    options.append(_button(content.code, facets, question, SKIPPED, render("skip")))
    asked = render("case_question", question=question.text, options=question.options)
    return {
        **reply,
        "text": f"{reply['text']}\n\n{asked}",
        "buttons": [*options, *reply["buttons"]],
        "question": {"key": question.key, "text": question.text, "options": len(options)},
    }


def _button(
    code: str, facets: Sequence[Facet], question: CaseQuestion, option: str, title: str
) -> Button:
    return {"title": title, "payload": encode(Choice(code, tuple(facets), (question.key, option)))}


def _item(item: Item, content: ProcedureContent) -> dict[str, Any]:
    paper = item.paper
    forms = {form.name: form.url for form in content.forms}
    return {
        "name": paper.name,
        "need": item.need.value,
        "has": item.said,
        "use": paper.use.value,
        "originals": paper.originals,
        "copies": paper.copies,
        "when": paper.when,
        "note": paper.note,
        "form": {"name": paper.form, "url": forms.get(paper.form)} if paper.form else None,
        "issued_by": paper.issued_by,
        "required": paper.required,
        "held_by": paper.held_by,
        "unless": paper.unless,
        "basis": paper.held_basis,
        "case": next((case.name for case in content.cases if case.key == paper.case), None),
    }


def _issuers(checklist: Checklist, personal: Personal) -> dict[str, str]:
    """Return the procedures that issue papers of the list: code -> name."""
    codes = dict.fromkeys(item.paper.issued_by for item in checklist.items if item.paper.issued_by)
    names = {code: personal.name_of(code) for code in codes}
    return {code: name for code, name in names.items() if name}

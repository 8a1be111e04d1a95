"""The papers one person has to bring, those she has already, and those she need not bring."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from procedures_db.content import ProcedureContent, RequiredDocument, parse_needs
from procedures_db.facts.cases import Answers, decided, in_words, narrow, option_of
from procedures_db.facts.papers import NamedPaper, papers_named


class Need(StrEnum):
    """Whether a paper is to be brought."""

    NEEDED = "needed"
    CONDITIONAL = "conditional"
    """Under a condition, or in a case, that no answer has decided."""
    HELD = "held"
    """A national database holds it."""


@dataclass(frozen=True)
class Item:
    """One paper of the checklist; `said` are the citizen's words for it when she has it."""

    paper: RequiredDocument
    need: Need
    said: str | None = None


@dataclass(frozen=True)
class LeftOut:
    """A paper that the answers make superfluous, and the answers that do."""

    paper: RequiredDocument
    because: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    """What to bring, in the order of the file."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...] = ()
    unmatched: tuple[str, ...] = ()
    """Papers the citizen named that are no paper of this procedure."""

    @property
    def has(self) -> tuple[Item, ...]:
        """The papers the citizen says she has."""
        return tuple(item for item in self.items if item.said)

    @property
    def missing(self) -> tuple[Item, ...]:
        """The papers to get before one goes."""
        return tuple(item for item in self.items if item.need is Need.NEEDED and not item.said)


def make_checklist(
    content: ProcedureContent, answers: Answers, named: Iterable[NamedPaper] = ()
) -> Checklist:
    """Return the checklist for these answers; `named` are the papers the citizen says she has."""
    own = narrow(content, answers)
    selected = _selected(content, answers)
    words, unmatched = papers_named(own.documents, named)
    items = tuple(
        Item(paper, _need(paper, selected), words.get(at)) for at, paper in enumerate(own.documents)
    )
    return Checklist(items, _left_out(content, answers), unmatched)


def _need(paper: RequiredDocument, selected: frozenset[str]) -> Need:
    if paper.held_by:
        return Need.HELD
    open_case = paper.case is not None and paper.case not in selected
    if paper.when or paper.required is False or open_case:
        return Need.CONDITIONAL
    return Need.NEEDED


def _selected(content: ProcedureContent, answers: Answers) -> frozenset[str]:
    options = (option_of(one, answers.get(one.key)) for one in content.questions)
    return frozenset(option.case for option in options if option and option.case)


def _left_out(content: ProcedureContent, answers: Answers) -> tuple[LeftOut, ...]:
    """Return the papers that answers decide against; those of another case say so themselves."""
    return tuple(
        LeftOut(paper, _reasons(content, paper, answers))
        for paper in content.documents
        if decided(paper.needs, answers) is False
    )


def _reasons(
    content: ProcedureContent, paper: RequiredDocument, answers: Answers
) -> tuple[str, ...]:
    deciding = {question for question, _ in parse_needs(paper.needs)}
    told = []
    for question in content.questions:
        option = option_of(question, answers.get(question.key))
        if option and question.key in deciding:
            told.append(in_words(question, option))
    return tuple(told)

"""Whose case it is: what answers to case questions leave of a procedure, and what is worth asking.

Plain functions; answers map the keys of questions to the keys of options.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from procedures_db.content import (
    CaseOption,
    CaseQuestion,
    ProcedureContent,
    RequiredDocument,
    parse_needs,
)
from procedures_db.search.text import normalise

MOST_QUESTIONS = 3
"""More than this is not asked about one procedure."""

Answers = Mapping[str, str]

_LETTERS = re.compile(r"\w")


class _OfCase(Protocol):
    @property
    def case(self) -> str | None: ...


_Row = TypeVar("_Row", bound=_OfCase)


def option_of(question: CaseQuestion, key: str | None) -> CaseOption | None:
    """Return the option of that key, or None."""
    return next((option for option in question.options if option.key == key), None)


def known_answers(content: ProcedureContent, answers: Answers) -> dict[str, str]:
    """Return the answers that the procedure's questions still have, in their order."""
    return {
        question.key: answers[question.key]
        for question in content.questions
        if option_of(question, answers.get(question.key))
    }


def told_answers(content: ProcedureContent, answers: Answers) -> list[tuple[str, str]]:
    """Return the answered questions and the answers as people read them."""
    told = []
    for question in content.questions:
        option = option_of(question, answers.get(question.key))
        if option:
            told.append((question.text, in_words(question, option)))
    return told


def in_words(question: CaseQuestion, option: CaseOption) -> str:
    """Return an answer that is understood without its question: a yes or no repeats it."""
    if len(option.label.split()) > 1:
        return option.label
    return f"{question.text.rstrip('? ')}: {option.label.lower()}"


def decided(needs: str | None, answers: Answers) -> bool | None:
    """Return whether the answers satisfy `needs`, or None while one of them is missing."""
    terms = parse_needs(needs)
    if any(answers[question] not in options for question, options in terms if question in answers):
        return False
    return True if all(question in answers for question, _ in terms) else None


def narrow(content: ProcedureContent, answers: Answers) -> ProcedureContent:
    """Return the procedure as it is for somebody who gave these answers.

    What is decided by no answer stays, so without answers nothing changes.
    """
    if not answers:
        return content
    ruled_out = _ruled_out(content, answers)
    open_to = _open_channels(content, answers)

    def left(rows: Iterable[_Row]) -> list[_Row]:
        here = (row for row in rows if row.case not in ruled_out)
        return [row for row in here if getattr(row, "channel", None) in {None, *open_to}]

    return content.model_copy(
        update={
            "documents": [
                _settled(paper, answers)
                for paper in left(content.documents)
                if decided(paper.needs, answers) is not False
            ],
            "times": left(content.times),
            "fees": left(content.fees),
            "exemptions": left(content.exemptions),
            "conditions": left(content.conditions),
            "cases": [case for case in content.cases if case.key not in ruled_out],
            "channels": [row for row in content.channels if row.channel in open_to],
        }
    )


def next_question(
    content: ProcedureContent, answers: Answers, asked: Iterable[str] = ()
) -> CaseQuestion | None:
    """Return the first question not asked yet whose answer changes the result, or None."""
    done = set(asked)
    if len(done) >= MOST_QUESTIONS:
        return None
    for question in content.questions:
        if question.key in done or question.key in answers:
            continue
        if decided(question.needs, answers) is True and makes_a_difference(
            content, question, answers
        ):
            return question
    return None


def makes_a_difference(content: ProcedureContent, question: CaseQuestion, answers: Answers) -> bool:
    """Return whether two options of the question give different papers, fees, times or ways."""
    results = [
        _result(narrow(content, {**answers, question.key: option.key}))
        for option in question.options
    ]
    return any(result != results[0] for result in results)


def answers_in(content: ProcedureContent, text: str) -> dict[str, str]:
    """Return what a message says of its own accord; a question two options fit stays open."""
    said = f" {normalise(text)} "
    found: dict[str, str] = {}
    for question in content.questions:
        fitting = [
            option
            for option in question.options
            if any(f" {normalise(words)} " in said for words in option.words)
        ]
        if len(fitting) == 1:
            found[question.key] = fitting[0].key
    return {
        question.key: found[question.key]
        for question in content.questions
        if question.key in found and decided(question.needs, found) is not False
    }


def answer_meant(question: CaseQuestion, text: str) -> str | None:
    """Return the option that a reply to the question names in words, or None."""
    said = normalise(text)
    if not _LETTERS.search(said):
        return None
    fitting = [option for option in question.options if _names(option, said)]
    return fitting[0].key if len(fitting) == 1 else None


def _names(option: CaseOption, said: str) -> bool:
    for words in (option.label, *option.words):
        own = normalise(words)
        if said == own or (" " in own and f" {own} " in f" {said} "):
            return True
    return False


def _ruled_out(content: ProcedureContent, answers: Answers) -> set[str]:
    selected, offered = set(), set()
    for question in content.questions:
        option = option_of(question, answers.get(question.key))
        if option:
            offered |= {one.case for one in question.options if one.case}
            selected |= {option.case} if option.case else set()
    return offered - selected


def _open_channels(content: ProcedureContent, answers: Answers) -> set[Any]:
    channels = {row.channel for row in content.channels}
    for question in content.questions:
        option = option_of(question, answers.get(question.key))
        if option and option.channels:
            channels &= set(option.channels)
    return channels


def _settled(paper: RequiredDocument, answers: Answers) -> RequiredDocument:
    """Leave out a condition that the answers have met."""
    if paper.needs and decided(paper.needs, answers):
        return paper.model_copy(update={"when": None})
    return paper


def _result(content: ProcedureContent) -> list[Any]:
    return [
        content.documents,
        content.times,
        content.fees,
        content.exemptions,
        content.conditions,
        content.channels,
    ]

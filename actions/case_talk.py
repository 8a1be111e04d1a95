"""The talk about a person's case: questions asked one at a time, skippable, and remembered.

It lives in the slot `pending`. Nothing here holds an answer back: a question only comes with one.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from actions.options import chosen_option
from procedures_db.answers import SKIPPED, Choice, Personal
from procedures_db.content import CaseQuestion, ProcedureContent
from procedures_db.facts.cases import answer_meant, answers_in, known_answers, next_question
from procedures_db.facts.papers import papers_had
from procedures_db.search.text import normalise
from procedures_db.terms import Facet

_SKIPS = re.compile(
    r"(?:thoi )?(?:bo qua|skip|khong biet|khong ro|chua biet|khong tra loi)\b.{0,12}"
)
_NUMBER = re.compile(r"(?:(?:so|cai|chon|muc|cau|dap an|truong hop|thu) )*([1-9])(?: \D{1,8})?")
_LONGEST_REPLY = 12
_CERTAINLY_REPLY = 4
"""A message of so few words is the reply to the question, whatever else it may mean."""


@dataclass(frozen=True)
class CaseTalk:
    """What has been asked and told about the case in which one procedure is wanted."""

    procedure: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    question: str | None = None
    """The question that waits for its answer."""
    facets: tuple[Facet, ...] = ()
    """What was asked when the question was put."""

    @classmethod
    def from_slot(cls, data: object) -> Self:
        """Read what `to_slot` returned; anything else is no talk."""
        if not isinstance(data, Mapping) or not isinstance(data.get("procedure"), str):
            return cls()
        known = {facet.value for facet in Facet}
        answers = data.get("answers")
        return cls(
            procedure=data["procedure"],
            answers=dict(answers) if isinstance(answers, Mapping) else {},
            asked=tuple(data.get("asked") or ()),
            question=data.get("question"),
            facets=tuple(Facet(name) for name in data.get("facets") or () if name in known),
        )

    def to_slot(self) -> dict[str, Any] | None:
        """Return plain data, or None when there is nothing to remember."""
        if not (self.answers or self.asked):
            return None
        return {
            "procedure": self.procedure,
            "answers": dict(self.answers),
            "asked": list(self.asked),
            "question": self.question,
            "facets": [facet.value for facet in self.facets],
        }

    def go_on(
        self,
        content: ProcedureContent,
        facets: tuple[Facet, ...],
        *,
        text: str = "",
        answer: tuple[str, str] | None = None,
    ) -> "CaseTalk":
        """Return the talk after a turn about `content`, with the next question if one is due.

        `text` is what the citizen wrote, `answer` what she answered to a question.
        """
        before = self if self.procedure == content.code else CaseTalk(content.code)
        told = {**before.answers, **answers_in(content, text)}
        asked = before.asked
        if answer:
            told |= {answer[0]: answer[1]}
            asked = tuple(dict.fromkeys([*asked, answer[0]]))
        told = known_answers(content, told)
        question = next_question(content, told, asked) if Facet.DOCUMENTS in facets else None
        return CaseTalk(
            procedure=content.code,
            answers=told,
            asked=(*asked, question.key) if question else asked,
            question=question.key if question else None,
            facets=facets,
        )

    def personal(
        self, content: ProcedureContent, text: str, name_of: Callable[[str], str | None]
    ) -> Personal:
        """Return what the answer is to know of the person."""
        return Personal(self.answers, papers_had(text), self.open_in(content), name_of)

    def open_in(self, content: ProcedureContent) -> CaseQuestion | None:
        """Return the question that waits, if the procedure still has it."""
        return next((one for one in content.questions if one.key == self.question), None)

    def closed(self) -> "CaseTalk":
        """Return the talk without a waiting question: another subject came up."""
        return replace(self, question=None)

    def reply_of(self, question: CaseQuestion, text: str, *, elsewhere: bool) -> Choice | None:
        """Return what a message chooses as the reply to the waiting question, or None.

        `elsewhere` says that the search is sure of another procedure.
        """
        option = _option_meant(question, text, elsewhere=elsewhere)
        if option is None or self.procedure is None:
            return None
        return Choice(self.procedure, self.facets, (question.key, option))


NO_TALK = CaseTalk()


def _option_meant(question: CaseQuestion, text: str, *, elsewhere: bool) -> str | None:
    said = normalise(text)
    if _SKIPS.fullmatch(said):
        return SKIPPED
    length = len(said.split())
    keys = [option.key for option in question.options] + [SKIPPED]
    number = _NUMBER.fullmatch(said)
    if number:
        place = int(number[1]) - 1
        return keys[place] if place < len(keys) else None
    if length > _LONGEST_REPLY or (elsewhere and length > _CERTAINLY_REPLY):
        return None
    meant = answer_meant(question, text)
    if meant is None and length <= _CERTAINLY_REPLY:
        at = chosen_option(text, len(question.options))
        meant = None if at is None else keys[at]
    return meant

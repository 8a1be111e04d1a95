"""One turn of the conversation: link, decide, read the rows, build the answer."""

from collections.abc import Callable, Sequence
from datetime import date

from actions.dialogue import AnswerProcedure, AskBack, AskTopic, Decision, NothingFound, Say, decide
from actions.turn import Context, Turn
from procedures_db import answers
from procedures_db.answers import Reply
from procedures_db.answers.contract import CandidateRef
from procedures_db.content import ProcedureContent
from procedures_db.errors import NotFoundError
from procedures_db.premises import Premise, Strength, find_premise, premises
from procedures_db.read import ProcedureReader
from procedures_db.search.linker import Candidate, Linker


class Assistant:
    """Answers turns; holds the search index and the reader, so one per process."""

    def __init__(self, linker: Linker, reader: ProcedureReader, today: Callable[[], date]) -> None:
        self.linker = linker
        self._reader = reader
        self._today = today
        premises()  # read the table now, not in the first question

    def respond(self, turn: Turn, context: Context) -> tuple[Reply, Context]:
        """Return the reply to a turn and what the conversation remembers after it."""
        linked = self.linker.link(turn.text)
        premise = None if turn.choice else find_premise(turn.text)
        if premise and premise.strength is Strength.REPLACES:
            return self._correct(premise, turn, context, linked.candidates)
        reply, after = self._carry_out(decide(turn, context, linked), context, linked.candidates)
        if premise and reply["procedure"]:
            reply["text"] = f"{premise.text}\n\n{reply['text']}"
        return reply, after

    def _correct(
        self, premise: Premise, turn: Turn, context: Context, candidates: Sequence[Candidate]
    ) -> tuple[Reply, Context]:
        named = [(code, self.linker.name_of(code)) for code in premise.codes]
        helping: list[CandidateRef] = [
            {"code": code, "name": name, "score": 1.0} for code, name in named if name
        ]
        offered = tuple(one["code"] for one in helping)
        others = [ref for ref in _refs(candidates) if ref["code"] not in offered]
        reply = answers.correct(premise.text, [*helping, *others][:5], turn.facets, len(helping))
        return reply, context.offering(offered, turn.facets)

    def _carry_out(
        self, decision: Decision, context: Context, candidates: Sequence[Candidate]
    ) -> tuple[Reply, Context]:
        refs = _refs(candidates)
        match decision:
            case AnswerProcedure(code, facets):
                try:
                    facts = self._reader.get(code)
                except NotFoundError:
                    return answers.non_answer("unknown_choice", refs), context
                reply = answers.answer(facts, facets, _first(refs, facts.content), self._today())
                return reply, context.about(code, facets)
            case AskBack(shown, facets):
                offered = tuple(one.code for one in candidates[:shown])
                return answers.ask_back(refs, facets, shown), context.offering(offered, facets)
            case NothingFound(shown, facets):
                offered = tuple(one.code for one in candidates[:shown])
                return answers.not_in_data(refs, facets, shown), context.offering(offered, facets)
            case AskTopic():
                return answers.ask_topic(refs), context
            case Say(kind):
                return answers.non_answer(kind, refs), context


def _refs(candidates: Sequence[Candidate]) -> list[CandidateRef]:
    return [
        {"code": one.code, "name": one.name, "score": round(one.score, 4)} for one in candidates
    ]


def _first(refs: list[CandidateRef], answered: ProcedureContent) -> list[CandidateRef]:
    """Put the answered procedure first: it was chosen by tapping or by the conversation."""
    if refs and refs[0]["code"] == answered.code:
        return refs
    chosen: CandidateRef = {"code": answered.code, "name": answered.name, "score": 1.0}
    return [chosen, *(ref for ref in refs if ref["code"] != answered.code)][:5]

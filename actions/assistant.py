"""One turn of the conversation: link, decide, read the rows, build the answer."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from actions.bare import is_bare
from actions.case_talk import CaseTalk
from actions.desks import desks_for
from actions.dialogue import (
    ANSWER_AT,
    AnswerProcedure,
    AskBack,
    AskTopic,
    Decision,
    NothingFound,
    Say,
    asks_bare_fact,
    decide,
)
from actions.having import missing_papers_of
from actions.several import Several
from actions.topic import link_topic
from actions.turn import OUTSIDE_INTENTS, Context, Turn
from procedures_db import answers
from procedures_db.answers import Choice, Reply
from procedures_db.answers.contract import CandidateRef
from procedures_db.content import CaseQuestion, ProcedureContent
from procedures_db.emergencies import is_emergency
from procedures_db.errors import NotFoundError
from procedures_db.facts.rule_store import RuleReader
from procedures_db.facts.situation import Situation
from procedures_db.language.case import case_reader
from procedures_db.life_events import life_events
from procedures_db.offices.asking import asks_hours, facets_of_hours
from procedures_db.offices.finder import OfficeFinder
from procedures_db.premises import Premise, Strength, find_premise, premises
from procedures_db.read import ProcedureReader
from procedures_db.search.linker import Candidate, Linker


class Assistant:
    """Answers turns; holds the search index and the reader, so one per process."""

    def __init__(
        self,
        linker: Linker,
        reader: ProcedureReader,
        today: Callable[[], date],
        rules: RuleReader | None = None,
        offices: OfficeFinder | None = None,
    ) -> None:
        self.linker = linker
        self._rules = rules
        self._offices = offices
        self._reader = reader
        self._today = today
        premises()  # read the tables now, not in the first question
        life_events()
        self._cases = case_reader()
        self._several = Several(linker, reader)

    def respond(self, turn: Turn, context: Context) -> tuple[Reply, Context]:
        """Return the reply to a turn and what the conversation remembers after it."""
        tapped = turn.choice is not None
        said = Situation()  # a tapped button's words are our own
        if tapped:
            linked = self.linker.link(turn.text)
        else:
            case = self._cases.read(turn.text)
            linked = link_topic(self.linker, turn.text, case.places)
            if not turn.broken_choice:
                said = Situation.from_case(case)
            turn = replace(
                turn,
                bare=is_bare(turn.text, case.places),
                has_place=bool(case.places),
                urgent=is_emergency(turn.text),
            )
            if asks_hours(turn.text):
                turn = replace(turn, facets=facets_of_hours(turn.text, turn.facets))
            turn = replace(turn, choice=self._written_choice(turn, context, linked.candidates))
        premise = None if turn.choice or turn.urgent else find_premise(turn.text)
        if premise and premise.strength is Strength.REPLACES:
            return self._correct(premise, turn, context, linked.candidates)
        decision = decide(turn, context, linked)
        follows = turn.bare and context.procedure_code is not None
        may_be_several = not isinstance(decision, Say) or decision.kind in OUTSIDE_INTENTS
        if may_be_several and not follows:
            several = self._several.answer(turn, _refs(linked.candidates), self._today())
            if several and several["procedure"]:
                return several, context.about(several["procedure"]["code"], turn.facets)
        typed = replace(turn, text="") if tapped else turn
        reply, after = self._carry_out(decision, context, linked.candidates, typed, said)
        if not tapped and isinstance(decision, AnswerProcedure):
            other = self._several.second_wish(turn.text, decision.code)
            reply = answers.with_other(reply, _refs([other])[0], turn.facets) if other else reply
        if premise and reply["procedure"]:
            reply = answers.with_notices(reply, [premise.text])
        return reply, after

    def _written_choice(
        self, turn: Turn, context: Context, candidates: Sequence[Candidate]
    ) -> Choice | None:
        """Return what a message chooses as a button would, or None when it chooses nothing."""
        talk = context.talk
        if talk.procedure and talk.question and not context.offered and not asks_bare_fact(turn):
            first = candidates[0] if candidates else None
            elsewhere = bool(first and first.code != talk.procedure and first.score >= ANSWER_AT)
            question = self._open_question(talk)
            reply = question and talk.reply_of(question, turn.text, elsewhere=elsewhere)
            if reply:
                return reply
        return missing_papers_of(turn.text, context.procedure_code, candidates, self._reader)

    def _open_question(self, talk: CaseTalk) -> CaseQuestion | None:
        try:
            return talk.open_in(self._reader.get(str(talk.procedure)).content)
        except NotFoundError:
            return None

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
        self,
        decision: Decision,
        context: Context,
        candidates: Sequence[Candidate],
        turn: Turn,
        said: Situation,
    ) -> tuple[Reply, Context]:
        refs = _refs(candidates)
        match decision:
            case AnswerProcedure(code, facets):
                try:
                    facts = self._reader.get(code)
                except NotFoundError:
                    return answers.non_answer("unknown_choice", refs), context
                situation = context.situation_for(code, said)
                first = _first(refs, facts.content)
                answer = turn.choice.answer if turn.choice else None
                here = _at_home(situation, turn)
                talk = context.talk.go_on(facts.content, facets, text=turn.text, answer=answer)
                reply = answers.answer(
                    facts,
                    facets,
                    first,
                    self._today(),
                    situation=here,
                    rules=self._rules.all() if self._rules else (),
                    personal=talk.personal(facts.content, turn.text, self.linker.name_of),
                    desks=desks_for(self._offices, facts.content, facets, here, turn),
                )
                return reply, replace(context.about(code, facets, situation), talk=talk)
            case AskBack(shown, facets):
                offered = tuple(one.code for one in candidates[:shown])
                return answers.ask_back(refs, facets, shown), context.offering(
                    offered, facets, said
                )
            case NothingFound(shown, facets):
                offered = tuple(one.code for one in candidates[:shown])
                reply = answers.not_in_data(refs, facets, shown)
                return reply, context.offering(offered, facets, said)
            case AskTopic():
                return answers.ask_topic(refs), context
            case Say(kind):
                return answers.non_answer(kind, refs), context


def _at_home(situation: Situation, turn: Turn) -> Situation:
    """Return the case with the place the page was set to, unless the person named another."""
    province, commune = turn.residence
    if situation.province or not province:
        return situation
    return replace(situation, province=province, commune=commune)


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

"""Decide what a turn gets: an answer, a question back, or something said without facts.

Plain functions over what the model understood and what the linker found; no database here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.options import chosen_option
from actions.turn import OUTSIDE_INTENTS, Context, Turn
from procedures_db.search.linker import Candidate, Linked
from procedures_db.terms import Facet

ANSWER_AT = 0.73
"""Probability of the first candidate from which it is answered without asking back."""
OFFER_AT = 0.04
"""Least probability of a candidate that is offered when asking back."""
FIND_AT = 0.12
"""Below this nothing was found."""
MOST_OFFERED = 4
SHORT = 7
"""A message of so few words that asks for a fact most likely goes on with the topic."""
SURE_OF_INTENT = 0.5
URGENT_AT = 0.3
"""An emergency is better taken too seriously."""
CERTAIN = 0.95
"""From here a procedure that the search found outweighs what the model thinks."""
LEAST_OUTSIDE = 0.02
"""The model is never taken to be surer than this that a message is about a procedure."""

# Messages that may name a procedure and still do not ask for its facts.
_STANDING = frozenset({"dossier_status", "legal_advice", "ask_personal_data"})


@dataclass(frozen=True)
class AnswerProcedure:
    """Answer these facets of this procedure."""

    code: str
    facets: tuple[Facet, ...]


@dataclass(frozen=True)
class AskBack:
    """Ask which of the first `shown` candidates is meant."""

    shown: int
    facets: tuple[Facet, ...]


@dataclass(frozen=True)
class AskTopic:
    """Ask what the citizen wants to do."""


@dataclass(frozen=True)
class NothingFound:
    """Say that no procedure fits, with the nearest."""

    shown: int
    facets: tuple[Facet, ...]


@dataclass(frozen=True)
class Say:
    """Say what is said for `kind`."""

    kind: str


Decision = AnswerProcedure | AskBack | AskTopic | NothingFound | Say


def decide(turn: Turn, context: Context, linked: Linked) -> Decision:
    """Return what this turn gets; `linked` is what the search found for its text."""
    if turn.broken_choice:
        return Say("unknown_choice")
    if turn.choice:
        return AnswerProcedure(turn.choice.code, turn.choice.facets)
    if turn.urgent or (turn.intent == "emergency" and turn.confidence >= URGENT_AT):
        return Say("emergency")
    known = turn.bare and context.procedure_code is not None
    if turn.intent in _STANDING and turn.confidence >= SURE_OF_INTENT and not known:
        return Say(turn.intent)
    candidates: Sequence[Candidate] = linked.candidates
    picked = _picked(turn, context, candidates)
    if picked:
        return AnswerProcedure(picked, turn.facets or context.facets)
    if turn.intent in ("affirm", "deny"):
        if turn.intent == "affirm" and len(context.offered) == 1:
            return AnswerProcedure(context.offered[0], context.facets)
        return Say(turn.intent)
    if turn.intent == "correct_topic":
        candidates = [one for one in candidates if one.code != context.procedure_code]
    elif _follows_up(turn, context, candidates):
        facets = turn.facets if _asks_facet(turn) or not turn.has_place else context.facets
        return AnswerProcedure(str(context.procedure_code), facets)
    elif asks_bare_fact(turn) and not _is_said_outside(turn):
        return AskTopic()  # "nộp ở đâu" names no procedure, however well it matches a question
    elif _is_outside(turn, linked):
        return Say(turn.intent if turn.intent in OUTSIDE_INTENTS else "out_of_scope")
    return _by_score(turn, candidates)


def _is_outside(turn: Turn, linked: Linked) -> bool:
    """Weigh what the model and the search say, as independent evidence."""
    if linked.candidates and linked.candidates[0].score >= CERTAIN and linked.in_scope >= 0.5:
        return False
    by_model = min(max(turn.outside, LEAST_OUTSIDE), 1 - LEAST_OUTSIDE)
    by_search = 1 - linked.in_scope
    return by_model * by_search > (1 - by_model) * (1 - by_search)


def _is_said_outside(turn: Turn) -> bool:
    return turn.intent in OUTSIDE_INTENTS and turn.confidence >= SURE_OF_INTENT


def _by_score(turn: Turn, candidates: Sequence[Candidate]) -> Decision:
    sure = bool(candidates) and candidates[0].score >= ANSWER_AT and not turn.bare
    if turn.intent == "follow_up" and turn.confidence >= SURE_OF_INTENT and not sure:
        return AskTopic()  # "nộp ở đâu" names no procedure, however well it matches a question
    if not candidates or candidates[0].score < FIND_AT:
        if turn.intent in ("follow_up", "choose_option", "correct_topic"):
            return AskTopic()
        return NothingFound(min(len(candidates), 3), turn.facets)
    if candidates[0].score >= ANSWER_AT:
        return AnswerProcedure(candidates[0].code, turn.facets)
    if turn.intent in ("follow_up", "choose_option") and turn.confidence >= SURE_OF_INTENT:
        return AskTopic()
    shown = sum(one.score >= OFFER_AT for one in candidates[:MOST_OFFERED])
    return AskBack(max(shown, 2), turn.facets)


def _picked(turn: Turn, context: Context, candidates: Sequence[Candidate]) -> str | None:
    if not context.offered:
        return None
    short = len(turn.text.split()) <= 6
    if turn.intent == "choose_option" or short:
        at = chosen_option(turn.text, len(context.offered))
        if at is not None:
            return context.offered[at]
    among = [one for one in candidates if one.code in context.offered]
    if among and among[0] is candidates[0] and turn.intent != "follow_up":
        return among[0].code
    return None


def _follows_up(turn: Turn, context: Context, candidates: Sequence[Candidate]) -> bool:
    if context.procedure_code is None:
        return False
    if turn.intent == "follow_up" and turn.confidence >= SURE_OF_INTENT:
        return True
    if turn.bare and (_asks_facet(turn) or turn.has_place):
        return True
    if _is_said_outside(turn):
        return False
    short = len(turn.text.split()) <= SHORT
    elsewhere = ANSWER_AT if short else ANSWER_AT / 2
    return _asks_facet(turn) and (not candidates or candidates[0].score < elsewhere)


def asks_bare_fact(turn: Turn) -> bool:
    """Return whether the turn asks for a fact and names no topic."""
    return turn.bare and _asks_facet(turn)


def _asks_facet(turn: Turn) -> bool:
    return bool(turn.facets) and Facet.OVERVIEW not in turn.facets

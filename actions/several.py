"""Messages about more than one procedure: life events, comparisons, two wishes at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from actions.turn import Turn
from procedures_db.answers import Reply
from procedures_db.answers.bundle import KnownStep, bundle_answer
from procedures_db.answers.comparison import comparison_answer
from procedures_db.answers.contract import CandidateRef
from procedures_db.errors import NotFoundError
from procedures_db.life_events import LifeEventBundle, find_life_event
from procedures_db.read import ProcedureFacts, ProcedureReader
from procedures_db.search.linker import Candidate, Linker
from procedures_db.search.sides import compared_sides, two_wishes, wordings
from procedures_db.search.text import normalise_name

SURE_COMPARED = 0.4
"""Probability of both sides from which they are compared when the question says so."""
SURE_WISH = 0.8
"""Probability of a second wish from which it is offered beside the answer to the first."""


class Several:
    """Answers what needs more than one procedure; None leaves the turn to the usual answer."""

    def __init__(self, linker: Linker, reader: ProcedureReader) -> None:
        self._linker = linker
        self._reader = reader

    def answer(self, turn: Turn, refs: Sequence[CandidateRef], today: date) -> Reply | None:
        """Return the answer about a life event or a comparison, where the message asks for one."""
        if turn.choice or turn.broken_choice:
            return None
        sides = self._compared(turn.text)
        if sides:
            return comparison_answer(sides, refs, today)
        bundle = find_life_event(turn.text)
        steps = self._steps(bundle) if bundle else []
        if bundle and steps:
            return bundle_answer(bundle, steps, turn.facets, refs, today)
        return None

    def second_wish(self, text: str, answered: str) -> Candidate | None:
        """Return another procedure that the same message asks for, when it clearly does."""
        wishes = two_wishes(text)
        if wishes is None:
            return None
        firsts = [self._first(wish) for wish in wishes]
        if any(first is None or first.score < SURE_WISH for first in firsts):
            return None
        codes = [first.code for first in firsts if first]
        if answered not in codes or len(set(codes)) != len(codes):
            return None
        return next(first for first in firsts if first and first.code != answered)

    def _first(self, text: str) -> Candidate | None:
        found = self._linker.link(text).candidates
        own = next((one for one in found if normalise_name(one.name) == text), None)
        if own:
            return replace(own, score=1.0)
        return found[0] if found else None

    def _best(self, texts: Sequence[str]) -> Candidate | None:
        found = [one for one in map(self._first, texts) if one]
        sure = next((one for one in found if one.score >= SURE_COMPARED), None)
        return sure or max(found, key=lambda one: one.score, default=None)

    def _compared(self, text: str) -> tuple[ProcedureFacts, ProcedureFacts] | None:
        sides = compared_sides(text)
        if sides is None:
            return None
        found = [self._best(texts) for texts in wordings(*sides)]
        first, second = found
        if not first or not second or first.code == second.code:
            return None
        if min(first.score, second.score) < SURE_COMPARED:
            return None
        try:
            return self._reader.get(first.code), self._reader.get(second.code)
        except NotFoundError:
            return None

    def _steps(self, bundle: LifeEventBundle) -> list[KnownStep]:
        """Return the steps whose procedures the database has."""
        known = []
        for step in bundle.steps:
            try:
                known.append(KnownStep(step, self._reader.get(step.code)))
            except NotFoundError:
                continue
        return known

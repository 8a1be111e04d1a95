"""Link a question to procedures over the live database."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session

from procedures_db.search.entries import (
    Source,
    entries_of,
    read_source,
    settled_of,
    with_questions_of,
)
from procedures_db.search.index import SearchIndex
from procedures_db.search.kept import keep_index, kept_index, procedures_key
from procedures_db.search.model import LinkerModel
from procedures_db.search.ranker import Scorer
from procedures_db.search.text import normalise
from procedures_db.search.vectors import Query
from procedures_db.store import catalogue_version

logger = logging.getLogger(__name__)

SHOWN = 5
SETTLED = 0.98
"""Probability of a procedure that a second person accepted for these very words."""


@dataclass(frozen=True)
class Candidate:
    """A procedure that a question may mean, with its probability among all."""

    code: str
    name: str
    score: float


@dataclass(frozen=True)
class Linked:
    """The most probable procedures, best first, and whether the question is about any."""

    candidates: tuple[Candidate, ...] = ()
    in_scope: float = 0.0


@dataclass(frozen=True)
class _State:
    version: int
    index: SearchIndex
    scorer: Scorer
    settled: dict[str, int]
    """Questions that staff settled, each with the place of its procedure."""
    procedures: str
    """Key of the texts that titles and pages were made of."""


class Linker:
    """Finds procedures for questions; safe to use from several threads.

    `refresh` builds a new index when the catalogue changed and swaps it in one step, so a
    question sees either the old catalogue or the new one; where only questions were added, only
    they are indexed anew. With `kept`, the built index is read
    from that file when it is of the same texts and model, else built and kept there.
    """

    def __init__(
        self, sessions: Callable[[], Session], model: LinkerModel, kept: Path | None = None
    ) -> None:
        self._sessions = sessions
        self._model = model
        self._kept = kept
        self._refreshing = threading.Lock()
        self._state, _ = self._build(None)

    @property
    def procedure_count(self) -> int:
        """How many procedures can be found."""
        return self._state.index.listed.count

    def name_of(self, code: str) -> str | None:
        """Return the name of a procedure, or None when it is unknown."""
        return self._state.scorer.name_of(code)

    def link(self, question: str) -> Linked:
        """Return what the question may mean."""
        text = normalise(question)
        state = self._state
        listed = state.index.listed
        if not text or not listed.count:
            return Linked()
        found = state.scorer.candidates(Query.of([text]))
        scores = self._model.ranker.probabilities(found)
        order = np.argsort(-scores, kind="stable")
        codes, names = listed.codes, listed.names
        ranked = tuple(
            Candidate(codes[found.owners[at]], names[found.owners[at]], float(scores[at]))
            for at in order[:SHOWN]
        )
        in_scope = self._model.scope.probability(found, scores)
        settled = state.settled.get(text)
        if settled is None:
            return Linked(ranked, in_scope)
        first = Candidate(codes[settled], names[settled], SETTLED)
        return Linked(_put_first(first, ranked), max(in_scope, SETTLED))

    def refresh(self) -> bool:
        """Take in what was published since; return whether anything was."""
        with self._refreshing:
            with self._sessions() as session:
                version = catalogue_version(session)
            if version == self._state.version:
                return False
            self._state, unkept = self._build(self._state)
            logger.info("search index rebuilt for catalogue version %d", version)
            if unkept and self._kept:
                keep_index(self._kept, unkept, self._model.weights, self._state.index)
            return True

    def _build(self, before: _State | None) -> tuple[_State, Source | None]:
        """Return the new state, and its source where its index is not on disk yet."""
        weights = self._model.weights
        with self._sessions() as session:
            version = catalogue_version(session)
            source = read_source(session)
        procedures = procedures_key(source)
        unkept = None
        if before and before.procedures == procedures:
            asked = with_questions_of(before.index.listed, source)
            index, unkept = before.index.with_questions(*asked, weights), source
        elif self._kept is None:
            index = SearchIndex.build(entries_of(source), weights)
        else:
            index = kept_index(self._kept, source, weights)
        scorer = Scorer(index, self._model.classifier)
        settled = settled_of(source, index.listed)
        return _State(version, index, scorer, settled, procedures), unkept


def _put_first(first: Candidate, ranked: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return the candidates with `first` before them; they share the probability it leaves."""
    others = [one for one in ranked if one.code != first.code]
    whole = sum(one.score for one in others)
    share = (1 - first.score) / whole if whole else 0.0
    rest = [replace(one, score=one.score * share) for one in others]
    return (first, *rest)[:SHOWN]

"""Link a question to procedures over the live database."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session

from procedures_db.search.entries import Listed, entries_of, read_source
from procedures_db.search.index import SearchIndex
from procedures_db.search.kept import kept_index
from procedures_db.search.model import LinkerModel
from procedures_db.search.ranker import Scorer
from procedures_db.search.text import normalise
from procedures_db.search.vectors import Query
from procedures_db.store import catalogue_version

logger = logging.getLogger(__name__)

SHOWN = 5


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
    listed: Listed
    scorer: Scorer


class Linker:
    """Finds procedures for questions; safe to use from several threads.

    `refresh` builds a new index when the catalogue changed and swaps it in one step, so a
    question sees either the old catalogue or the new one. With `kept`, the built index is read
    from that file when it is of the same texts and model, else built and kept there.
    """

    def __init__(
        self, sessions: Callable[[], Session], model: LinkerModel, kept: Path | None = None
    ) -> None:
        self._sessions = sessions
        self._model = model
        self._kept = kept
        self._refreshing = threading.Lock()
        self._state = self._build()

    @property
    def procedure_count(self) -> int:
        """How many procedures can be found."""
        return self._state.listed.count

    def name_of(self, code: str) -> str | None:
        """Return the name of a procedure, or None when it is unknown."""
        return self._state.scorer.name_of(code)

    def link(self, question: str) -> Linked:
        """Return what the question may mean."""
        text = normalise(question)
        state = self._state
        if not text or not state.listed.count:
            return Linked()
        found = state.scorer.candidates(Query.of([text]))
        scores = self._model.ranker.probabilities(found)
        order = np.argsort(-scores, kind="stable")
        codes, names = state.listed.codes, state.listed.names
        ranked = tuple(
            Candidate(codes[found.owners[at]], names[found.owners[at]], float(scores[at]))
            for at in order[:SHOWN]
        )
        return Linked(ranked, self._model.scope.probability(found, scores))

    def refresh(self) -> bool:
        """Take in what was published since; return whether anything was."""
        with self._refreshing:
            with self._sessions() as session:
                version = catalogue_version(session)
            if version == self._state.version:
                return False
            self._state = self._build()
            logger.info("search index rebuilt for catalogue version %d", version)
            return True

    def _build(self) -> _State:
        with self._sessions() as session:
            version = catalogue_version(session)
            source = read_source(session)
        if self._kept is None:
            index = SearchIndex.build(entries_of(source), self._model.weights)
        else:
            index = kept_index(self._kept, source, self._model.weights)
        return _State(version, index.listed, Scorer(index, self._model.classifier))

"""Search indexes over titles, written questions and page texts."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from procedures_db.search.entries import Entries, Floats, Texts
from procedures_db.search.memory import release_freed_memory
from procedures_db.search.vectors import (
    Grouping,
    Postings,
    Query,
    bm25,
    idf,
    letter_counts,
    shares,
    tfidf,
    unit_vector,
    word_counts,
)


@dataclass(frozen=True)
class Weights:
    """Inverse document frequencies, fixed when the linker is trained."""

    words: Floats
    letters: Floats

    @classmethod
    def of(cls, entries: Entries) -> "Weights":
        """Count over every title and question."""
        texts = entries.titles.texts + entries.questions.texts
        return cls(idf(word_counts(texts)), idf(letter_counts(texts)))


class TextIndex:
    """Scores procedures by their texts of one kind; what is not asked for is 0."""

    def __init__(
        self,
        texts: Texts,
        count: int,
        weights: Weights,
        *,
        letters: bool = False,
        coverage: bool = False,
        norms: bool = False,
    ) -> None:
        words = word_counts(texts.texts)
        self._words = Postings(bm25(words, weights.words))
        self._shares = Postings(shares(words, weights.words)) if coverage else None
        self._letters = None
        if letters:
            self._letters = Postings(tfidf(letter_counts(texts.texts), weights.letters))
        self._weights = weights
        self._groups = Grouping(texts, count)
        self._count = count
        self._norms = norms
        self.has_text = np.zeros(count, dtype=bool)
        self.has_text[self._groups.present] = True

    def word_scores(self, query: Query) -> Floats:
        """Return the share of the question's word weight that each procedure's best text holds."""
        columns = query.words.indices
        total = float(self._weights.words[columns].sum()) or 1.0
        return self._groups.best(self._words.scores(columns, _ones(columns))) / total

    def covered(self, query: Query) -> Floats:
        """Return how much of a procedure's text, at best, the question says."""
        if self._shares is None:
            return np.zeros(self._count, dtype=np.float32)
        columns = query.words.indices
        return self._groups.best(self._shares.scores(columns, _ones(columns)))

    def letter_scores(self, query: Query) -> tuple[Floats, Floats]:
        """Return the best cosine of each procedure's texts, and a norm over all of them."""
        zeros = np.zeros(self._count, dtype=np.float32)
        if self._letters is None:
            return zeros, zeros
        values = unit_vector(query.letters, self._weights.letters)
        scores = self._letters.scores(query.letters.indices, values)
        return self._groups.best(scores), self._groups.norm(scores) if self._norms else zeros


def _ones(columns: npt.NDArray[Any]) -> Floats:
    return np.ones(len(columns), dtype=np.float32)


@dataclass(frozen=True)
class SearchIndex:
    """Everything retrieval needs, immutable; built anew when the catalogue changes."""

    entries: Entries
    titles: TextIndex
    questions: TextIndex
    bodies: TextIndex

    @classmethod
    def build(cls, entries: Entries, weights: Weights) -> "SearchIndex":
        """Index all texts."""
        count = entries.count
        index = cls(
            entries,
            TextIndex(entries.titles, count, weights, letters=True, coverage=True),
            TextIndex(entries.questions, count, weights, letters=True, norms=True),
            TextIndex(entries.bodies, count, weights),
        )
        release_freed_memory()
        return index

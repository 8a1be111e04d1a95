"""Search indexes over titles, written questions and page texts."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from procedures_db.search.entries import Entries, Floats, Listed, Texts
from procedures_db.search.memory import release_freed_memory
from procedures_db.search.vectors import (
    Arrays,
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

    def __init__(self, arrays: Arrays, count: int, weights: Weights, *, norms: bool) -> None:
        self.arrays = arrays
        """Everything it holds beside `weights`, of the trained linker."""
        self._words = Postings(part(arrays, "words"))
        self._shares = _postings(arrays, "shares")
        self._letters = _postings(arrays, "letters")
        self._weights = weights
        self._groups = Grouping(arrays["owners"], count)
        self._count = count
        self._norms = norms
        self.has_text = np.zeros(count, dtype=bool)
        self.has_text[self._groups.present] = True

    @classmethod
    def of(
        cls,
        texts: Texts,
        count: int,
        weights: Weights,
        *,
        letters: bool = False,
        coverage: bool = False,
        norms: bool = False,
    ) -> "TextIndex":
        """Index the texts of `count` procedures."""
        words = word_counts(texts.texts)
        arrays = {"owners": texts.owners}
        arrays |= _named("words", Postings.of(bm25(words, weights.words)))
        if coverage:
            arrays |= _named("shares", Postings.of(shares(words, weights.words)))
        if letters:
            weighted = tfidf(letter_counts(texts.texts), weights.letters)
            arrays |= _named("letters", Postings.of(weighted))
        return cls(arrays, count, weights, norms=norms)

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


def part(arrays: Arrays, name: str) -> Arrays:
    """Return the arrays under `name`, with that taken off their names."""
    return {
        key.removeprefix(f"{name}."): array
        for key, array in arrays.items()
        if key.startswith(f"{name}.")
    }


def _named(name: str, postings: Postings) -> Arrays:
    return {f"{name}.{key}": array for key, array in postings.arrays.items()}


def _postings(arrays: Arrays, name: str) -> Postings | None:
    found = part(arrays, name)
    return Postings(found) if found else None


@dataclass(frozen=True)
class SearchIndex:
    """Everything retrieval needs, immutable; built anew when the catalogue changes."""

    listed: Listed
    titles: TextIndex
    questions: TextIndex
    bodies: TextIndex

    @classmethod
    def build(cls, entries: Entries, weights: Weights) -> "SearchIndex":
        """Index all texts."""
        count = entries.count
        index = cls(
            entries.listed,
            TextIndex.of(entries.titles, count, weights, letters=True, coverage=True),
            TextIndex.of(entries.questions, count, weights, letters=True, norms=True),
            TextIndex.of(entries.bodies, count, weights),
        )
        release_freed_memory()
        return index

    def with_questions(self, listed: Listed, questions: Texts, weights: Weights) -> "SearchIndex":
        """Return the index of the same procedures and pages with other questions."""
        asked = TextIndex.of(questions, listed.count, weights, letters=True, norms=True)
        return replace(self, listed=listed, questions=asked)

    @classmethod
    def restore(
        cls, arrays: Arrays, codes: list[str], names: list[str], weights: Weights
    ) -> "SearchIndex":
        """Return the index that gave `arrays`; raise KeyError when one is missing."""
        count = len(codes)
        return cls(
            Listed(codes, names, arrays["traits"], arrays["deeds"]),
            TextIndex(part(arrays, "titles"), count, weights, norms=False),
            TextIndex(part(arrays, "questions"), count, weights, norms=True),
            TextIndex(part(arrays, "bodies"), count, weights, norms=False),
        )

    @property
    def arrays(self) -> Arrays:
        """Everything in the index beside codes, names and the trained weights."""
        parts = {"titles": self.titles, "questions": self.questions, "bodies": self.bodies}
        return {
            "traits": self.listed.traits,
            "deeds": self.listed.deeds,
            **{
                f"{name}.{key}": array
                for name, one in parts.items()
                for key, array in one.arrays.items()
            },
        }

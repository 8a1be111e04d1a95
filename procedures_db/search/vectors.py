"""Turn folded texts into sparse vectors of words and letters, and search among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from murmurhash.mrmr import hash as term_hash  # type: ignore[import-untyped]

from procedures_db.search.entries import Floats, Ints, Texts

WORD_BUCKETS = 2**20
LETTER_BUCKETS = 2**20
_LETTERS = (2, 5)
_K1, _B = 1.2, 0.6  # BM25 (Robertson and Zaragoza 2009), b lowered for short texts

Sparse = sp.csr_matrix


def word_counts(texts: Sequence[str]) -> Sparse:
    """Return counts of words and word pairs, hashed."""
    return _counts(map(_word_terms, texts), WORD_BUCKETS)


def letter_counts(texts: Sequence[str]) -> Sparse:
    """Return counts of 2 to 5 letters inside words, hashed."""
    known: dict[str, list[int]] = {}

    def terms(text: str) -> list[int]:
        found: list[int] = []
        for word in text.split():
            if word not in known:
                known[word] = _letter_terms(f" {word} ")
            found += known[word]
        return found

    return _counts(map(terms, texts), LETTER_BUCKETS)


def _word_terms(text: str) -> list[int]:
    words = text.split()
    pairs = map(" ".join, pairwise(words))
    return [*map(term_hash, words), *map(term_hash, pairs)]


def _letter_terms(word: str) -> list[int]:
    """Return the hashes of a word's pieces; a word shorter than a piece is one piece, once."""
    size = len(word)
    longest = min(_LETTERS[1], size)
    pieces = [
        word[start : start + length]
        for length in range(_LETTERS[0], longest + 1)
        for start in range(size - length + 1)
    ]
    return list(map(term_hash, pieces))


def _counts(hashed: Iterable[list[int]], buckets: int) -> Sparse:
    rows = [np.array(terms, dtype=np.int64) for terms in hashed]
    indptr = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    indices = np.abs(np.concatenate([*rows, np.zeros(0, dtype=np.int64)])) % buckets
    ones = np.ones(len(indices), dtype=np.float32)
    counts = sp.csr_matrix((ones, indices.astype(np.int32), indptr), (len(rows), buckets))
    counts.sum_duplicates()
    return counts


def idf(counts: Sparse) -> Floats:
    """Return BM25's inverse document frequency of each column."""
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    total = counts.shape[0]
    return np.log1p((total - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)


def bm25(counts: Sparse, weights: Floats) -> Sparse:
    """Return BM25 term weights of each text, to be multiplied by a question's 0/1 vector."""
    length = np.asarray(counts.sum(axis=1)).ravel()
    mean = float(length.mean()) if length.size else 1.0
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    saturation = counts.data + _K1 * (1 - _B + _B * length[rows] / max(mean, 1.0))
    data = weights[counts.indices] * counts.data * (_K1 + 1) / saturation
    return sp.csr_matrix(
        (data.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape
    )


def shares(counts: Sparse, weights: Floats) -> Sparse:
    """Return each term's share of its text's whole weight; a text's shares sum to one."""
    data: npt.NDArray[Any] = weights[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    total = np.bincount(rows, data, minlength=counts.shape[0])
    data = data / np.maximum(total, 1e-9)[rows]
    return sp.csr_matrix(
        (data.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape
    )


def tfidf(counts: Sparse, weights: Floats) -> Sparse:
    """Return TF-IDF vectors of length one."""
    data: npt.NDArray[Any] = (1 + np.log(counts.data)) * weights[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    norms = np.sqrt(np.bincount(rows, data**2, minlength=counts.shape[0]))
    data = data / np.maximum(norms, 1e-9)[rows]
    return sp.csr_matrix(
        (data.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape
    )


def unit_vector(question: Sparse, weights: Floats) -> Floats:
    """Return the values of `tfidf` for one text, in the order of its columns."""
    data: npt.NDArray[Any] = (1 + np.log(question.data)) * weights[question.indices]
    norm = np.sqrt(np.square(data).sum(dtype=np.float64))
    return np.asarray(data / max(norm, 1e-9), dtype=np.float32)


@dataclass(frozen=True)
class Query:
    """A question as vectors over all columns."""

    words: Sparse
    letters: Sparse

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Query":
        """Vectorise folded texts."""
        return cls(word_counts(texts), letter_counts(texts))


class Postings:
    """Sparse texts stored by column, so that one question touches only its own columns."""

    def __init__(self, weights: Sparse) -> None:
        used, compact = np.unique(weights.indices, return_inverse=True)
        self._columns = used
        self._count = weights.shape[0]
        packed = sp.csr_matrix(
            (weights.data, compact.astype(np.int32), weights.indptr),
            shape=(weights.shape[0], max(len(used), 1)),
        )
        by_column = packed.tocsc()
        self._starts: list[int] = by_column.indptr.tolist()
        self._texts: npt.NDArray[np.int32] = by_column.indices.astype(np.int32, copy=False)
        self._weights: Floats = by_column.data

    def scores(self, columns: npt.NDArray[Any], values: Floats) -> Floats:
        """Return the dot product of one sparse question with every text."""
        place = np.searchsorted(self._columns, columns)
        place[place == len(self._columns)] = 0
        known = self._columns[place] == columns if len(self._columns) else place < 0
        starts = self._starts
        lists = [slice(starts[at], starts[at + 1]) for at in place[known].tolist()]
        if not lists:
            return np.zeros(self._count, dtype=np.float32)
        touched = sp.csc_matrix(
            (
                np.concatenate([self._weights[one] for one in lists]),
                np.concatenate([self._texts[one] for one in lists]),
                np.cumsum([0, *(one.stop - one.start for one in lists)]),
            ),
            shape=(self._count, len(lists)),
        )
        return np.asarray(touched @ values[known])


class Grouping:
    """Reduces scores of texts to scores of the procedures that own them."""

    def __init__(self, texts: Texts, count: int) -> None:
        owners: Ints = texts.owners
        self._count = count
        self._starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self.present = owners[self._starts]

    def best(self, scores: Floats) -> Floats:
        """Return each procedure's best score; 0 where it has no text."""
        result = np.zeros(self._count, dtype=np.float32)
        if len(self.present):
            result[self.present] = np.maximum.reduceat(scores, self._starts)
        return result

    def norm(self, scores: Floats) -> Floats:
        """Return the 8-norm of each procedure's scores; 0 where it has no text.

        A high norm: several near texts count a little more than one. Three squarings and three
        roots are twenty times faster than powers.
        """
        result = np.zeros(self._count, dtype=np.float32)
        if len(self.present):
            fourth = np.square(np.square(scores))
            sums = np.add.reduceat(np.square(fourth), self._starts)
            result[self.present] = np.sqrt(np.sqrt(np.sqrt(sums)))
        return result

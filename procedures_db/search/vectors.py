"""Turn folded texts into sparse vectors of words and letters, and search among them."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from murmurhash.mrmr import hash as term_hash  # type: ignore[import-untyped]

from procedures_db.search.deeds import Deeds, deeds_of_all
from procedures_db.search.entries import Floats, Ints

WORD_BUCKETS = 2**20
LETTER_BUCKETS = 2**20
_LETTERS = (2, 5)
_COMMON = 0.25
_PARTS = 64
_K1, _B = 1.2, 0.6  # BM25 (Robertson and Zaragoza 2009), b lowered for short texts

Sparse = sp.csr_matrix
Arrays = dict[str, npt.NDArray[Any]]


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
    found, ends = array("i"), [0]  # one growing buffer: many small ones are not given back
    for terms in hashed:
        found.extend(terms)
        ends.append(len(found))
    indices = np.abs(np.frombuffer(found, dtype=np.int32).astype(np.int64)) % buckets
    ones = np.ones(len(indices), dtype=np.float32)
    counts = sp.csr_matrix((ones, indices.astype(np.int32), ends), (len(ends) - 1, buckets))
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
    deeds: Deeds

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Query":
        """Vectorise folded texts."""
        return cls(word_counts(texts), letter_counts(texts), deeds_of_all(texts))


class Postings:
    """Sparse texts stored by column, so that one question touches only its own columns.

    Columns that a quarter of the texts have are stored in full: they take no more room and are
    added several times faster.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        """Everything it holds; `Postings(postings.arrays)` gives the same scores."""
        self._count = int(arrays["count"][0])
        self._common: Ints = arrays["common"]
        self._full: Floats = arrays["full"]
        self._rare: Ints = arrays["rare"]
        self._starts: list[int] = arrays["starts"].tolist()
        self._texts: npt.NDArray[np.int32] = arrays["texts"]
        self._weights: Floats = arrays["weights"]

    @classmethod
    def of(cls, weights: Sparse) -> "Postings":
        """Turn one row of weights per text into columns."""
        by_column = weights.tocsc()
        sizes = np.diff(by_column.indptr)
        common = np.flatnonzero(sizes > _COMMON * weights.shape[0])
        rare = np.flatnonzero((sizes > 0) & (sizes <= _COMMON * weights.shape[0]))
        kept = by_column[:, rare]
        return cls(
            {
                "count": np.array([weights.shape[0]]),
                "common": common,
                "full": by_column[:, common].T.toarray(),
                "rare": rare,
                "starts": kept.indptr,
                "texts": kept.indices,
                "weights": kept.data,
            }
        )

    def scores(self, columns: npt.NDArray[Any], values: Floats) -> Floats:
        """Return the dot product of one sparse question with every text."""
        total = self._rare_scores(*_found(columns, values, self._rare))
        place, amounts = _found(columns, values, self._common)
        for at, value in zip(place.tolist(), amounts, strict=True):
            total += value * self._full[at]
        return total

    def _rare_scores(self, place: Ints, values: Floats) -> Floats:
        starts = self._starts
        lists = [slice(starts[at], starts[at + 1]) for at in place.tolist()]
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
        return np.asarray(touched @ values)


def _found(columns: npt.NDArray[Any], values: Floats, among: Ints) -> tuple[Ints, Floats]:
    """Return the places in `among` of those `columns` that it has, with their values."""
    if not len(among):
        return np.zeros(0, dtype=np.int64), values[:0]
    place = np.searchsorted(among, columns)
    place[place == len(among)] = 0
    known = among[place] == columns
    return place[known], values[known]


class Grouping:
    """Reduces scores of texts to scores of the procedures that own them."""

    def __init__(self, owners: Ints, count: int) -> None:
        self._count = count
        self._starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self.present = owners[self._starts]
        # Reducing is slow for many groups, and most groups of titles and pages hold one text.
        sizes = np.diff(self._starts, append=len(owners))
        self._several = np.repeat(sizes > 1, sizes)
        self._sharing = self.present[sizes > 1]
        self._borders = np.cumsum(sizes[sizes > 1]) - sizes[sizes > 1]

    def best(self, scores: Floats) -> Floats:
        """Return each procedure's best score; 0 where it has no text."""
        result = np.zeros(self._count, dtype=np.float32)
        result[self.present] = scores[self._starts]
        if len(self._sharing):
            result[self._sharing] = np.maximum.reduceat(scores[self._several], self._borders)
        return result

    def norm(self, scores: Floats) -> Floats:
        """Return the 8-norm of each procedure's scores; 0 where it has no text.

        A high norm: several near texts count a little more than one. Three squarings and three
        roots are many times faster than powers.
        """
        result = np.zeros(self._count, dtype=np.float32)
        result[self.present] = scores[self._starts]
        if len(self._sharing):
            eighth = np.square(np.square(np.square(scores[self._several])))
            sums = np.add.reduceat(eighth, self._borders)
            result[self._sharing] = np.sqrt(np.sqrt(np.sqrt(sums)))
        return result


def top(scores: Floats, count: int) -> Ints:
    """Return the positions of the `count` highest scores, in no order; all when there are fewer.

    Of equal scores the first count. Much faster than a partition of them all: the `count`-th
    highest of the maxima of parts is a floor that few scores exceed.
    """
    width = len(scores) // _PARTS
    if width < count:
        return np.argsort(-scores, kind="stable")[:count]
    maxima = scores[: width * _PARTS].reshape(_PARTS, width).max(axis=0)
    floor = np.partition(maxima, width - count)[width - count]
    above = np.flatnonzero(scores > floor)
    if len(above) < count:
        equal = np.flatnonzero(scores == floor)
        return np.concatenate([above, equal[: count - len(above)]])
    return above[np.argsort(-scores[above], kind="stable")[:count]]

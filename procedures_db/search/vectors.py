"""Turn folded texts into sparse vectors of words and letters, and search among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.feature_extraction.text import HashingVectorizer

from procedures_db.search.entries import Floats, Ints, Texts

WORD_BUCKETS = 2**20
LETTER_BUCKETS = 2**20
_K1, _B = 1.2, 0.6  # BM25 (Robertson and Zaragoza 2009), b lowered for short texts

Sparse = sp.csr_matrix


def word_counts(texts: Sequence[str]) -> Sparse:
    """Return counts of words and word pairs, hashed."""
    return _hashed(texts, analyzer="word", token_pattern=r"\S+", ngram_range=(1, 2))


def letter_counts(texts: Sequence[str]) -> Sparse:
    """Return counts of 2 to 5 letters inside words, hashed."""
    return _hashed(texts, analyzer="char_wb", ngram_range=(2, 5))


def _hashed(texts: Sequence[str], **how: Any) -> Sparse:
    buckets = WORD_BUCKETS if how["analyzer"] == "word" else LETTER_BUCKETS
    vectorizer = HashingVectorizer(
        n_features=buckets, alternate_sign=False, norm=None, lowercase=False, dtype=np.float32, **how
    )
    return sp.csr_matrix(vectorizer.transform(list(texts)))


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
            (weights.data, compact, weights.indptr), shape=(weights.shape[0], max(len(used), 1))
        )
        self._by_column = packed.T.tocsr()

    def scores(self, columns: npt.NDArray[Any], values: Floats) -> Floats:
        """Return the dot product of one sparse question with every text."""
        if not len(self._columns) or not len(columns):
            return np.zeros(self._count, dtype=np.float32)
        place = np.searchsorted(self._columns, columns)
        place[place == len(self._columns)] = 0
        known = self._columns[place] == columns
        question = sp.csr_matrix(
            (values[known], place[known], [0, int(known.sum())]),
            shape=(1, self._by_column.shape[0]),
        )
        found = question @ self._by_column
        result = np.zeros(self._count, dtype=np.float32)
        result[found.indices] = found.data
        return result


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

    def norm(self, scores: Floats, power: int) -> Floats:
        """Return the p-norm of each procedure's scores; 0 where it has no text."""
        result = np.zeros(self._count, dtype=np.float32)
        if len(self.present):
            sums = np.add.reduceat(scores**power, self._starts)
            result[self.present] = sums ** (1 / power)
        return result

"""A linear classifier from question to procedure, for procedures that have written questions.

Linear SVMs, one against the rest: right about as often as multinomial logistic regression here
and eight times faster to fit. Weights are kept by column in half precision: a question touches a
few hundred columns, so all procedures are scored in a fraction of a millisecond.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from joblib import Parallel, delayed
from sklearn.svm import LinearSVC

from procedures_db.search.entries import Floats, Ints
from procedures_db.search.vectors import Query, Sparse

_NEAR = 1_500
_BY_CHANCE = 300
_ENOUGH_OWN = 6
_CHUNKS = 16

ABSENT = np.float32(-1.5)
"""Score of a procedure the classifier does not know."""


@dataclass(frozen=True)
class Classifier:
    """Fitted weights; `classes` are positions in `Entries.codes` when it was fitted."""

    word_columns: Ints
    letter_columns: Ints
    word_weights: npt.NDArray[np.float16]
    letter_weights: npt.NDArray[np.float16]
    word_idf: Floats
    letter_idf: Floats
    intercept: Floats
    codes: list[str]

    def scores(self, query: Query) -> Floats:
        """Return the decision value of each class for one question."""
        total = self.intercept.copy()
        for counts, columns, idf, weights in (
            (query.words, self.word_columns, self.word_idf, self.word_weights),
            (query.letters, self.letter_columns, self.letter_idf, self.letter_weights),
        ):
            place, values = _known(counts, columns, idf)
            if len(place):
                total += values @ weights[place].astype(np.float32)
        return total


def fit_classifier(
    texts: list[str], meanings: list[tuple[str, ...]], *, cost: float = 0.5, jobs: int = 2
) -> Classifier:
    """Fit on folded questions; `meanings[i]` are the procedures question i means, best first.

    Each procedure is told apart from the questions most like its own and some others by chance:
    the far ones would not change a support vector machine, and leaving them out makes fitting
    ten times faster. A question that also means another procedure is not held against that one.
    """
    query = Query.of(texts)
    word_columns, word_idf, words = _selected(query.words, 1)
    letter_columns, letter_idf, letters = _selected(query.letters, 2)
    features = sp.hstack([words, letters]).tocsr()
    codes = sorted({code for meaning in meanings for code in meaning})
    marks = [_marks(code, meanings) for code in codes]
    fitted = Parallel(n_jobs=jobs)(
        delayed(_fit_chunk)(features, marks[start::_CHUNKS], cost)
        for start in range(min(_CHUNKS, len(codes)))
    )
    order = [at for start in range(_CHUNKS) for at in range(start, len(codes), _CHUNKS)]
    weights = np.vstack([part[0] for part in fitted]).T.astype(np.float16)
    return Classifier(
        word_columns,
        letter_columns,
        np.ascontiguousarray(weights[: len(word_columns)]),
        np.ascontiguousarray(weights[len(word_columns) :]),
        word_idf,
        letter_idf,
        np.concatenate([part[1] for part in fitted]).astype(np.float32),
        [codes[at] for at in order],
    )


def _marks(code: str, meanings: list[tuple[str, ...]]) -> npt.NDArray[np.int8]:
    """Return 1 for the procedure's own questions, 0 for those it shares, -1 for the others."""
    marks = np.array([(code in meaning) - 1 for meaning in meanings], dtype=np.int8)
    own = [meaning[0] == code for meaning in meanings]
    marks[own if sum(own) >= _ENOUGH_OWN else marks == 0] = 1
    return marks


def _fit_chunk(
    features: Sparse, marks: list[npt.NDArray[np.int8]], cost: float
) -> tuple[Floats, Floats]:
    coefficients, intercepts = [], []
    for number, mark in enumerate(marks):
        rows = _own_and_near(features, mark, number)
        model = LinearSVC(C=cost, random_state=0).fit(features[rows], mark[rows])
        coefficients.append(model.coef_[0].astype(np.float32))
        intercepts.append(model.intercept_[0])
    return np.array(coefficients), np.array(intercepts, dtype=np.float32)


def _own_and_near(features: Sparse, mark: npt.NDArray[np.int8], seed: int) -> Ints:
    own, others = np.flatnonzero(mark == 1), np.flatnonzero(mark == -1)
    if len(others) > _NEAR + _BY_CHANCE:
        likeness = (features @ np.asarray(features[own].sum(axis=0)).ravel())[others]
        near = others[np.argpartition(-likeness, _NEAR)[:_NEAR]]
        chance = np.random.default_rng(seed).choice(others, _BY_CHANCE, replace=False)
        others = np.union1d(near, chance)
    return np.concatenate([own, others])


def _selected(counts: Sparse, at_least: int) -> tuple[Ints, Floats, Sparse]:
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    columns = np.flatnonzero(frequency >= at_least)
    idf = (np.log((1 + counts.shape[0]) / (1 + frequency[columns])) + 1).astype(np.float32)
    rows = []
    for index in range(counts.shape[0]):
        place, values = _known(counts[index], columns, idf)
        rows.append((place, values))
    indptr = np.concatenate([[0], np.cumsum([len(place) for place, _ in rows])])
    data = np.concatenate([values for _, values in rows])
    indices = np.concatenate([place for place, _ in rows])
    return columns, idf, sp.csr_matrix((data, indices, indptr), (len(rows), len(columns)))


def _known(counts: Sparse, columns: Ints, idf: Floats) -> tuple[Ints, Floats]:
    place = np.searchsorted(columns, counts.indices)
    place[place == len(columns)] = 0
    known = columns[place] == counts.indices
    place = place[known]
    values = (1 + np.log(counts.data[known])) * idf[place]
    norm = float(np.sqrt(values @ values)) or 1.0
    return place, (values / norm).astype(np.float32)

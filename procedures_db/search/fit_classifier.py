"""Fit the linear classifier: one support vector machine per procedure, against the rest."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from joblib import Parallel, delayed
from sklearn.svm import LinearSVC

from procedures_db.search.classifier import Classifier
from procedures_db.search.entries import Floats, Ints
from procedures_db.search.vectors import Query, Sparse

_NEAR = 1_500
_BY_CHANCE = 300
_ENOUGH_OWN = 6
_CHUNK = 64


@dataclass(frozen=True)
class _Task:
    """What one procedure is learnt from: its own questions, and those not to hold against it."""

    own: Ints
    shared: Ints
    seed: int


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
    codes, tasks = _tasks(meanings)
    chunks = [tasks[start : start + _CHUNK] for start in range(0, len(tasks), _CHUNK)]
    fitted = Parallel(n_jobs=jobs)(delayed(_fit_chunk)(features, chunk, cost) for chunk in chunks)
    return Classifier(
        word_columns,
        letter_columns,
        word_idf,
        letter_idf,
        sp.vstack([weights for weights, _ in fitted]).T.tocsr(),
        np.concatenate([intercept for _, intercept in fitted]),
        codes,
    )


def _tasks(meanings: list[tuple[str, ...]]) -> tuple[list[str], list[_Task]]:
    own: dict[str, list[int]] = {}
    named: dict[str, list[int]] = {}
    for row, meaning in enumerate(meanings):
        own.setdefault(meaning[0], []).append(row)
        for code in meaning:
            named.setdefault(code, []).append(row)
    codes = sorted(named)
    tasks = []
    for seed, code in enumerate(codes):
        rows = own.get(code, [])
        if len(rows) < _ENOUGH_OWN:
            rows = named[code]
        tasks.append(_Task(np.array(rows), np.setdiff1d(named[code], rows), seed))
    return codes, tasks


def _fit_chunk(features: Sparse, tasks: list[_Task], cost: float) -> tuple[Sparse, Floats]:
    coefficients, intercepts = [], []
    for task in tasks:
        rows = _own_and_near(features, task)
        model = LinearSVC(C=cost, random_state=0).fit(features[rows], np.isin(rows, task.own))
        coefficients.append(sp.csr_matrix(model.coef_.astype(np.float32)))
        intercepts.append(model.intercept_[0])
    return sp.vstack(coefficients).tocsr(), np.array(intercepts, dtype=np.float32)


def _own_and_near(features: Sparse, task: _Task) -> Ints:
    others = np.ones(features.shape[0], dtype=bool)
    others[task.own] = others[task.shared] = False
    rows = np.flatnonzero(others)
    if len(rows) > _NEAR + _BY_CHANCE:
        likeness = (features @ np.asarray(features[task.own].sum(axis=0)).ravel())[rows]
        near = rows[np.argpartition(-likeness, _NEAR)[:_NEAR]]
        chance = np.random.default_rng(task.seed).choice(rows, _BY_CHANCE, replace=False)
        rows = np.union1d(near, chance)
    return np.concatenate([task.own, rows])


def _selected(counts: Sparse, at_least: int) -> tuple[Ints, Floats, Sparse]:
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    columns = np.flatnonzero(frequency >= at_least)
    idf = (np.log((1 + counts.shape[0]) / (1 + frequency[columns])) + 1).astype(np.float32)
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    known = frequency[counts.indices] >= at_least
    rows, used, data = rows[known], counts.indices[known], counts.data[known]
    place = np.searchsorted(columns, used)
    values = (1 + np.log(data)) * idf[place]
    norms = np.sqrt(np.bincount(rows, values**2, minlength=counts.shape[0]))
    values = (values / np.maximum(norms, 1e-9)[rows]).astype(np.float32)
    return columns, idf, sp.csr_matrix((values, (rows, place)), (counts.shape[0], len(columns)))

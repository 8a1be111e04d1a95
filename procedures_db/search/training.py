"""Train the linker from the database: classifier, ranker and word weights."""

from dataclasses import dataclass

import numpy as np

from procedures_db.search.classifier import Classifier, fit_classifier
from procedures_db.search.entries import Entries, Texts
from procedures_db.search.index import SearchIndex, Weights
from procedures_db.search.ranker import Candidates, Ranker, Scorer, fit_ranker
from procedures_db.search.vectors import Query

_HELD_OUT = 0.3
_UNASKED = 0.25
_UNASKED_IMPORTANCE = 0.35
_SEED = 20261123


@dataclass(frozen=True)
class LinkerModel:
    """What training yields; everything else is rebuilt from the database."""

    weights: Weights
    classifier: Classifier
    ranker: Ranker


def train(entries: Entries, *, jobs: int = 2) -> LinkerModel:
    """Train on all questions; the ranker learns on questions its inputs have not seen.

    A quarter of the procedures play the part of those without written questions, so that the
    ranker also learns to find a procedure by its name and page alone.
    """
    weights = Weights.of(entries)
    owners = entries.questions.owners
    texts = np.array(entries.questions.texts, dtype=object)
    dice = np.random.default_rng(_SEED)
    unasked = np.isin(owners, _some(np.unique(owners), _UNASKED, dice))
    held_out = unasked | (dice.random(len(owners)) < _HELD_OUT)
    seen = ~held_out
    codes = np.array(entries.codes, dtype=object)[owners]
    partial = Entries(
        entries.codes,
        entries.names,
        entries.traits,
        entries.titles,
        Texts(list(texts[seen]), owners[seen]),
        entries.bodies,
    )
    scorer = Scorer(
        SearchIndex.build(partial, weights),
        fit_classifier(list(texts[seen]), list(codes[seen]), jobs=jobs),
    )
    samples: list[Candidates] = []
    golds = []
    of_unasked = []
    meant: dict[str, set[int]] = {}
    for text, owner in zip(texts, owners, strict=True):
        meant.setdefault(text, set()).add(int(owner))
    for text, is_unasked in dict(
        zip(texts[held_out], unasked[held_out], strict=True)
    ).items():
        candidates = scorer.candidates(Query.of([text]))
        gold = np.isin(candidates.owners, list(meant[text]))
        if gold.any():
            samples.append(candidates)
            golds.append(gold)
            of_unasked.append(is_unasked)
    marks = np.array(of_unasked, dtype=bool)
    importance = np.where(
        marks,
        _UNASKED_IMPORTANCE / max(marks.sum(), 1),
        (1 - _UNASKED_IMPORTANCE) / max((~marks).sum(), 1),
    ).astype(np.float32)
    ranker = fit_ranker(samples, golds, importance)
    return LinkerModel(weights, fit_classifier(list(texts), list(codes), jobs=jobs), ranker)


def _some(
    values: np.ndarray, share: float, dice: np.random.Generator
) -> np.ndarray:
    return dice.choice(values, size=int(len(values) * share), replace=False)

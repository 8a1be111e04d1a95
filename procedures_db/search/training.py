"""Train the linker from the database: classifier, ranker and word weights."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from procedures_db.search.classifier import Classifier, fit_classifier
from procedures_db.search.entries import Entries, Floats, Texts
from procedures_db.search.index import SearchIndex, Weights
from procedures_db.search.ranker import Candidates, Ranker, Scorer, fit_ranker
from procedures_db.search.vectors import Query

_HELD_OUT = 0.3
_UNASKED = 0.25
_UNASKED_IMPORTANCE = 0.2
_MOST_SAMPLES = 5_000
_SEED = 20261123


@dataclass(frozen=True)
class LinkerModel:
    """What training yields; everything else is rebuilt from the database."""

    weights: Weights
    classifier: Classifier
    ranker: Ranker


@dataclass(frozen=True)
class Practice:
    """Questions as the ranker meets them: candidates, the right ones, and how much each counts."""

    candidates: list[Candidates]
    golds: list[npt.NDArray[np.bool_]]
    importance: Floats


def train(entries: Entries, *, jobs: int = 2) -> LinkerModel:
    """Train on all questions."""
    weights = Weights.of(entries)
    practice = practise(entries, weights, jobs=jobs)
    ranker = fit_ranker(practice.candidates, practice.golds, practice.importance)
    texts, codes = _questions(entries)
    return LinkerModel(weights, fit_classifier(texts, codes, jobs=jobs), ranker)


def practise(entries: Entries, weights: Weights, *, jobs: int = 2) -> Practice:
    """Return questions that index and classifier have not seen, for the ranker to learn from.

    Some procedures play the part of those without written questions, so that the ranker also
    learns to find a procedure by its name and page alone.
    """
    owners = entries.questions.owners
    texts, codes = _questions(entries)
    dice = np.random.default_rng(_SEED)
    asked = np.unique(owners)
    unasked = np.isin(owners, dice.choice(asked, int(len(asked) * _UNASKED), replace=False))
    held_out = unasked | (dice.random(len(owners)) < _HELD_OUT)
    seen = np.flatnonzero(~held_out)
    partial = replace(
        entries, questions=Texts([texts[at] for at in seen], owners[seen])
    )
    classifier = fit_classifier(
        [texts[at] for at in seen], [codes[at] for at in seen], jobs=jobs
    )
    scorer = Scorer(SearchIndex.build(partial, weights), classifier)
    meant: dict[str, set[int]] = {}
    for text, owner in zip(texts, owners, strict=True):
        meant.setdefault(text, set()).add(int(owner))
    candidates, golds, marks = [], [], []
    for at in dice.permutation(np.flatnonzero(held_out))[:_MOST_SAMPLES]:
        text, of_unasked = texts[at], bool(unasked[at])
        found = scorer.candidates(Query.of([text]))
        gold = np.isin(found.owners, list(meant[text]))
        if gold.any():
            candidates.append(found)
            golds.append(gold)
            marks.append(of_unasked)
    mark = np.array(marks, dtype=bool)
    importance = np.where(
        mark,
        _UNASKED_IMPORTANCE / max(int(mark.sum()), 1),
        (1 - _UNASKED_IMPORTANCE) / max(int((~mark).sum()), 1),
    )
    return Practice(candidates, golds, importance.astype(np.float32))


def _questions(entries: Entries) -> tuple[list[str], list[str]]:
    codes = [entries.codes[owner] for owner in entries.questions.owners]
    return entries.questions.texts, codes

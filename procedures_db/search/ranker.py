"""Rank the candidates of a question and say how probable each is.

A conditional logit (a softmax over the candidates of one question) on a few features: with it the
score of the first candidate is a probability, which decides whether to answer or to ask back.
Procedures without written questions have weights of their own, for they are judged by name alone.
"""

from dataclasses import dataclass

import numpy as np

from procedures_db.search.classifier import ABSENT, Classifier
from procedures_db.search.deeds import DEED_FEATURES, compare
from procedures_db.search.entries import TRAITS, Floats, Ints
from procedures_db.search.index import SearchIndex
from procedures_db.search.vectors import Query, top

_PER_SOURCE = 12

_SIGNALS = (
    "title_words",
    "title_letters",
    "title_covered",
    "question_words",
    "question_letters",
    "question_norm",
    "body_words",
    "classifier",
)
_DESCRIPTION = (
    *_SIGNALS,
    *(f"{name}_behind_best" for name in _SIGNALS),
    "has_questions",
    *DEED_FEATURES,
    *TRAITS,
)
FEATURES = (*_DESCRIPTION, *(f"unasked_{name}" for name in _DESCRIPTION))


@dataclass(frozen=True)
class Candidates:
    """Procedures a question may mean, with one row of features each."""

    owners: Ints
    features: Floats


class Scorer:
    """Finds and describes the candidates of a question."""

    def __init__(self, index: SearchIndex, classifier: Classifier) -> None:
        self._index = index
        self._classifier = classifier
        self._place = {code: number for number, code in enumerate(index.listed.codes)}
        place = self._place
        known = [(place[code], at) for at, code in enumerate(classifier.codes) if code in place]
        self._owners = np.array([owner for owner, _ in known], dtype=np.int64)
        self._classes = np.array([at for _, at in known], dtype=np.int64)

    def name_of(self, code: str) -> str | None:
        """Return the name of a procedure, or None when it is unknown."""
        at = self._place.get(code)
        return None if at is None else self._index.listed.names[at]

    def candidates(self, query: Query) -> Candidates:
        """Return the union of the best of every signal, described by `FEATURES`."""
        index = self._index
        title_letters, _ = index.titles.letter_scores(query)
        question_letters, question_norm = index.questions.letter_scores(query)
        classifier = np.full(index.listed.count, ABSENT, dtype=np.float32)
        if len(self._owners):
            classifier[self._owners] = self._classifier.scores(query)[self._classes]
        signals = (
            index.titles.word_scores(query),
            title_letters,
            index.titles.covered(query),
            index.questions.word_scores(query),
            question_letters,
            question_norm,
            index.bodies.word_scores(query),
            np.maximum(classifier, ABSENT, out=classifier),
        )
        best = [top(signal, _PER_SOURCE) for signal in signals]
        owners = np.unique(np.concatenate(best))
        chosen = np.stack([signal[owners] for signal in signals], axis=1)
        behind = chosen - chosen.max(axis=0)
        asked = index.questions.has_text[owners].astype(np.float32)[:, None]
        deeds = compare(int(query.deeds[0]), index.listed.deeds[owners])
        description = np.hstack([chosen, behind, asked, deeds, index.listed.traits[owners]])
        features = np.hstack([description, description * (1 - asked)])
        return Candidates(owners, features.astype(np.float32))


@dataclass(frozen=True)
class Ranker:
    """Weights of `FEATURES`, on features divided by `scale`."""

    weights: Floats
    scale: Floats

    def probabilities(self, candidates: Candidates) -> Floats:
        """Return the probability of each candidate; they sum to one."""
        if not len(candidates.owners):
            return np.zeros(0, dtype=np.float32)
        logits = (candidates.features / self.scale) @ self.weights
        exponents = np.exp(logits - logits.max())
        return np.asarray(exponents / exponents.sum(), dtype=np.float32)

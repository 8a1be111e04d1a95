"""How likely a message asks about any procedure at all, judged by what the search found.

The ranker's probabilities only compare procedures with each other; this one also knows questions
that mean none.
"""

from dataclasses import dataclass

import numpy as np

from procedures_db.search.entries import Floats
from procedures_db.search.ranker import FEATURES, Candidates

_SIGNALS = ("classifier", "title_words", "title_letters", "question_letters", "body_words")
_COLUMNS = np.array([FEATURES.index(name) for name in _SIGNALS])


@dataclass(frozen=True)
class Scope:
    """A logistic regression on the strongest signals and the ranker's certainty."""

    weights: Floats
    """One weight per feature, then the constant."""

    def probability(self, candidates: Candidates, scores: Floats) -> float:
        """Return the probability that the question is about a procedure."""
        if not len(candidates.owners):
            return 0.0
        logit = describe(candidates, scores) @ self.weights[:-1] + self.weights[-1]
        return float(1 / (1 + np.exp(-logit)))


def describe(candidates: Candidates, scores: Floats) -> Floats:
    """Return the best of each signal, the same for the first candidate, and its probability."""
    signals = candidates.features[:, _COLUMNS]
    first = int(np.argmax(scores))
    return np.concatenate([signals.max(axis=0), signals[first], scores[first : first + 1]])

"""A linear classifier from question to procedure, for procedures that have written questions.

Linear SVMs, one against the rest: right about as often as multinomial logistic regression here
and eight times faster to fit. Weights are sparse and kept by column: a question touches a few
hundred columns, so all procedures are scored in about half a millisecond.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from procedures_db.search.entries import Floats, Ints
from procedures_db.search.vectors import Query, Sparse

ABSENT = np.float32(-1.5)
"""Score of a procedure the classifier does not know."""


@dataclass(frozen=True)
class Classifier:
    """Fitted weights, one row per column of a question and one column per procedure."""

    word_columns: Ints
    letter_columns: Ints
    word_idf: Floats
    letter_idf: Floats
    weights: Sparse
    intercept: Floats
    codes: list[str]

    def scores(self, query: Query) -> Floats:
        """Return the decision value of each class for one question."""
        words, word_values = _known(query.words, self.word_columns, self.word_idf)
        letters, letter_values = _known(query.letters, self.letter_columns, self.letter_idf)
        place = np.concatenate([words, letters + len(self.word_columns)])
        values = np.concatenate([word_values, letter_values])
        question = sp.csr_matrix((values, place, [0, len(place)]), shape=(1, self.weights.shape[0]))
        return np.asarray((question @ self.weights).toarray()[0] + self.intercept)


def _known(counts: Sparse, columns: Ints, idf: Floats) -> tuple[Ints, Floats]:
    place = np.searchsorted(columns, counts.indices)
    place[place == len(columns)] = 0
    known = columns[place] == counts.indices
    place = place[known]
    values = (1 + np.log(counts.data[known])) * idf[place]
    norm = float(np.sqrt(values @ values)) or 1.0
    return place, (values / norm).astype(np.float32)

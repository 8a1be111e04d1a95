"""Fit the probability that a message asks about any procedure."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from procedures_db.search.entries import Floats
from procedures_db.search.scope import Scope


def fit_scope(inside: list[Floats], outside: list[Floats]) -> Scope:
    """Fit on described questions about procedures and about other things, weighted alike."""
    features = np.stack([*inside, *outside])
    labels = np.array([1] * len(inside) + [0] * len(outside))
    model = LogisticRegression(C=10.0, max_iter=2_000, class_weight="balanced")
    model.fit(features, labels)
    return Scope(np.append(model.coef_[0], model.intercept_[0]).astype(np.float32))

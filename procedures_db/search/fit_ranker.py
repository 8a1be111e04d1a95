"""Fit the conditional logit that ranks candidates."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from procedures_db.search.entries import Floats
from procedures_db.search.ranker import Candidates, Ranker

_DECAY = 1e-3


def fit_ranker(
    samples: list[Candidates], golds: list[npt.NDArray[np.bool_]], importance: Floats
) -> Ranker:
    """Fit by maximum likelihood; `golds[i]` marks the right candidates of sample i."""
    sizes = np.array([len(sample.owners) for sample in samples])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    features = np.vstack([sample.features for sample in samples]).astype(np.float64)
    gold = np.concatenate(golds)
    scale = features.std(axis=0)
    scale[scale < 1e-6] = 1.0
    features /= scale
    share = importance / importance.sum()

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        logits = features @ weights
        logits -= np.repeat(np.maximum.reduceat(logits, starts), sizes)
        exponents = np.exp(logits)
        total = np.add.reduceat(exponents, starts)
        right = np.add.reduceat(exponents * gold, starts) + 1e-12
        value = float(share @ (np.log(total) - np.log(right)))
        pull = exponents / np.repeat(total, sizes) - exponents * gold / np.repeat(right, sizes)
        gradient = features.T @ (pull * np.repeat(share, sizes))
        return value + _DECAY * float(weights @ weights), gradient + 2 * _DECAY * weights

    found = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B")
    return Ranker(found.x.astype(np.float32), scale.astype(np.float32))

"""A light reranker: one weight per signal, learnt so that the passage a known question belongs to comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from retrieval.signals import PASSAGE_SIGNALS, Array

# The named-outright signals are in -1..1 already; the others are compared within one question.
RELATIVE = np.array(
    [name not in ("article", "period", "unit", "place", "link", "document", "cited") for name in PASSAGE_SIGNALS]
)
# What the weights start from and are drawn to, weakly. Known questions name articles and places too seldom to teach
# what a name is worth.
PRIOR = {
    "whole": 1.2, "asked_words": 0.1, "dense": 0.2, "asked_dense": 0.2, "article": 2.5, "period": 1.2, "unit": 0.5,
    "place": 0.8, "official_own": 0.1, "official_whole": 0.1, "heard": 0.2, "document": 1.0, "cited": 8.0,
}  # fmt: skip
RIDGE = 0.03


def standardised(signals: Array) -> Array:
    """Signals of one question, each relative one with mean 0 and deviation 1 over the passages.

    A single match stands out more among 600 passages than its size tells; what is compared is the standing.
    """
    spread = signals.std(axis=0)
    relative = (signals - signals.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)
    return np.where(RELATIVE, relative, signals)


@dataclass(frozen=True)
class Ranker:
    """Weights over ``PASSAGE_SIGNALS``."""

    weights: NDArray[np.float64]

    def score(self, signals: Array) -> Array:
        """One score per passage, higher is better; *signals* has shape (passages, signals)."""
        scores: Array = standardised(signals) @ self.weights
        return scores

    @classmethod
    def fit(cls, readings: Sequence[Array], answers: Sequence[Sequence[int]]) -> Ranker:
        """Maximise the softmax share of the right passages over all passages, drawn to ``PRIOR``.

        Args:
            readings: Signals of each question, shape (passages, signals), read without the question itself known.
            answers: Rows of the right passages of each question, at least one.
        """
        inputs = np.stack([standardised(reading) for reading in readings])
        right = np.zeros(inputs.shape[:2], dtype=bool)
        for row, answer in enumerate(answers):
            right[row, list(answer)] = True

        def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            scores = inputs @ weights
            shares = np.exp(scores - scores.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            hit = np.maximum((shares * right).sum(axis=1), 1e-12)
            pull = shares - np.where(right, shares, 0.0) / hit[:, None]
            gradient = np.einsum("qp,qps->s", pull, inputs) / len(inputs)
            away = weights - prior
            return float(-np.log(hit).mean() + RIDGE * away @ away), gradient + 2 * RIDGE * away

        prior = np.array([PRIOR.get(name, 0.0) for name in PASSAGE_SIGNALS])
        found = minimize(loss, prior, jac=True, method="L-BFGS-B")
        return cls(np.asarray(found.x, dtype=np.float64))

"""Merging rankings that were scored on different scales."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Scores = NDArray[np.float64]
Rows = NDArray[np.int64]


def fuse(rankings: Sequence[tuple[ArrayLike, ArrayLike]], weights: Sequence[float]) -> tuple[Rows, Scores]:
    """Weighted sum of standard scores: each ranking's scores are taken to mean 0 and deviation 1 over its own rows.

    Sums of standard scores keep how far the best stand out, which ranks alone lose (decision 0025).

    Args:
        rankings: Scores and row numbers, best first; all of about the same length, since the mean depends on it.
        weights: One per ranking.

    Returns:
        Row numbers and scores, best first; ties in row order. A row absent from a ranking gets that ranking's lowest.
    """
    rows = np.unique(np.concatenate([np.asarray(found, dtype=np.int64) for _, found in rankings]))
    total = np.zeros(len(rows))
    for (scores, found), weight in zip(rankings, weights, strict=True):
        values = np.asarray(scores, dtype=np.float64)
        if len(values):
            standard = (values - values.mean()) / max(float(values.std()), 1e-9)
            place = np.searchsorted(rows, np.asarray(found, dtype=np.int64))
            column = np.full(len(rows), standard.min())
            column[place] = standard
            total += weight * column
    return best_first(rows, total)


def best_first(rows: Rows, scores: Scores) -> tuple[Rows, Scores]:
    """Both sorted by score, best first; ties in row order."""
    order = np.lexsort((rows, -scores))
    return rows[order], scores[order]


def with_company(scores: Scores, groups: NDArray[np.int64], *, size: int, weight: float) -> Scores:
    """*scores* plus *weight* times the mean of the *size* best scores of the same group.

    A passage is likelier right where its whole document answers well (Callan, "Passage-level evidence in document
    retrieval", SIGIR 1994, https://doi.org/10.1145/188490.188589).

    Args:
        scores: Best first, shape (rows,).
        groups: Group of each, shape (rows,); a group with fewer than *size* rows here is filled up with the lowest
            score.
    """
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    counts = np.diff(np.concatenate((starts, [len(groups)])))
    rank_in_group = np.arange(len(groups)) - np.repeat(starts, counts)
    surplus = np.where(rank_in_group < size, scores[order] - scores[-1], 0.0)
    means = np.add.reduceat(surplus, starts) / size + scores[-1]
    company = np.empty(len(groups))
    company[order] = np.repeat(means, counts)
    return scores + weight * company

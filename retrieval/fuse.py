"""Merging rankings that were scored on different scales."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

# Cormack, Clarke & Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods",
# SIGIR 2009, https://doi.org/10.1145/1571941.1572114. 60 is their value.
RANK_OFFSET = 60


def fuse(rankings: Iterable[Sequence[int]]) -> list[tuple[int, float]]:
    """Score each row by the sum of 1 / (60 + rank) over *rankings*, rank starting at 1.

    Args:
        rankings: Row numbers, best first.

    Returns:
        Rows and scores, best first; ties in the order first seen. A row absent from a ranking gets nothing from it.
    """
    scores: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, row in enumerate(ranking, start=1):
            scores[int(row)] += 1 / (RANK_OFFSET + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])

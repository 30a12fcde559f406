"""How long one search takes on the built-in knowledge, encoder included."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from retrieval.evaluate import Question
from retrieval.search import Searcher

ROUNDS = 3


def measure(searcher: Searcher, questions: Sequence[Question]) -> dict[str, dict[str, float]]:
    """Milliseconds of single searches, one after another: p50, p95, and searches per second."""
    searcher.search(questions[0].text)
    taken = []
    for question in [*questions] * ROUNDS:
        start = time.perf_counter()
        searcher.search(question.text)
        taken.append(1000 * (time.perf_counter() - start))
    p50, p95 = np.percentile(taken, [50, 95])
    rate = 1000 * len(taken) / sum(taken)
    return {"检索": {"n": len(taken), "p50_ms": float(p50), "p95_ms": float(p95), "per_second": float(rate)}}

"""Learning to rank and to refuse from the knowledge itself, every question read as if it were not yet known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from retrieval.answerable import Gate, clues
from retrieval.corpus import Corpus
from retrieval.dense import DenseIndex
from retrieval.encode import Vectors
from retrieval.rank import Ranker
from retrieval.signals import Reading, Signals

FOLDS = 5
SEED = 7
# Of the answerable questions this share may be refused; the county would rather hand over than guess.
LOSS_ALLOWED = 0.04


def folds(corpus: Corpus, *, seed: int = SEED) -> NDArray[np.int64]:
    """Fold of each known question, shape (asked,).

    A question answered by a passage is held out alone, since its siblings stay known in service too. Outside topics and
    the look-alikes of one passage are held out whole: what users will ask outside is not in the list.
    """
    draw = np.random.default_rng(seed)
    topics = draw.integers(FOLDS, size=len(corpus.topics))
    groups: dict[tuple[int, ...], int] = {}
    chosen = []
    for question in corpus.asked:
        if question.topic is not None:
            chosen.append(int(topics[question.topic]))
        elif question.alike:
            chosen.append(groups.setdefault(question.passages, int(draw.integers(FOLDS))))
        else:
            chosen.append(int(draw.integers(FOLDS)))
    return np.array(chosen, dtype=np.int64)


def held_out(corpus: Corpus, passages: Vectors, asked: Vectors) -> Iterator[tuple[int, Reading]]:
    """Row and reading of every known question, read while its fold was unknown."""
    fold = folds(corpus)
    dense = DenseIndex.build(passages)
    for held in range(FOLDS):
        kept = np.flatnonzero(fold != held)
        signals = Signals(corpus, dense, DenseIndex.build(asked[kept]), kept.tolist())
        for row in np.flatnonzero(fold == held):
            yield int(row), signals.read(corpus.asked[row].text, asked[row])


def fit(corpus: Corpus, passages: Vectors, asked: Vectors) -> tuple[Ranker, Gate]:
    """Learn both models from the known questions.

    Args:
        passages: Unit vectors of ``Passage.searched``, float32 of shape (passages, dim).
        asked: Unit vectors of the known questions, float32 of shape (asked, dim).
    """
    readings = dict(held_out(corpus, passages, asked))
    answered = [row for row, question in enumerate(corpus.asked) if question.answered]
    ranker = Ranker.fit([readings[row].passages for row in answered], [corpus.asked[row].passages for row in answered])
    seen = [clues(readings[row], ranker.score(readings[row].passages)) for row in range(len(corpus.asked))]
    gate = Gate.fit(seen, [question.answered for question in corpus.asked], loss_allowed=LOSS_ALLOWED)
    return ranker, gate

"""Learning to rank and to refuse from the knowledge itself, every question read as if it were not yet known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.answerable import Gate, clues
from retrieval.corpus import Asked, Corpus
from retrieval.dense import DenseIndex
from retrieval.encode import Vectors
from retrieval.leaning import Leaning
from retrieval.rank import Ranker
from retrieval.signals import Reading, Signals

FOLDS = 5
SEED = 7
# Of the answerable questions this share may be refused; the county would rather hand over than guess.
LOSS_ALLOWED = 0.04
ALTERED_SHARE = 0.15  # of the answerable questions, asked again of another place or year
OTHER_YEARS = (2012, 2013, 2014, 2015, 2016, 2017, 2022, 2023, 2024, 2025, 2026)
READ_ALTERED = 200
READ = 3000  # known questions of each kind read while learning, drawn by the seed; more change no weight visibly
YEAR = re.compile(r"20\d\d年?")

Encode = Callable[[Sequence[str]], Vectors]


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


def altered(corpus: Corpus, *, seed: int = SEED) -> list[str]:
    """Questions nothing answers for what they name: known ones, and answered ones asked of another place or year."""
    draw = np.random.default_rng(seed)
    found = list(corpus.foreign)
    for question in corpus.asked:
        if question.answered and draw.random() < ALTERED_SHARE:
            if corpus.elsewhere and draw.random() < 0.5:
                found.append(f"{draw.choice(corpus.elsewhere)}{question.text}")
            else:
                found.append(f"{draw.choice(OTHER_YEARS)}年{YEAR.sub('', question.text)}")
    return [found[row] for row in draw.permutation(len(found))[:READ_ALTERED]]


def sample(corpus: Corpus, *, seed: int = SEED) -> NDArray[np.bool_]:
    """Which known questions are read while learning, shape (asked,): at most ``READ`` answered and ``READ`` others."""
    order = np.random.default_rng(seed).permutation(len(corpus.asked))
    answered = np.array([question.answered for question in corpus.asked])
    chosen = np.zeros(len(corpus.asked), dtype=bool)
    for kind in (answered, ~answered):
        chosen[order[kind[order]][:READ]] = True
    return chosen


def held_out(
    corpus: Corpus, passages: Vectors, asked: Vectors, others: Sequence[str], encode: Encode
) -> Iterator[tuple[Reading, Asked | None]]:
    """Readings of the sampled known questions, read while their fold was unknown, and of *others* with None."""
    fold, chosen = folds(corpus), sample(corpus)
    dense = DenseIndex.build(passages)
    vectors = encode(others) if others else asked[:0]
    for held in range(FOLDS):
        kept = np.flatnonzero(fold != held)
        signals = Signals(corpus, dense, DenseIndex.build(asked[kept]), kept.tolist(), lean(corpus, kept.tolist()))
        for row in np.flatnonzero((fold == held) & chosen).tolist():
            yield signals.read(corpus.asked[row].text, asked[row]), corpus.asked[row]
        for row in range(held, len(others), FOLDS):
            yield signals.read(others[row], vectors[row]), None


def lean(corpus: Corpus, kept: Sequence[int]) -> Leaning:
    """The leaning of words as the known questions *kept* teach it."""
    known = [corpus.asked[row] for row in kept]
    return Leaning.fit([question.text for question in known], [question.answered for question in known])


def fit(corpus: Corpus, passages: Vectors, asked: Vectors, encode: Encode) -> tuple[Ranker, Gate, Leaning]:
    """Learn ranking, answerability and leaning from the known questions.

    Args:
        passages: Unit vectors of ``Passage.searched``, float32 of shape (passages, dim).
        asked: Unit vectors of the known questions, float32 of shape (asked, dim).
        encode: Gives unit vectors of further texts.
    """
    readings = list(held_out(corpus, passages, asked, altered(corpus), encode))
    answered = [(reading.passages, known.passages) for reading, known in readings if known and known.answered]
    ranker = Ranker.fit([signals for signals, _ in answered], [rows for _, rows in answered])
    seen = [clues(reading, ranker.score(reading.passages)) for reading, _ in readings]
    gate = Gate.fit(seen, [bool(known and known.answered) for _, known in readings], loss_allowed=LOSS_ALLOWED)
    return ranker, gate, lean(corpus, range(len(corpus.asked)))

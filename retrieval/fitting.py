"""Learning to rank and to refuse from the knowledge itself, every question read as if it were not yet known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.answerable import Gate, clues
from retrieval.corpus import Asked, Corpus
from retrieval.dense import DenseIndex
from retrieval.leaning import Leaning
from retrieval.named import articles
from retrieval.query import QueryReader
from retrieval.rank import Ranker
from retrieval.signals import Reading, Signals
from retrieval.static import Vectors

FOLDS = 5
SEED = 7
# Of the answerable questions this share may be refused; the county would rather hand over than guess.
LOSS_ALLOWED = 0.05
ALTERED_SHARE = 0.15  # of the answerable questions, asked again of another place or year
OTHER_YEARS = (2012, 2013, 2014, 2015, 2016, 2017, 2022, 2023, 2024, 2025, 2026)
READ_ALTERED = 400
READ = 3000  # known questions of each kind read while learning, drawn by the seed; more change no weight visibly
SAYS = ("说了什么", "怎么规定的", "的内容", "是什么", "")
YEAR = re.compile(r"20\d\d年?")

Encode = Callable[[Sequence[str]], Vectors]


def folds(corpus: Corpus, *, seed: int = SEED) -> NDArray[np.int64]:
    """Fold of each known question, shape (asked,).

    Neighbours in the list of one passage come from one hand and resemble each other more than what citizens will ask;
    so they are held out together, the others stay known. Outside topics and the look-alikes of one passage are held
    out whole: what users will ask outside is not in the list.
    """
    draw = np.random.default_rng(seed)
    topics = draw.integers(FOLDS, size=len(corpus.topics))
    groups: dict[tuple[int, ...], int] = {}
    siblings: dict[tuple[int, ...], list[int]] = {}
    for row, question in enumerate(corpus.asked):
        if question.answered:
            siblings.setdefault(question.passages, []).append(row)
    hand: dict[int, int] = {}
    for rows in siblings.values():
        first = int(draw.integers(FOLDS))  # or all of one hand would be held out, and its style be strange
        hand |= {row: (first + at * FOLDS // len(rows)) % FOLDS for at, row in enumerate(rows)}
    chosen = []
    for row, question in enumerate(corpus.asked):
        if question.topic is not None:
            chosen.append(int(topics[question.topic]))
        elif question.alike:
            chosen.append(groups.setdefault(question.passages, int(draw.integers(FOLDS))))
        else:
            chosen.append(hand[row])
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


def by_number(corpus: Corpus, *, seed: int = SEED) -> list[Asked]:
    """Questions that name an article by document and number alone; a number no article has is answered by nothing."""
    draw = np.random.default_rng(seed)
    rows: dict[tuple[str, int], list[int]] = {}
    for row, passage in enumerate(corpus.passages):
        for number in articles(passage.section.rsplit(" · ", 1)[-1]):
            rows.setdefault((passage.title, number), []).append(row)
    found = [Asked(f"{title}第{number}条{draw.choice(SAYS)}", tuple(held)) for (title, number), held in rows.items()]
    for title in dict.fromkeys(passage.title for passage in corpus.passages):
        beyond = max((number for named, number in rows if named == title), default=0) + int(draw.integers(1, 30))
        found += [Asked(f"{title}第{beyond}条{draw.choice(SAYS)}")]
    return found


def sample(corpus: Corpus, *, seed: int = SEED) -> NDArray[np.bool_]:
    """Which known questions are read while learning, shape (asked,): at most ``READ`` answered and ``READ`` others."""
    order = np.random.default_rng(seed).permutation(len(corpus.asked))
    answered = np.array([question.answered for question in corpus.asked])
    chosen = np.zeros(len(corpus.asked), dtype=bool)
    outside = np.array([question.topic is not None for question in corpus.asked])
    for kind in (answered, outside):
        chosen[order[kind[order]][:READ]] = True
    return chosen


def held_out(
    corpus: Corpus, passages: Vectors, asked: Vectors, others: Sequence[Asked], encode: Encode
) -> Iterator[tuple[Reading, Asked]]:
    """Readings of the sampled known questions, read while their fold was unknown, and of *others*."""
    fold, chosen = folds(corpus), sample(corpus)
    dense, reader = DenseIndex.build(passages), QueryReader.build(corpus)
    vectors = encode([other.text for other in others]) if others else asked[:0]
    for held in range(FOLDS):
        kept = np.flatnonzero(fold != held)
        rows = kept.tolist()
        signals = Signals(corpus, dense, DenseIndex.build(asked[kept]), rows, lean(corpus, rows), reader)
        for row in np.flatnonzero((fold == held) & chosen).tolist():
            yield signals.read(corpus.asked[row].text, asked[row]), corpus.asked[row]
        for row in range(held, len(others), FOLDS):
            yield signals.read(others[row].text, vectors[row]), others[row]


def lean(corpus: Corpus, kept: Sequence[int]) -> Leaning:
    """The leaning of words as the known questions *kept* teach it."""
    known = [corpus.asked[row] for row in kept if not corpus.asked[row].alike]
    return Leaning.fit([question.text for question in known], [question.answered for question in known])


def fit(corpus: Corpus, passages: Vectors, asked: Vectors, encode: Encode) -> tuple[Ranker, Gate, Leaning]:
    """Learn ranking, answerability and leaning from the known questions.

    Args:
        passages: Unit vectors of ``Passage.searched``, float32 of shape (passages, dim).
        asked: Unit vectors of the known questions, float32 of shape (asked, dim).
        encode: Gives unit vectors of further texts.
    """
    others = [*map(Asked, altered(corpus)), *by_number(corpus)]
    readings = list(held_out(corpus, passages, asked, others, encode))
    answered = [(reading.passages, known.passages) for reading, known in readings if known.answered]
    ranker = Ranker.fit([signals for signals, _ in answered], [rows for _, rows in answered])
    seen = [clues(reading, ranker.score(reading.passages)) for reading, _ in readings]
    gate = Gate.fit(seen, [known.answered for _, known in readings], loss_allowed=LOSS_ALLOWED)
    return ranker, gate, lean(corpus, range(len(corpus.asked)))

"""How well a question meets each passage, seen from several sides; what ranking and answerability are learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus import Asked, Corpus
from retrieval.dense import DenseIndex
from retrieval.leaning import Leaning
from retrieval.lexical import LexicalIndex
from retrieval.mentions import Mentions
from retrieval.query import QueryReader
from retrieval.static import Vectors

Array = NDArray[np.float64]

NEIGHBOURS = 64  # known questions looked at per query
NO_ROWS = np.zeros(0, dtype=np.int64)
LINK = "链接：http"  # such a passage says where something stands, not what it says
VOTE_SHARPNESS = 20.0  # a known question 0.05 closer in cosine weighs e times as much

PASSAGE_SIGNALS = (
    "whole", "own", "asked_words", "dense", "asked_dense", "votes", "alike", "alike_whole", "article", "period", "unit",
    "place", "official_own", "official_whole", "heard", "link", "document", "cited",
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A question seen against the whole corpus.

    Attributes:
        leaning: Log-odds by the words alone, see ``Leaning``.
        length: Characters of the question.
        named: Shape (len(NAMED),), 1 for each kind of name the question holds.
        passages: Shape (passages, len(PASSAGE_SIGNALS)); lexical signals are shares of the most the words could score,
            dense ones cosines, ``votes`` a sum of exp(20 (cosine - 1)) over near questions, the rest -1, 0 or 1.
        topic_whole, topic_heard, topic_dense, topic_words, topic_votes: The same signals for each outside
            topic, shape (topics,).
        near: Rows of the nearest known questions, best first; *nearness* their cosines.
    """

    leaning: float
    length: int
    named: Array
    passages: Array
    topic_whole: Array
    topic_heard: Array
    topic_dense: Array
    topic_words: Array
    topic_votes: Array
    near: NDArray[np.int64]
    nearness: NDArray[np.float32]

    def signal(self, name: str) -> Array:
        """One column of *passages*, named as in ``PASSAGE_SIGNALS``."""
        column: Array = self.passages[:, PASSAGE_SIGNALS.index(name)]
        return column

    def of(self, rows: NDArray[np.int64]) -> Reading:
        """The same reading with the passages *rows* only, in that order."""
        return replace(self, passages=self.passages[rows])


class Signals:
    """The indexes over one corpus.

    ``whole`` holds each passage with the questions asked of it as one text: a citizen's words and the document's words
    together answer more questions than either (decision 0022).
    """

    def __init__(
        self,
        corpus: Corpus,
        passages: DenseIndex,
        asked: DenseIndex,
        kept: Sequence[int],
        leaning: Leaning,
        reader: QueryReader,
    ) -> None:
        """Index *corpus*; of its known questions only the rows *kept*, whose vectors *asked* holds in that order."""
        self._corpus, self._vectors, self._dense_asked = corpus, passages.vectors, asked
        self._kept = np.array(kept, dtype=np.int64)
        known = [corpus.asked[row] for row in kept]
        texts = [passage.searched for passage in corpus.passages]
        wholes = _wholes(corpus, texts, known)
        self._own, self._whole = LexicalIndex.build(texts), LexicalIndex.build(wholes)
        self._heard = LexicalIndex.build(map(reader.heard, wholes))
        self._link = np.array([float(LINK in passage.text) for passage in corpus.passages])
        self._asked = LexicalIndex.build(question.text for question in known)
        self._mentions = Mentions(corpus)
        self._leaning, self._reader = leaning, reader
        count = len(corpus.passages)
        self._answers = _Links([question.passages if question.answered else () for question in known], count)
        self._alikes = _Links([question.passages if question.alike else () for question in known], count)
        self._topics = _Links(
            [() if question.topic is None else (question.topic,) for question in known], len(corpus.topics)
        )

    def read(self, query: str, vector: Vectors) -> Reading:
        """Compare *query* and its unit *vector* (float32 of shape (dim,)) with everything indexed."""
        read = self._reader.read(query)
        nearness, near = (found[0] for found in self._dense_asked.search(vector[None], NEIGHBOURS))
        votes = np.exp(VOTE_SHARPNESS * (nearness.astype(np.float64) - 1))
        asked_dense, asked_votes = self._answers.near(near, nearness, votes)
        topic_dense, topic_votes = self._topics.near(near, nearness, votes)
        asked_words = self._asked.shares(read.said)
        passages, topics = len(self._corpus.passages), len(self._corpus.topics)
        whole, topic_whole, alike_whole = np.split(self._whole.shares(read.said), (passages, passages + topics))
        heard, topic_heard, _ = np.split(self._heard.shares(read.heard), (passages, passages + topics))
        columns = {
            "whole": whole,
            "own": self._own.shares(read.said),
            "asked_words": self._answers.best(asked_words),
            "dense": self._vectors @ vector,
            "asked_dense": asked_dense,
            "votes": asked_votes,
            "alike": self._alikes.near(near, nearness, votes)[0],
            "alike_whole": alike_whole,
            **self._mentions.match(query),
            "official_own": self._own.shares(read.official),
            "official_whole": self._whole.shares(read.official)[:passages],
            "heard": heard,
            "link": self._link,
        }
        return Reading(
            leaning=self._leaning.of(query),
            length=len(query),
            named=self._mentions.named(query),
            passages=np.stack([columns[name] for name in PASSAGE_SIGNALS], axis=1),
            topic_whole=topic_whole,
            topic_heard=topic_heard,
            topic_dense=topic_dense,
            topic_words=self._topics.best(asked_words),
            topic_votes=topic_votes,
            near=self._kept[near],
            nearness=nearness,
        )


def _wholes(corpus: Corpus, texts: Sequence[str], known: Sequence[Asked]) -> list[str]:
    """One text per passage with the questions it answers, then per topic, then per passage its look-alikes."""
    wholes = [*texts, *(topic.topic for topic in corpus.topics), *[""] * len(texts)]
    for question in known:
        if question.topic is not None:
            wholes[len(texts) + question.topic] += "\n" + question.text
        for row in question.passages:
            wholes[row + (len(texts) + len(corpus.topics)) * question.alike] += "\n" + question.text
    return wholes


class _Links:
    """From values of known questions to values of what they belong to."""

    def __init__(self, targets: Sequence[Sequence[int]], count: int) -> None:
        pairs = sorted((target, row) for row, found in enumerate(targets) for target in found)
        self._rows = np.array([row for _, row in pairs], dtype=np.int64)
        firsts, self._starts = np.unique([target for target, _ in pairs], return_index=True)
        self._targets = firsts.astype(np.int64)
        self._of = [np.array(found, dtype=np.int64) for found in targets]
        self._count = count

    def best(self, values: Array) -> Array:
        """Highest of *values*, one for each known question, among the questions of each target; 0 without any."""
        found = np.zeros(self._count)
        if len(self._rows):
            found[self._targets] = np.maximum.reduceat(values[self._rows], self._starts)
        return found

    def near(self, near: NDArray[np.int64], nearness: NDArray[np.float32], votes: Array) -> tuple[Array, Array]:
        """For each target the highest of *nearness* among its questions, -1 without any, and the sum of *votes*.

        Questions that are not *near* count as the last of them, since they are no nearer, and have no vote.
        """
        nearest, voted = np.full(self._count, -1.0), np.zeros(self._count)
        if len(near):
            nearest[self._targets] = nearness[-1]
        found = [self._of[row] for row in near]
        targets, held = np.concatenate([NO_ROWS, *found]), [len(each) for each in found]
        np.maximum.at(nearest, targets, np.repeat(nearness.astype(np.float64), held))
        np.add.at(voted, targets, np.repeat(votes, held))
        return nearest, voted

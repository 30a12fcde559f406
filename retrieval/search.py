"""Asking the index: the passages that answer, the words to quote, or an honest no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

from knowledge.conflicts import Conflict, load_conflicts
from knowledge.documents import load_documents
from knowledge.source import KNOWLEDGE
from knowledge.topics import Topic
from retrieval import index as stored
from retrieval.answerable import clues
from retrieval.corpus import SPACE, Corpus
from retrieval.encode import Encoder
from retrieval.filters import Filters
from retrieval.lexical import terms
from retrieval.passages import Passage
from retrieval.query import QueryReader
from retrieval.quote import best_quote, key_sentence
from retrieval.signals import Reading, Signals

# Cosine from which the nearest question of an outside topic names the topic.
TOPIC_NEAR = 0.45
PUBLIC = Filters()
KEPT_FILTERS = 64  # an agent typing sends the same one with every letter
KEPT_ANSWERS = 512  # a form shows the same passages at each of its turns, and citizens ask much alike
QUERY_SIZE = 500  # characters looked at; what comes after says nothing new


@dataclass(frozen=True)
class Hit:
    """A passage found.

    Attributes:
        score: Share of the ranking in 0..1; the shares of all passages searched sum to 1.
        quote: What of the passage to show, a substring of its document.
        key: The one sentence of *quote* that meets the question best.
    """

    passage: Passage
    score: float
    quote: str
    key: str


@dataclass(frozen=True)
class Answer:
    """What was found for a question.

    Attributes:
        score: Calibrated probability that the documents answer it.
        hits: Best first, also when not answerable.
        quote: The first hit's; None when not answerable.
        note: What national law says where it prevails over the quoted article.
        topic: The outside topic the question belongs to when it is not answerable and one is near.
        documents: How many documents were searched.
    """

    query: str
    answerable: bool
    score: float
    hits: list[Hit]
    quote: str | None
    note: str | None
    topic: Topic | None
    documents: int


class Searcher:
    """Reads an index in memory; safe to share between threads, since searching changes nothing."""

    def __init__(self, corpus: Corpus, conflicts: Sequence[Conflict], index: stored.Index, encoder: Encoder) -> None:
        self._corpus, self._index, self._encoder = corpus, index, encoder
        reader = QueryReader.build(corpus)
        self._signals = Signals(corpus, index.passages, index.asked, range(len(corpus.asked)), index.leaning, reader)
        self._notes = [_note(passage, conflicts) for passage in corpus.passages]
        self._searched = lru_cache(maxsize=KEPT_FILTERS)(self._allowed)
        self._answered = lru_cache(maxsize=KEPT_ANSWERS)(self._answer)

    @classmethod
    def load(cls, index_dir: Path, encoder: str, *, root: Path = KNOWLEDGE) -> Searcher:
        """Read the index, the model and the knowledge it was built from.

        From then on NumPy, FAISS and PyTorch compute on one thread in this process.

        Raises:
            ModelUnusable: The encoder is missing or damaged.
            IndexUnusable: The index is missing, damaged or stale.
            knowledge.source.KnowledgeError: A knowledge file breaks the format.
        """
        # Sums over some hundred rows are slower on two threads than on one (10 ms a search, not 4), and a service
        # has other questions for the second core.
        threadpool_limits(limits=1)
        model = Encoder.load(encoder)
        index = stored.load(index_dir, model.fingerprint, root=root)
        return cls(Corpus.load(root), load_conflicts(load_documents(root), root), index, model)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, documents in order of id, reading order within."""
        return self._corpus.passages

    @property
    def encoder(self) -> Encoder:
        """The model questions are encoded with."""
        return self._encoder

    def search(self, query: str, *, k: int = 5, filters: Filters = PUBLIC) -> Answer:
        """Find what answers *query* among the passages *filters* allow; *k* of them are returned at most.

        Answers are kept as long as this searcher is: another index has another searcher.
        """
        return self._answered(query, k, filters)

    def _answer(self, query: str, k: int, filters: Filters) -> Answer:
        asked = query.strip()[:QUERY_SIZE]
        rows, documents = self._searched(filters)
        if not terms(asked) or not len(rows):
            return Answer(query, False, 0.0, [], None, None, None, documents)
        reading = self._signals.read(asked, self._encoder.encode([asked])[0])
        # Ranked among all, so that a filter changes which passages are shown and not how they are judged.
        scores = self._index.ranker.score(reading.passages)[rows]
        chance = self._index.gate.probability(clues(reading.of(rows), scores))
        order = np.argsort(-scores, kind="stable")[:k]
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        hits = [self._hit(asked, reading, int(rows[at]), float(shares[at])) for at in order]
        if chance < self._index.gate.threshold:
            return Answer(query, False, chance, hits, None, None, self._topic(reading), documents)
        return Answer(query, True, chance, hits, hits[0].quote, self._notes[int(rows[order[0]])], None, documents)

    def _allowed(self, filters: Filters) -> tuple[NDArray[np.int64], int]:
        """Rows of the passages *filters* allow, and how many documents they are of."""
        rows = [row for row, passage in enumerate(self.passages) if filters.allow(passage)]
        return np.array(rows, dtype=np.int64), len({self.passages[row].document for row in rows})

    def _hit(self, asked: str, reading: Reading, row: int, share: float) -> Hit:
        passage, known = self.passages[row], self._nearest(reading, row)
        quote = best_quote(asked, passage.quotable, helped_by=known)
        return Hit(passage, share, quote, key_sentence(asked, quote, helped_by=known))

    def _nearest(self, reading: Reading, passage: int) -> str:
        """The nearest known question *passage* answers, or nothing."""
        known = (self._corpus.asked[row] for row in reading.near)
        return next((question.text for question in known if question.answered and passage in question.passages), "")

    def _topic(self, reading: Reading) -> Topic | None:
        if not len(reading.topic_dense) or reading.topic_dense.max() < TOPIC_NEAR:
            return None
        # All words of a topic together name it better than its one nearest question does.
        return self._corpus.topics[int(np.argmax(reading.topic_whole))]


def _note(passage: Passage, conflicts: Sequence[Conflict]) -> str | None:
    """Notes on the conflicts that touch *passage*, one a line."""
    path, words = passage.section.split(" · "), SPACE.sub("", passage.text)
    notes = [
        conflict.note
        for conflict in conflicts
        if conflict.document == passage.document
        and (not conflict.article or conflict.article in path)
        and (not conflict.words or conflict.words in words)
    ]
    return "\n".join(dict.fromkeys(notes)) or None

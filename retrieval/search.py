"""Asking the index: the passages that answer, the words to quote, or an honest no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.conflicts import Conflict, load_conflicts
from knowledge.documents import load_documents
from knowledge.source import KNOWLEDGE
from knowledge.topics import Topic
from retrieval import index as stored
from retrieval.answerable import clues
from retrieval.corpus import SPACE, Corpus
from retrieval.encode import Encoder
from retrieval.lexical import terms
from retrieval.passages import Passage
from retrieval.quote import best_quote
from retrieval.signals import Reading, Signals

Scope = Literal["public", "agent"]
EXPIRED = "已失效"
# Cosine from which the nearest question of an outside topic names the topic.
TOPIC_NEAR = 0.45
QUERY_SIZE = 500  # characters looked at; what comes after says nothing new


@dataclass(frozen=True)
class Hit:
    """A passage and its share of the ranking, in 0..1; the shares of all passages sum to 1."""

    passage: Passage
    score: float


@dataclass(frozen=True)
class Answer:
    """What was found for a question.

    Attributes:
        score: Calibrated probability that the documents answer it.
        hits: Best first, also when not answerable.
        quote: Words of the first passage, a substring of the document; None when not answerable.
        note: What national law says where it prevails over the quoted article.
        topic: The outside topic the question belongs to when it is not answerable and one is near.
    """

    query: str
    answerable: bool
    score: float
    hits: list[Hit]
    quote: str | None
    note: str | None
    topic: Topic | None


class Searcher:
    """Reads an index in memory; safe to share between threads, since searching changes nothing."""

    def __init__(self, corpus: Corpus, conflicts: Sequence[Conflict], index: stored.Index, encoder: Encoder) -> None:
        self._corpus, self._index, self._encoder = corpus, index, encoder
        self._signals = Signals(corpus, index.passages, index.asked, range(len(corpus.asked)), index.leaning)
        self._notes = [_note(passage, conflicts) for passage in corpus.passages]
        self._live = np.array([passage.status != EXPIRED for passage in corpus.passages])
        self._public = self._live & np.array([passage.audience == "public" for passage in corpus.passages])

    @classmethod
    def load(cls, index_dir: Path, encoder: str, *, root: Path = KNOWLEDGE) -> Searcher:
        """Read the index, the model and the knowledge it was built from.

        Raises:
            ModelUnusable: The encoder is missing or damaged.
            IndexUnusable: The index is missing, damaged or stale.
            knowledge.source.KnowledgeError: A knowledge file breaks the format.
        """
        model = Encoder.load(encoder)
        index = stored.load(index_dir, model.fingerprint, root=root)
        return cls(Corpus.load(root), load_conflicts(load_documents(root), root), index, model)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, documents in order of id, reading order within."""
        return self._corpus.passages

    def search(self, query: str, *, k: int = 5, scope: Scope = "public") -> Answer:
        """Find what answers *query*.

        Args:
            k: Passages returned at most.
            scope: ``agent`` also sees internal documents. Expired documents answer nobody.
        """
        asked = query.strip()[:QUERY_SIZE]
        allowed = self._live if scope == "agent" else self._public
        if not terms(asked) or not allowed.any():
            return Answer(query, False, 0.0, [], None, None, None)
        reading = self._signals.read(asked, self._encoder.encode([asked])[0])
        scores = np.where(allowed, self._index.ranker.score(reading.passages), -np.inf)
        chance = self._index.gate.probability(clues(reading, scores))
        hits = self._hits(scores, k)
        answerable = chance >= self._index.gate.threshold
        if not answerable:
            return Answer(query, False, chance, hits, None, None, self._topic(reading))
        best = int(np.argmax(scores))
        passage = self._corpus.passages[best]
        quote = best_quote(asked, passage.quotable, helped_by=self._nearest(reading, best))
        return Answer(query, True, chance, hits, quote, self._notes[best], None)

    def _hits(self, scores: NDArray[np.float64], k: int) -> list[Hit]:
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        order = np.argsort(-scores, kind="stable")[:k]
        return [Hit(self._corpus.passages[row], float(shares[row])) for row in order if np.isfinite(scores[row])]

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

"""All texts a question is compared with: passages, questions asked of them, look-alikes, and topics outside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from knowledge.documents import Document, load_documents
from knowledge.elsewhere import load_elsewhere
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.pinyin_confusions import Confusion, load_confusions
from knowledge.questions import PassageQuestions, load_questions
from knowledge.source import KNOWLEDGE
from knowledge.topics import Topic, load_topics
from knowledge.units import Unit, load_units
from retrieval.named import years
from retrieval.passages import Passage, split

SPACE = re.compile(r"\s+")
# Share of an anchor a passage must hold to count as its answer when the anchor runs over several passages.
ANCHOR_SHARE = 0.25


@dataclass(frozen=True)
class Asked:
    """A question known beforehand.

    Attributes:
        passages: Rows of the passages it belongs to: that answer it, or for a look-alike that do not.
        topic: Row of the outside topic it belongs to, else None.
        alike: True for a look-alike (``negative``) question.
    """

    text: str
    passages: tuple[int, ...] = ()
    topic: int | None = None
    alike: bool = False

    @property
    def answered(self) -> bool:
        return bool(self.passages) and not self.alike


@dataclass(frozen=True)
class Corpus:
    """Everything that is indexed; rows of *passages*, *asked* and *topics* are named by number.

    *elsewhere* are names of places outside the county. *foreign* are questions of outside topics that name such a place
    or a year no document speaks of: they are no neighbours to anything, since but for the name many would be answered.
    *lexicon* and *confusions* say how citizens speak and mistype.
    """

    passages: tuple[Passage, ...]
    asked: tuple[Asked, ...]
    topics: tuple[Topic, ...]
    units: tuple[Unit, ...]
    elsewhere: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    lexicon: Lexicon = Lexicon(())
    confusions: tuple[Confusion, ...] = ()

    @classmethod
    def load(cls, root: Path = KNOWLEDGE) -> Corpus:
        """Read the knowledge folder; raises knowledge.source.KnowledgeError."""
        documents, units = load_documents(root), load_units(root)
        questions, topics = load_questions(documents, root), load_topics(units, root)
        return replace(
            cls.of(documents, questions, topics, units, load_elsewhere(root)),
            lexicon=load_lexicon(documents, questions, topics, units, root),
            confusions=load_confusions(root),
        )

    @classmethod
    def of(
        cls,
        documents: Iterable[Document],
        questions: Iterable[PassageQuestions],
        topics: Iterable[Topic],
        units: Iterable[Unit],
        elsewhere: Iterable[str] = (),
    ) -> Corpus:
        passages = tuple(passage for document in documents for passage in split(document))
        standing = _Places(passages)
        asked: list[Asked] = []
        for group in questions:
            rows = standing.holding(group.document, group.anchor)
            asked += [Asked(text, rows) for text in group.questions]
            asked += [Asked(text, rows, alike=True) for text in group.negative]
        topics = tuple(topics)
        places, spoken_of = tuple(elsewhere), {passage.year for passage in passages}
        foreign = []
        for row, topic in enumerate(topics):
            for text in topic.questions:
                if any(place in text for place in places) or years(text) - spoken_of:
                    foreign.append(text)
                else:
                    asked.append(Asked(text, topic=row))
        return cls(passages, tuple(asked), topics, tuple(units), places, tuple(foreign))


class _Places:
    """Where in a document's words, white space removed, each passage stands."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._words: dict[str, str] = {}
        self._owners: dict[str, list[int]] = {}
        for row, passage in enumerate(passages):
            words = SPACE.sub("", passage.quotable)
            self._words[passage.document] = self._words.get(passage.document, "") + words
            self._owners.setdefault(passage.document, []).extend([row] * len(words))

    def holding(self, document: str, anchor: str) -> tuple[int, ...]:
        """Rows that hold *anchor*, or at least ``ANCHOR_SHARE`` of it where it runs over several passages."""
        words, owners = self._words.get(document, ""), self._owners.get(document, [])
        found: set[int] = set()
        at = words.find(anchor)
        while at >= 0:
            rows, counts = np.unique(owners[at : at + len(anchor)], return_counts=True)
            found |= {int(row) for row, count in zip(rows, counts, strict=True) if count >= ANCHOR_SHARE * len(anchor)}
            at = words.find(anchor, at + 1)
        return tuple(sorted(found))

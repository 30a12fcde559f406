"""The part of knowledge/ that routing is learnt from, read together and fingerprinted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desk import digits, masking, message_type, places, validity, wording
from desk.places import Gazetteer
from knowledge.places import Town, load_places
from knowledge.routing_examples import RoutingExample, load_routing_examples
from knowledge.source import KNOWLEDGE
from knowledge.topics import Topic, load_topics
from knowledge.type_cues import TypeCue, load_type_cues
from knowledge.units import ANY_TOWN, Unit, load_units

TOWN = "镇"  # the label of every matter that belongs to the town where it happens
DUTIES = "职责"


@dataclass(frozen=True)
class Lesson:
    """A text and where it goes.

    Attributes:
        label: Short name of the unit, or ``TOWN``.
        topic: Of outside_topics.jsonl; ``DUTIES``, or the type, for the other two sources.
    """

    label: str
    topic: str
    text: str


@dataclass(frozen=True)
class RoutingKnowledge:
    units: tuple[Unit, ...]
    towns: tuple[Town, ...]
    topics: tuple[Topic, ...]
    examples: tuple[RoutingExample, ...]
    cues: tuple[TypeCue, ...]

    @classmethod
    def load(cls, root: Path = KNOWLEDGE) -> RoutingKnowledge:
        """Raises KnowledgeError at the first fault of a file."""
        units = load_units(root)
        return cls(
            units=tuple(units),
            towns=tuple(load_places(units, root)),
            topics=tuple(topic for topic in load_topics(units, root) if topic.unit),
            examples=tuple(load_routing_examples(units, root)),
            cues=tuple(load_type_cues(root)),
        )

    def gazetteer(self) -> Gazetteer:
        return Gazetteer(self.towns)

    def label(self, unit: str) -> str:
        """Return the label learnt for *unit*: all towns share one."""
        return TOWN if unit == ANY_TOWN or any(unit == town.name for town in self.towns) else unit

    def fingerprint(self) -> str:
        """A hash of everything the model depends on, the code of its features included."""
        code = b"".join(
            Path(str(module.__file__)).read_bytes()
            for module in (digits, masking, message_type, places, validity, wording)
        )
        cues = [(cue.name, cue.pattern.pattern, cue.where) for cue in self.cues]  # a pattern's repr is cut short
        told = repr((self.units, self.towns, self.topics, self.examples, cues))
        return hashlib.sha256(code + told.encode()).hexdigest()

    def lessons(self) -> list[Lesson]:
        """Return everything that tells which unit a text goes to, each once."""
        return list(dict.fromkeys(self._told()))

    def _told(self) -> Iterator[Lesson]:
        gazetteer = self.gazetteer()
        for topic in self.topics:
            for text in (topic.topic, *topic.questions):
                yield Lesson(self.label(str(topic.unit)), topic.topic, text)
        for unit in self.units:
            for duty in unit.duties:
                yield Lesson(self.label(unit.name), DUTIES, duty)
        for example in self.examples:
            yield Lesson(self.label(example.unit), example.type, example.text)
            if example.unit == ANY_TOWN:
                yield Lesson(TOWN, example.type, gazetteer.unnamed(example.text))

"""Words of immediate danger with the number to ring first, and talk of danger that is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.script import simplified
from knowledge.source import KNOWLEDGE, Record, read_yaml

NUMBERS = ("110", "119", "120", "122")


@dataclass(frozen=True)
class Emergency:
    """A kind of danger.

    Attributes:
        name: The danger in a word, e.g. 火灾.
        number: Whom to ring.
        phrases: Literal words that tell of it, in 简体 and lower case.
        patterns: Regular expressions that tell of it.
        signs: Regular expressions of what often goes with it; they lend weight to what the classifier suspects.
        near_misses: Regular expressions; where one matches, its span tells of no danger (消防通道堵了, 火灾保险).
    """

    name: str
    number: str
    phrases: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    signs: tuple[re.Pattern[str], ...]
    near_misses: tuple[re.Pattern[str], ...]

    def told_in(self, text: str) -> bool:
        for near_miss in self.near_misses:
            text = near_miss.sub("，", text)
        return any(phrase in text for phrase in self.phrases) or any(p.search(text) for p in self.patterns)


@dataclass(frozen=True)
class Calm:
    """A way of talking of danger that is over, asked about or only a manner of speaking.

    Attributes:
        patterns: Regular expressions; one that matches is enough.
        unless: Regular expressions; where one matches, the danger is present after all (现在, 快来).
    """

    name: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def heard_in(self, text: str) -> bool:
        return any(p.search(text) for p in self.patterns) and not any(p.search(text) for p in self.unless)


@dataclass(frozen=True)
class Emergencies:
    """``dangers`` stand in order of urgency."""

    dangers: tuple[Emergency, ...]
    calms: tuple[Calm, ...]

    def named(self, text: str) -> list[Emergency]:
        """Every danger whose words *text* has, calm or not."""
        plain = simplified(text)
        return [danger for danger in self.dangers if danger.told_in(plain)]

    def suspected(self, text: str) -> bool:
        """Whether *text* has any sign of danger."""
        plain = simplified(text)
        return any(sign.search(plain) for danger in self.dangers for sign in danger.signs)

    def calm(self, text: str) -> bool:
        plain = simplified(text)
        return any(calm.heard_in(plain) for calm in self.calms)

    def spot(self, text: str) -> Emergency | None:
        """The most urgent danger *text* tells of; None when it only talks of danger."""
        named = self.named(text)
        return named[0] if named and not self.calm(text) else None


def load_emergencies(root: Path = KNOWLEDGE) -> Emergencies:
    """Read ``emergencies.yml`` and ``emergency_calm.yml``; raises KnowledgeError."""
    dangers = tuple(_danger(record) for record in read_yaml(root / "emergencies.yml"))
    calms = tuple(_calm(record) for record in read_yaml(root / "emergency_calm.yml"))
    return Emergencies(dangers, calms)


def _danger(record: Record) -> Emergency:
    record.expect(("name", "number", "phrases", "patterns", "signs", "near_misses"))
    found = Emergency(
        name=record.text("name"),
        number=record.choice("number", NUMBERS),
        phrases=record.texts("phrases"),
        patterns=_patterns(record, "patterns"),
        signs=_patterns(record, "signs"),
        near_misses=_patterns(record, "near_misses"),
    )
    if not found.phrases and not found.patterns:
        raise record.refusal("phrases 与 patterns 至少要有一项")
    return found


def _calm(record: Record) -> Calm:
    """Its own ``examples`` and ``counter_examples`` are the proof that it does what its editor meant."""
    record.expect(("name", "patterns", "unless", "examples", "counter_examples"))
    found = Calm(record.text("name"), _patterns(record, "patterns"), _patterns(record, "unless"))
    if not found.patterns or not record.texts("examples"):
        raise record.refusal("patterns 与 examples 都至少要有一项")
    for example in record.texts("examples"):
        if not found.heard_in(simplified(example)):
            raise record.refusal(f"例句「{example}」没有被匹配到", "examples")
    for example in record.texts("counter_examples"):
        if found.heard_in(simplified(example)):
            raise record.refusal(f"反例「{example}」不应被匹配到", "counter_examples")
    return found


def _patterns(record: Record, key: str) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(pattern) for pattern in record.texts(key))
    except re.error as error:
        raise record.refusal(f"{key} 中「{error.pattern!r}」不是合法的正则表达式", key) from None

"""Words of immediate danger and the number to ring first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, Record, read_yaml

NUMBERS = ("110", "119", "120", "122")


@dataclass(frozen=True)
class Emergency:
    """A kind of danger.

    Attributes:
        name: The danger in a word, e.g. 火灾.
        number: Whom to ring.
        phrases: Literal words that tell of it.
        patterns: Regular expressions that tell of it.
        near_misses: Regular expressions; where one matches, its span tells of no danger (消防通道堵了, 火灾保险).
    """

    name: str
    number: str
    phrases: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    near_misses: tuple[re.Pattern[str], ...]


def load_emergencies(root: Path = KNOWLEDGE) -> list[Emergency]:
    """Read ``emergencies.yml`` in order of urgency; raises KnowledgeError."""
    found: list[Emergency] = []
    for record in read_yaml(root / "emergencies.yml"):
        record.expect(("name", "number", "phrases", "patterns", "near_misses"))
        emergency = Emergency(
            name=record.text("name"),
            number=record.choice("number", NUMBERS),
            phrases=record.texts("phrases"),
            patterns=_patterns(record, "patterns"),
            near_misses=_patterns(record, "near_misses"),
        )
        if not emergency.phrases and not emergency.patterns:
            raise record.refusal("phrases 与 patterns 至少要有一项")
        found.append(emergency)
    return found


def spot_emergency(text: str, emergencies: list[Emergency]) -> Emergency | None:
    """Return the first danger *text* tells of; words inside a near miss of that danger do not count."""
    for emergency in emergencies:
        rest = text
        for near_miss in emergency.near_misses:
            rest = near_miss.sub("，", rest)
        if any(phrase in rest for phrase in emergency.phrases) or any(p.search(rest) for p in emergency.patterns):
            return emergency
    return None


def _patterns(record: Record, key: str) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(pattern) for pattern in record.texts(key))
    except re.error as error:
        raise record.refusal(f"{key} 中「{error.pattern!r}」不是合法的正则表达式", key) from None

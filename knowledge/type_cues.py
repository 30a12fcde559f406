"""Turns of phrase that tell what kind of message a citizen leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, read_yaml

WHERE = ("all", "last")


@dataclass(frozen=True)
class TypeCue:
    """One turn of phrase.

    Attributes:
        pattern: Searched in the whole message, or in its last clause only.
        where: ``all`` or ``last``.
    """

    name: str
    pattern: re.Pattern[str]
    where: str


def load_type_cues(root: Path = KNOWLEDGE) -> list[TypeCue]:
    """Read ``type_cues.yml``; raises KnowledgeError, also for a name given twice."""
    found: list[TypeCue] = []
    for record in read_yaml(root / "type_cues.yml"):
        record.expect(("name", "where", "pattern"))
        name, written = record.text("name"), record.text("pattern")
        if any(cue.name == name for cue in found):
            raise record.refusal(f"「{name}」写了两次", "name")
        try:
            pattern = re.compile(written)
        except re.error:
            raise record.refusal(f"「{written}」不是合法的正则表达式", "pattern") from None
        found.append(TypeCue(name, pattern, record.choice("where", WHERE)))
    return found

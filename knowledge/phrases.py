"""Words a reply to a citizen may not hold, with the rule that bans them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, read_yaml

LEVELS = ("block", "warn")


@dataclass(frozen=True)
class BannedPhrase:
    """A phrase and its variants.

    Attributes:
        rule: ASCII key of the reply rule broken.
        phrase: As the source prints it.
        pattern: Regular expression that finds it and its usual variants.
        level: ``block`` keeps the reply from leaving, ``warn`` only shows.
        message: What the writer is told.
        source: Document and article.
    """

    rule: str
    phrase: str
    pattern: re.Pattern[str]
    level: str
    message: str
    source: str


def load_phrases(root: Path = KNOWLEDGE) -> list[BannedPhrase]:
    """Read ``banned_phrases.yml``; raises KnowledgeError, also when a pattern misses its own phrase."""
    found: list[BannedPhrase] = []
    for record in read_yaml(root / "banned_phrases.yml"):
        record.expect(("rule", "phrase", "pattern", "level", "message", "source"))
        phrase, written = record.text("phrase"), record.text("pattern")
        try:
            pattern = re.compile(written)
        except re.error:
            raise record.refusal(f"「{written}」不是合法的正则表达式", "pattern") from None
        if not pattern.search(phrase):
            raise record.refusal(f"pattern 没有匹配「{phrase}」本身", "pattern")
        found.append(
            BannedPhrase(
                rule=record.text("rule"),
                phrase=phrase,
                pattern=pattern,
                level=record.choice("level", LEVELS),
                message=record.text("message"),
                source=record.text("source"),
            )
        )
    return found

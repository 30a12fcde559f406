"""Words of abuse, known so that the assistant stays polite and repeats none of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from knowledge.script import folded
from knowledge.source import KNOWLEDGE, KnowledgeError, read_text

FILE = "insults.txt"
LEFT_OUT = "……"
SHORTEST = 2  # a single character is in too many harmless words


def load_insults(root: Path = KNOWLEDGE) -> tuple[str, ...]:
    """The words of ``insults.txt`` in 简体 and lower case, the longest first; raises KnowledgeError."""
    words: list[str] = []
    for number, line in enumerate(read_text(root / FILE).splitlines(), 1):
        for word in [] if line.startswith("#") else line.split():
            if len(word) < SHORTEST:
                raise KnowledgeError(root / FILE, number, f"「{word}」太短")
            words.append(folded(word))
    if not words:
        raise KnowledgeError(root / FILE, 1, "至少要有一个词")
    return tuple(sorted(words, key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, load_insults())))


def insulting(text: str) -> bool:
    return _pattern().search(folded(text)) is not None


def without_insults(text: str) -> str:
    """*text* with …… in the place of each word of abuse."""
    for start, end in reversed([found.span() for found in _pattern().finditer(folded(text))]):
        text = f"{text[:start]}{LEFT_OUT}{text[end:]}"
    return text

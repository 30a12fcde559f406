"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]*[”’）]?")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each sentence, white space around it left out."""
    for match in _SENTENCE.finditer(text):
        words = match.group()
        if words.strip():
            start = match.start() + len(words) - len(words.lstrip())
            yield start, start + len(words.strip())


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """The sentence that holds *position*, or the last one before it; (0, 0) in an empty text."""
    begun = [span for span in sentences(text) if span[0] <= position]
    return begun[-1] if begun else (0, 0)

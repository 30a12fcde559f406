"""Passages to search: articles of national law, and as many more as wanted made of their sentences."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path

SENTENCE = re.compile(r"[^。；\s]{4,}[。；]")  # titles and numbers of articles end without a stop
SEED = 7


def read_articles(path: Path) -> list[str]:
    """Title, number and text of each article as one line, from gzipped rows ``{"law", "article", "text"}``."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [" ".join(f"{row['law']} {row['article']} {row['text']}".split()) for row in rows]


def passages(articles: list[str], size: int) -> list[str]:
    """*size* passages, the same each time: articles evenly spread, or recombined ones if there are too few of them."""
    if size <= len(articles):
        return [articles[at * len(articles) // size] for at in range(size)]
    return _recombined(articles, size)


def _recombined(articles: list[str], size: int) -> list[str]:
    """Two sentences of different articles each."""
    sentences = [(number, found) for number, text in enumerate(articles) for found in SENTENCE.findall(text)]
    dice = random.Random(SEED)
    made: list[str] = []
    while len(made) < size:
        (one, first), (other, second) = dice.choices(sentences, k=2)
        if one != other:
            made.append(first + second)
    return made

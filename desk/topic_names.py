"""Words that tell a group of matters from the rest: frequent in it, rare elsewhere."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from desk.keywords import keywords, words

TERMS = 4
LOOKED_AT = 60  # matters read of a group, and candidates whose part of speech is asked for
BACKGROUND = 2000  # matters read of all


def telling_terms(groups: Sequence[Sequence[str]], every: Sequence[str]) -> list[tuple[str, ...]]:
    """Up to TERMS words for each group, most telling first (tf-idf against *every*), none inside another."""
    sample = every[:: max(1, len(every) // BACKGROUND)]
    background = _documents(sample)
    return [_terms(group, background, len(sample)) for group in groups]


def _terms(group: Sequence[str], background: Counter[str], read: int) -> tuple[str, ...]:
    own = group[:: max(1, len(group) // LOOKED_AT)]
    scores = {
        word: count / len(own) * math.log((1 + read) / (1 + background[word]))
        for word, count in _documents(own).items()
        if count > 1
    }
    ranked = sorted(scores, key=lambda word: (-scores[word], word))[:LOOKED_AT]
    meaningful = keywords(ranked)
    chosen: list[str] = []
    for word in ranked:
        if word in meaningful and not any(word in other or other in word for other in chosen):
            chosen.append(word)
    return tuple(chosen[:TERMS])


def _documents(texts: Iterable[str]) -> Counter[str]:
    """In how many of *texts* each word occurs."""
    return Counter(word for text in texts for word in set(words(text)))

"""Which words of a passage to show as the answer: whole sentences, in one piece, as printed."""

from __future__ import annotations

from functools import lru_cache

from retrieval.lexical import terms
from retrieval.passages import SENTENCE

# Characters. A passage up to SHORT is quoted whole; of a longer one the sentences around the best match up to LIMIT.
SHORT = 200
LIMIT = 240
SENTENCES = 4096  # whose terms are kept: about all of the county's documents


def best_quote(query: str, quotable: str, *, helped_by: str = "") -> str:
    """The part of *quotable* that answers *query*: a substring of it, at sentence bounds.

    Args:
        helped_by: Further words that point to the answer, such as the nearest known question.
    """
    if len(quotable) <= SHORT:
        return quotable
    spans, worth = _weighed(query, quotable, helped_by)
    first = last = max(range(len(spans)), key=lambda at: worth[at])
    while True:
        wider = [(first - 1, last)] if first > 0 else []
        wider += [(first, last + 1)] if last + 1 < len(spans) else []
        wider = [(a, b) for a, b in wider if spans[b][1] - spans[a][0] <= LIMIT]
        if not wider:
            break
        first, last = max(wider, key=lambda pair: worth[pair[0]] + worth[pair[1]])
    return quotable[spans[first][0] : spans[last][1]].strip()


def key_sentence(query: str, quote: str, *, helped_by: str = "") -> str:
    """The one sentence of *quote* that meets *query* best; of equals the first."""
    spans, worth = _weighed(query, quote, helped_by)
    start, end = max(zip(spans, worth, strict=True), key=lambda pair: pair[1])[0]
    return quote[start:end].strip()


def _weighed(query: str, text: str, helped_by: str) -> tuple[list[tuple[int, int]], list[float]]:
    """Sentences of *text* as spans and how well each meets the question: shared terms, long sentences worth less."""
    spans = [found.span() for found in SENTENCE.finditer(text)] or [(0, len(text))]
    wanted = set(terms(f"{query}\n{helped_by}"))
    return spans, [len(wanted & _terms(text[start:end])) / (8 + end - start) ** 0.5 for start, end in spans]


@lru_cache(maxsize=SENTENCES)
def _terms(sentence: str) -> frozenset[str]:
    return frozenset(terms(sentence))

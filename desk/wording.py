"""A text as the counts of its short character sequences: what the routing model sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from desk.digits import half_width
from desk.masking import mask

LONGEST = 4  # characters; words of Chinese complaints rarely carry more in one piece
FIRST, LAST = "‹", "›"  # mark the sequences of the first and of the last clause
_BLANKS = re.compile(r"\s+")
_NUMBERS = re.compile(r"[0-9*]+(?:[.:-][0-9*]+)*")
_CLAUSES = re.compile(r"[^，。；！？、：,;:!?\n]+[，。；！？：,;:!?\n]*")
_EDGES = "^", "$"


def grams(text: str) -> Counter[str]:
    """Count the sequences of 1 to ``LONGEST`` characters of *text*; numbers are one sign, blanks none."""
    plain = _NUMBERS.sub("0", _BLANKS.sub("", half_width(mask(text)).lower()))
    return Counter(_sequences(_EDGES[0] + plain + _EDGES[1]))


def phrasing(text: str) -> Counter[str]:
    """Like ``grams``, with those of the first and last clause counted once more under a mark.

    Where something stands tells what it is said for: 请…修一下 at the end asks, 建议 at the beginning proposes.
    """
    clauses = _CLAUSES.findall(text) or [text]
    counts = grams(text)
    for mark, clause in ((FIRST, clauses[0]), (LAST, clauses[-1])):
        counts.update({mark + term: 1 for term in grams(clause)})
    return counts


def last_clause(text: str) -> str:
    return str((_CLAUSES.findall(text) or [text])[-1])


def _sequences(framed: str) -> Iterator[str]:
    for length in range(1, LONGEST + 1):
        for start in range(len(framed) - length + 1):
            yield framed[start : start + length]

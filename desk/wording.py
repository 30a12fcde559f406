"""A text as the counts of its short character sequences: what the routing model sees."""

from __future__ import annotations

import re
from collections import Counter

from desk.digits import half_width
from desk.masking import mask

LONGEST = 4  # characters; words of Chinese complaints rarely carry more in one piece
_BLANKS = re.compile(r"\s+")
_NUMBERS = re.compile(r"[0-9*]+(?:[.:-][0-9*]+)*")
_EDGE = "^", "$"


def grams(text: str) -> Counter[str]:
    """Count the sequences of 1 to ``LONGEST`` characters of *text*; numbers are one sign, blanks none."""
    plain = _NUMBERS.sub("0", _BLANKS.sub("", half_width(mask(text)).lower()))
    framed = _EDGE[0] + plain + _EDGE[1]
    return Counter(
        framed[start : start + length] for length in range(1, LONGEST + 1) for start in range(len(framed) - length + 1)
    )

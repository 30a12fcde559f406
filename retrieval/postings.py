"""Counting the terms of many texts: which rows hold each term, how often, in arrays throughout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from retrieval.normal import normalise_lines

# A term is one number: its first character's code in the high bits, the second's (0 for a single one) in the low ones.
CODE_BITS = 21
ROW_BITS = 16
ROWS = 1 << ROW_BITS  # texts counted at a time, so that term and row fit one 64-bit number to sort by
LINE_END, SPACE = ord("\n"), ord(" ")

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Counted:
    """Terms of up to ROWS texts.

    Attributes:
        terms: Numbers as of ``number_of``, ascending; *holding* how many rows hold each.
        rows: Rows of the first term, then of the second, ascending within a term; *counts* how often they hold it.
        lengths: Terms of each row, repeated ones included.
    """

    terms: Whole
    holding: Whole
    rows: NDArray[np.uint16]
    counts: NDArray[np.float32]
    lengths: Whole


def number_of(term: str) -> int:
    """The number of a term of one or two characters."""
    return ord(term[0]) << CODE_BITS | (ord(term[1]) if len(term) > 1 else 0)


def count(texts: Iterable[str]) -> Iterator[Counted]:
    """Count the characters and the pairs of neighbouring characters of *texts*, ROWS texts at a time."""
    remaining = iter(texts)
    while batch := list(islice(remaining, ROWS)):
        yield _counted(batch)


def _counted(texts: list[str]) -> Counted:
    found = _occurrences(normalise_lines(texts))
    lengths = np.bincount(found & (ROWS - 1), minlength=len(texts))
    found.sort()
    first = _starts(found)
    counts = np.diff(np.append(first, len(found)))
    found = found[first]
    numbers = found >> ROW_BITS
    first = _starts(numbers)
    return Counted(
        terms=numbers[first],
        holding=np.diff(np.append(first, len(numbers))),
        rows=(found & (ROWS - 1)).astype(np.uint16),
        counts=counts.astype(np.float32),
        lengths=lengths,
    )


def _occurrences(lines: str) -> Whole:
    """Every term of every line as term << ROW_BITS | line."""
    codes = np.frombuffer(lines.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32).astype(np.int64)
    ends = codes == LINE_END
    row = np.cumsum(ends)
    word = ~ends & (codes != SPACE)
    pair = word[:-1] & word[1:]
    high = codes << CODE_BITS
    ones = high[word] << ROW_BITS | row[word]
    twos = (high[:-1][pair] | codes[1:][pair]) << ROW_BITS | row[:-1][pair]
    return np.concatenate((ones, twos))


def _starts(ascending: Whole) -> Whole:
    """Positions at which a new value begins."""
    return np.flatnonzero(np.diff(ascending, prepend=-1))

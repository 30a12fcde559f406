"""BM25 over characters and character pairs, the share of every term in every text computed when the index is built."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import _sparsetools

from retrieval.normal import normalise
from retrieval.postings import Counted, Whole, count, number_of

# Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009; the usual values.
K1 = 1.5
B = 0.75

BLOCK = 64  # rows whose best score stands for all of them when the best rows are picked
NO_TERM = np.iinfo(np.int64).max  # above every term
ONCE = np.ones(1, dtype=np.float32)

Scores = NDArray[np.float32]


def terms(text: str) -> list[str]:
    """Characters and overlapping character pairs of *text*, normalised.

    Pairs hold most Chinese words; single characters let a colloquial question meet the passage at all. Words of jieba
    instead of pairs are worse, beside them no better than chance (decision 0021).
    """
    runs = normalise(text).split()
    return [run[at : at + size] for run in runs for size in (1, 2) for at in range(len(run) - size + 1)]


class LexicalIndex:
    """Inverted index; a text is named by its row number.

    For the term ``_terms[t]``, ``_rows[_starts[t]:_starts[t + 1]]`` are the rows that hold it and ``_weights`` their
    BM25 shares, so a search only adds (Lù, "BM25S", 2024, https://arxiv.org/abs/2407.03618).
    """

    def __init__(self, terms: Whole, starts: Whole, rows: NDArray[np.int32], weights: Scores, size: int) -> None:
        self._terms = np.append(terms, NO_TERM)
        self._starts, self._rows, self._weights, self._size = starts, rows, weights, size
        self._idf = _idf(np.diff(starts), size)

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Index *texts* in their order."""
        return _merged(list(count(texts)))

    def __len__(self) -> int:
        return self._size

    def scores(self, query: Sequence[str]) -> Scores:
        """BM25 of every row for the terms *query*, each counted once; float32 of shape (rows,), 0 without a match."""
        return self._sum(self._known(query)[0])

    def shares(self, query: Sequence[str]) -> NDArray[np.float64]:
        """BM25 of every row as a share of the most the terms *query* could score; zeros for no terms."""
        if not query:
            return np.zeros(self._size)
        numbers, unknown = self._known(query)
        return self._sum(numbers) / max(self._most(numbers, unknown), 1e-9)

    def _sum(self, numbers: Whole) -> Scores:
        """Add the BM25 shares of the terms at *numbers*."""
        starts, ends = self._starts[numbers], self._starts[numbers + 1]
        columns = np.stack((starts - starts, ends - starts), axis=1).astype(np.int32)
        total = np.zeros(self._size, dtype=np.float32)
        for start, end, column in zip(starts.tolist(), ends.tolist(), columns, strict=True):
            # total[rows] += weights in one pass: a column of a sparse matrix times 1. NumPy alone takes eight times as
            # long, and the public product copies the columns first (decision 0026).
            rows, weights = self._rows[start:end], self._weights[start:end]
            _sparsetools.csc_matvec(self._size, 1, column, rows, weights, ONCE, total)
        return total

    def _most(self, numbers: Whole, unknown: int) -> float:
        """The most a text of average length could score: every term held twice, *unknown* ones counted the rarest."""
        total = self._idf[numbers].sum() + unknown * np.log1p(self._size / 0.5)
        return float(total * 2 * (K1 + 1) / (2 + K1))

    def search(self, query: Sequence[str], count: int) -> tuple[Scores, NDArray[np.int64]]:
        """Scores and row numbers of the *count* best rows, best first; ties in row order."""
        scores = self.scores(query)
        count = min(count, self._size)
        bar = _reached(scores, count)
        if bar > 0:
            rows = np.flatnonzero(scores >= bar)
        else:  # fewer rows than wanted hold any of the terms, or little more: the first of the others follow them
            rows = np.concatenate((np.flatnonzero(scores), np.flatnonzero(scores == 0)[:count]))
        rows = rows[np.lexsort((rows, -scores[rows]))][:count]
        return scores[rows], rows

    def _known(self, query: Sequence[str]) -> tuple[Whole, int]:
        """Places in ``_terms`` of the terms of *query* that any row holds, and how many others there are."""
        wanted = np.array([number_of(term) for term in dict.fromkeys(query)], dtype=np.int64)
        places = np.searchsorted(self._terms, wanted)
        found = places[self._terms[places] == wanted]
        return found, len(wanted) - len(found)


def _reached(scores: Scores, count: int) -> float:
    """A score that *count* rows or more reach, not far below that of the last of the *count* best.

    Among many rows it is the count-th best of blocks: *count* blocks whose best row reaches it hold *count* such rows.
    """
    blocks = len(scores) // BLOCK
    tops = scores[: blocks * BLOCK].reshape(blocks, BLOCK).max(axis=1) if blocks >= count else scores
    return float(np.partition(tops, len(tops) - count)[len(tops) - count]) if count else 0.0


def _idf(holding: Whole, size: int) -> NDArray[np.float64]:
    idf: NDArray[np.float64] = np.log1p((size - holding + 0.5) / (holding + 0.5))
    return idf


def _merged(parts: list[Counted]) -> LexicalIndex:
    """Lay the rows of all *parts*, which it empties, beside each other by term and turn counts into BM25 shares."""
    empty = np.zeros(0, dtype=np.int64)
    vocabulary = np.unique(np.concatenate([empty, *(part.terms for part in parts)]))
    places = [np.searchsorted(vocabulary, part.terms) for part in parts]
    holding = np.zeros(len(vocabulary), dtype=np.int64)
    for place, part in zip(places, parts, strict=True):
        holding[place] += part.holding
    starts = np.concatenate(([0], np.cumsum(holding)))
    lengths = np.concatenate([empty, *(part.lengths for part in parts)]).astype(np.float32)
    longer = lengths / max(float(lengths.mean()) if len(lengths) else 1.0, 1e-9)
    idf = _idf(holding, len(lengths))
    rows, weights = np.empty(starts[-1], dtype=np.int32), np.empty(starts[-1], dtype=np.float32)
    free, offset = starts[:-1].copy(), 0
    for place in places:
        part = parts.pop(0)
        shift = np.repeat(free[place] - np.cumsum(part.holding) + part.holding, part.holding)
        to = shift + np.arange(len(part.rows))
        row = part.rows.astype(np.int32) + np.int32(offset)
        rows[to] = row
        saturated = part.counts + K1 * (1 - B + B * longer[row])
        weights[to] = np.repeat(idf[place], part.holding) * part.counts * (K1 + 1) / saturated
        free[place] += part.holding
        offset += len(part.lengths)
    return LexicalIndex(vocabulary, starts, rows, weights, len(lengths))

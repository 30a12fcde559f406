"""BM25 over characters and character pairs, the share of every term in every text computed when the index is built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.normal import normalise

# Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009; the usual values.
K1 = 1.5
B = 0.75

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

    For term t, ``_rows[_starts[t]:_starts[t + 1]]`` are the rows that hold it and ``_weights`` their BM25 shares, so a
    search only adds (Lù, "BM25S", 2024, https://arxiv.org/abs/2407.03618).
    """

    def __init__(
        self, vocabulary: dict[str, int], starts: NDArray[np.int64], rows: NDArray[np.int32], weights: Scores, size: int
    ) -> None:
        self._vocabulary, self._starts, self._rows, self._weights, self._size = vocabulary, starts, rows, weights, size

    @classmethod
    def build(cls, texts: Iterable[str], *, cut: Callable[[str], list[str]] = terms) -> LexicalIndex:
        """Index *texts* in their order."""
        vocabulary: dict[str, int] = {}
        columns, rows, counts, lengths = [], [], [], []
        for row, text in enumerate(texts):
            found = Counter(cut(text))
            lengths.append(sum(found.values()))
            columns += [vocabulary.setdefault(term, len(vocabulary)) for term in found]
            rows += [row] * len(found)
            counts += list(found.values())
        return cls(vocabulary, *_postings(columns, rows, counts, lengths, len(vocabulary)), len(lengths))

    def __len__(self) -> int:
        return self._size

    def scores(self, query: Sequence[str]) -> Scores:
        """BM25 of every row for the terms *query*, each counted once; float32 of shape (rows,), 0 without a match."""
        total = np.zeros(self._size, dtype=np.float32)
        for term in dict.fromkeys(query):
            number = self._vocabulary.get(term)
            if number is not None:
                span = slice(self._starts[number], self._starts[number + 1])
                total[self._rows[span]] += self._weights[span]
        return total

    def ceiling(self, query: Sequence[str]) -> float:
        """The most a text of average length could score: every term of *query* held twice, unknown terms the rarest."""
        rarest = np.log1p(self._size / 0.5)
        total = 0.0
        for term in dict.fromkeys(query):
            number = self._vocabulary.get(term)
            holding = 0 if number is None else int(self._starts[number + 1] - self._starts[number])
            total += np.log1p((self._size - holding + 0.5) / (holding + 0.5)) if holding else rarest
        return float(total * 2 * (K1 + 1) / (2 + K1))

    def search(self, query: Sequence[str], count: int) -> tuple[Scores, NDArray[np.int64]]:
        """Scores and row numbers of the *count* best rows, best first; ties in row order."""
        scores = self.scores(query)
        count = min(count, self._size)
        best = np.argpartition(-scores, count - 1)[:count] if count < self._size else np.arange(self._size)
        best = best[np.lexsort((best, -scores[best]))]
        return scores[best], best


def _postings(
    columns: list[int], rows: list[int], counts: list[int], lengths: list[int], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], Scores]:
    """Sort occurrences by term and turn counts into BM25 shares."""
    column, row = np.array(columns, dtype=np.int64), np.array(rows, dtype=np.int32)
    count, length = np.array(counts, dtype=np.float32), np.array(lengths, dtype=np.float32)
    holding = np.bincount(column, minlength=size)
    idf = np.log1p((len(lengths) - holding + 0.5) / (holding + 0.5))
    longer = length / max(float(length.mean()) if len(length) else 1.0, 1e-9)
    weight = idf[column] * count * (K1 + 1) / (count + K1 * (1 - B + B * longer[row]))
    order = np.argsort(column, kind="stable")
    starts = np.concatenate(([0], np.cumsum(holding)))
    return starts, row[order], weight[order].astype(np.float32)

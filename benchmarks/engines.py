"""What is compared: our search and its two halves, exact FAISS, bm25s and rank_bm25, all given the same terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import bm25s
import faiss
import numpy as np
from rank_bm25 import BM25Okapi

from retrieval.collection import Collection
from retrieval.dense import DenseIndex
from retrieval.encode import Encoder
from retrieval.lexical import K1, B, LexicalIndex, terms
from retrieval.static import Vectors

COUNT = 10  # rows asked for
Search = Callable[[Sequence[str]], list[list[int]]]


@dataclass(frozen=True)
class Given:
    """Passages, their vectors (encoded beforehand, once for all) and the encoder of the questions."""

    passages: Sequence[str]
    vectors: Vectors
    encoder: Encoder


class _Prepared(Encoder):
    """The encoder of *given*, which has encoded the passages already."""

    def __init__(self, given: Given) -> None:
        self._given, self.dim, self.fingerprint = given, given.encoder.dim, given.encoder.fingerprint

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        return self._given.vectors if texts is self._given.passages else self._given.encoder.encode(texts)


def ours(given: Given) -> Search:
    collection = Collection(given.passages, _Prepared(given))
    return lambda queries: collection.search_all(queries, COUNT)


def ours_dense(given: Given) -> Search:
    index = DenseIndex.build(given.vectors)
    return lambda queries: index.search(given.encoder.encode(queries), COUNT)[1].tolist()


def exact_faiss(given: Given) -> Search:
    index = faiss.IndexFlatIP(given.vectors.shape[1])
    index.add(given.vectors)
    return lambda queries: index.search(given.encoder.encode(queries), COUNT)[1].tolist()


def ours_lexical(given: Given) -> Search:
    index = LexicalIndex.build(given.passages)
    return lambda queries: [index.search(terms(query), COUNT)[1].tolist() for query in queries]


def by_bm25s(given: Given) -> Search:
    vocabulary: dict[str, int] = {}
    # Lists of int: over arrays bm25s takes eight times as long to build.
    ids = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms(text)] for text in given.passages]
    index = bm25s.BM25(k1=K1, b=B)
    index.index((ids, vocabulary), show_progress=False)

    def search(queries: Sequence[str]) -> list[list[int]]:
        wanted = [list(dict.fromkeys(terms(query))) for query in queries]
        rows: list[list[int]] = index.retrieve(wanted, k=COUNT, show_progress=False).documents.tolist()
        return rows

    return search


def by_rank_bm25(given: Given) -> Search:
    index = BM25Okapi([terms(text) for text in given.passages], k1=K1, b=B)
    return lambda queries: [
        np.argsort(index.get_scores(list(dict.fromkeys(terms(query)))))[::-1][:COUNT].tolist() for query in queries
    ]


ENGINES = {engine.__name__: engine for engine in (ours, ours_dense, exact_faiss, ours_lexical, by_bm25s, by_rank_bm25)}

"""Searching any collection of texts, without known questions: meaning, words, and what the same document says."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.dense import DenseIndex
from retrieval.encode import Encoder
from retrieval.errors import InputUnusable
from retrieval.evaluate import read_jsonl
from retrieval.fuse import best_first, fuse, with_company
from retrieval.lexical import LexicalIndex, terms

DEPTH = 1000  # rows taken from each ranking
# Chosen on lay questions over law articles, never trained on (decision 0025); flat between .6 and .8.
MEANING, WORDS = 0.65, 0.35
COMPANY, COMPANY_WEIGHT = 20, 0.5
Ranking = tuple[NDArray[np.float32], NDArray[np.int64]]  # scores and rows, best first
ORDINAL = re.compile(r"\s*第[零〇一二两三四五六七八九十百千\d]+[条章节款项](?:之[一二三四五六七八九十]+)?\s*$")


class Collection:
    """Texts named by row number."""

    def __init__(self, texts: Sequence[str], encoder: Encoder, *, documents: Sequence[str] | None = None) -> None:
        """Index *texts*; *documents* names the document each is a part of, by default each stands alone."""
        self._encoder = encoder
        self._dense = DenseIndex.build(encoder.encode(texts))
        self._words = LexicalIndex.build(texts)
        self._documents = None if documents is None else np.unique(documents, return_inverse=True)[1]

    def search(self, query: str, count: int) -> list[int]:
        """Rows of the *count* best texts, best first."""
        return self.search_all([query], count)[0]

    def search_all(self, queries: Sequence[str], count: int) -> list[list[int]]:
        """The same for each of *queries*, which are encoded and compared together."""
        similarities, meant = self._dense.search(self._encoder.encode(queries), DEPTH)
        return [
            self._fused((near, rows), self._words.search(terms(query), DEPTH), count)
            for query, near, rows in zip(queries, similarities, meant, strict=True)
        ]

    def _fused(self, meant: Ranking, said: Ranking, count: int) -> list[int]:
        rows, scores = fuse([meant, said], (MEANING, WORDS))
        if self._documents is not None:
            rows, scores = best_first(
                rows, with_company(scores, self._documents[rows], size=COMPANY, weight=COMPANY_WEIGHT)
            )
        return [int(row) for row in rows[:count]]

    def search_words(self, query: str, count: int) -> list[int]:
        """The same with BM25 alone, for comparison."""
        _, rows = self._words.search(terms(query), count)
        return [int(row) for row in rows]


def read_texts(path: Path) -> tuple[list[str], list[str], list[str]]:
    """Ids, texts (title and text together) and documents of rows ``{"id", "title", "text"}``; raises InputUnusable.

    The document is the title without the number of an article at its end; an untitled text is its own document.
    """
    rows = read_jsonl(path)
    if not rows or not all(isinstance(row.get("text"), str) and "id" in row for row in rows):
        raise InputUnusable(path, "每行应有 id 和 text")
    titles = [str(row.get("title") or "").strip() for row in rows]
    ids = [str(row["id"]) for row in rows]
    texts = [f"{title}\n{row['text']}".strip() for title, row in zip(titles, rows, strict=True)]
    documents = [ORDINAL.sub("", title) or f"#{name}" for name, title in zip(ids, titles, strict=True)]
    return ids, texts, documents


def read_queries(path: Path) -> list[tuple[str, set[str]]]:
    """Questions and ids of their right texts, from rows ``{"id", "question", "gold": [ids]}``; raises InputUnusable."""
    rows = read_jsonl(path)
    if not rows or not all(isinstance(row.get("question"), str) and isinstance(row.get("gold"), list) for row in rows):
        raise InputUnusable(path, "每行应有 question 和 gold")
    return [(row["question"], {str(gold) for gold in row["gold"]}) for row in rows]


def measure(found: Sequence[Sequence[str]], gold: Sequence[set[str]]) -> dict[str, float]:
    """Figures over queries, *found* best first and at least 100 long where the collection allows.

    recall@k is the mean share of a query's right texts among the first k, hit@k the share of queries with at least one.
    """
    pairs = list(zip(found, gold, strict=True))
    result: dict[str, list[float]] = {}
    for depth in (10, 100):
        result[f"recall@{depth}"] = [len(right & set(rows[:depth])) / len(right) for rows, right in pairs]
    for depth in (1, 10, 100):
        result[f"hit@{depth}"] = [float(bool(right & set(rows[:depth]))) for rows, right in pairs]
    result["mrr@10"] = [
        next((1 / rank for rank, row in enumerate(rows[:10], start=1) if row in right), 0.0) for rows, right in pairs
    ]
    return {name: round(sum(values) / len(values), 4) for name, values in result.items()}


def evaluate(corpus: Path, queries: Path, encoder: Encoder) -> dict[str, dict[str, Any]]:
    """Figures of *queries* over *corpus*, ours under ``ours`` and plain BM25 under ``bm25``; raises InputUnusable."""
    ids, texts, documents = read_texts(corpus)
    asked = [(question, gold & set(ids)) for question, gold in read_queries(queries)]
    asked = [(question, gold) for question, gold in asked if gold]
    if not asked:
        raise InputUnusable(queries, "没有一个问题的 gold 在语料里")
    collection = Collection(texts, encoder, documents=documents)
    gold = [right for _, right in asked]
    ours = [[ids[row] for row in rows] for rows in collection.search_all([question for question, _ in asked], 100)]
    words = [[ids[row] for row in collection.search_words(question, 100)] for question, _ in asked]
    return {"ours": {"n": len(asked), **measure(ours, gold)}, "bm25": {"n": len(asked), **measure(words, gold)}}


def last_line(results: dict[str, dict[str, Any]]) -> str:
    """One JSON object: our figures, with BM25's under ``bm25``."""
    return json.dumps({**results["ours"], "bm25": results["bm25"]}, ensure_ascii=False)

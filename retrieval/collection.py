"""Searching any collection of texts, without known questions: meaning and words, fused by rank."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from retrieval.dense import DenseIndex
from retrieval.encode import Encoder
from retrieval.errors import InputUnusable
from retrieval.evaluate import read_jsonl
from retrieval.fuse import fuse
from retrieval.lexical import LexicalIndex, terms

DEPTH = 200  # rows taken from each ranking


class Collection:
    """Texts named by row number."""

    def __init__(self, texts: Sequence[str], encoder: Encoder) -> None:
        self._encoder = encoder
        self._dense = DenseIndex.build(encoder.encode(texts))
        self._words = LexicalIndex.build(texts)

    def search(self, query: str, count: int) -> list[int]:
        """Rows of the *count* best texts, best first."""
        _, meant = self._dense.search(self._encoder.encode([query]), DEPTH)
        _, said = self._words.search(terms(query), DEPTH)
        fused = fuse([said.tolist(), meant[0].tolist()])
        return [row for row, _ in fused[:count]]

    def search_words(self, query: str, count: int) -> list[int]:
        """The same with BM25 alone, for comparison."""
        _, rows = self._words.search(terms(query), count)
        return [int(row) for row in rows]


def read_texts(path: Path) -> tuple[list[str], list[str]]:
    """Ids and texts (title and text together) of rows ``{"id", "title", "text"}``; raises InputUnusable."""
    rows = read_jsonl(path)
    if not rows or not all(isinstance(row.get("text"), str) and "id" in row for row in rows):
        raise InputUnusable(path, "每行应有 id 和 text")
    return [str(row["id"]) for row in rows], [f"{row.get('title') or ''}\n{row['text']}".strip() for row in rows]


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
    ids, texts = read_texts(corpus)
    asked = [(question, gold & set(ids)) for question, gold in read_queries(queries)]
    asked = [(question, gold) for question, gold in asked if gold]
    if not asked:
        raise InputUnusable(queries, "没有一个问题的 gold 在语料里")
    collection = Collection(texts, encoder)
    gold = [right for _, right in asked]
    ours = [[ids[row] for row in collection.search(question, 100)] for question, _ in asked]
    words = [[ids[row] for row in collection.search_words(question, 100)] for question, _ in asked]
    return {"ours": {"n": len(asked), **measure(ours, gold)}, "bm25": {"n": len(asked), **measure(words, gold)}}


def last_line(results: dict[str, dict[str, Any]]) -> str:
    """One JSON object: our figures, with BM25's under ``bm25``."""
    return json.dumps({**results["ours"], "bm25": results["bm25"]}, ensure_ascii=False)

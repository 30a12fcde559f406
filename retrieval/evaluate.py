"""How good is it: questions with known answers, ours beside plain BM25 in the same run."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.corpus import SPACE
from retrieval.errors import InputUnusable
from retrieval.filters import Filters
from retrieval.lexical import LexicalIndex, terms
from retrieval.search import Searcher

DEPTH = 5
INSIDE = Filters(scope="agent")


@dataclass(frozen=True)
class Question:
    """A question with what the right passage must hold, white space removed; *must* is empty where none answers."""

    text: str
    style: str
    must: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        return bool(self.must)


@dataclass(frozen=True)
class Outcome:
    """*rank* of the first right passage, 0 if none of the first ``DEPTH``; *score* higher for more answerable."""

    question: Question
    rank: int
    score: float
    answered: bool


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Raises InputUnusable when *path* is missing or a line is no JSON object."""
    if not path.is_file():
        raise InputUnusable(path, "文件不存在")
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        try:
            row = json.loads(line) if line.strip() else None
        except json.JSONDecodeError as error:
            raise InputUnusable(path, f"第 {number} 行不是合法的 JSON") from error
        if row is not None and not isinstance(row, dict):
            raise InputUnusable(path, f"第 {number} 行不是 JSON 对象")
        rows += [row] if row is not None else []
    return rows


def read_questions(folder: Path) -> list[Question]:
    """Questions of ``dev_retrieval.jsonl`` (id, q, must, style) and ``dev_refusal.jsonl`` (id, q, kind) in *folder*."""
    found = []
    for name, kind in (("dev_retrieval.jsonl", "style"), ("dev_refusal.jsonl", "kind")):
        for row in read_jsonl(folder / name):
            if not isinstance(row.get("q"), str) or not isinstance(row.get(kind), str):
                raise InputUnusable(folder / name, f"每行应有 q 和 {kind}")
            found.append(Question(row["q"], row[kind], tuple(row.get("must", ()))))
    return found


def ask(searcher: Searcher, questions: Iterable[Question]) -> list[Outcome]:
    """Ask *searcher* every question, as an agent sees the documents."""
    outcomes = []
    for question in questions:
        answer = searcher.search(question.text, k=DEPTH, filters=INSIDE)
        rank = first_right([hit.passage.text for hit in answer.hits], question.must)
        outcomes.append(Outcome(question, rank, answer.score, answer.answerable))
    return outcomes


def ask_bm25(searcher: Searcher, questions: Iterable[Question]) -> list[Outcome]:
    """The same over the passages' own words with BM25; it never refuses, its score is the best passage's."""
    texts = [passage.text for passage in searcher.passages]
    index = LexicalIndex.build(passage.searched for passage in searcher.passages)
    outcomes = []
    for question in questions:
        scores, rows = index.search(terms(question.text), DEPTH)
        rank = first_right([texts[row] for row in rows], question.must)
        outcomes.append(Outcome(question, rank, float(scores[0]), True))
    return outcomes


def first_right(texts: Sequence[str], must: Sequence[str]) -> int:
    """Rank from 1 of the first text that holds every string of *must*, white space removed; 0 if none does."""
    held = [all(word in SPACE.sub("", text) for word in must) for text in texts]
    return held.index(True) + 1 if must and True in held else 0


def auc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Chance that a question of *inside* scores above one of *outside*, ties one half."""
    above = np.subtract.outer(np.array(inside), np.array(outside))
    return float((above > 0).mean() + 0.5 * (above == 0).mean())


def figures(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Figures for all questions and by style.

    Rows of answerable questions: n, hit@1, hit@3, hit@5, mrr, lost (answerable but refused). Rows of the others: n,
    refused. The row ``all`` also has auc and precision and recall of refusing.
    """
    groups: Mapping[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.question.style].append(outcome)
    inside = [outcome for outcome in outcomes if outcome.question.answerable]
    outside = [outcome for outcome in outcomes if not outcome.question.answerable]
    table = {"all": _hits(inside)} if inside else {"all": {}}
    if inside and outside:
        refused_right = sum(not outcome.answered for outcome in outside)
        refused = refused_right + sum(not outcome.answered for outcome in inside)
        table["all"] |= {
            "auc": auc([outcome.score for outcome in inside], [outcome.score for outcome in outside]),
            "refusal_precision": refused_right / refused if refused else 0.0,
            "refusal_recall": refused_right / len(outside),
        }
    for style, members in sorted(groups.items()):
        answerable = [outcome for outcome in members if outcome.question.answerable]
        table[style] = _hits(answerable) if answerable else _refusals(members)
    return table


def _hits(outcomes: Sequence[Outcome]) -> dict[str, float]:
    ranks = [outcome.rank for outcome in outcomes]
    count = len(ranks)
    shares = {f"hit@{depth}": sum(0 < rank <= depth for rank in ranks) / count for depth in (1, 3, 5)}
    lost = sum(not outcome.answered for outcome in outcomes) / count
    return {"n": count, **shares, "mrr": sum(1 / rank for rank in ranks if rank) / count, "lost": lost}


def _refusals(outcomes: Sequence[Outcome]) -> dict[str, float]:
    return {"n": len(outcomes), "refused": sum(not outcome.answered for outcome in outcomes) / len(outcomes)}

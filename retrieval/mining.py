"""Pairs that nobody wrote down: which articles of law answer a layman's question, told by the answer somebody gave."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from retrieval.errors import InputUnusable
from retrieval.lexical import LexicalIndex, terms

Pair = tuple[str, str]

# An answer is written in the words of the law, the question is not; so both are asked, the answer louder.
ANSWER_WORDS, ANSWER_MEANING, QUESTION_WORDS, QUESTION_MEANING = 0.6, 0.6, 0.4, 0.6


def read_articles(data: Path) -> list[str]:
    """Texts of ``text/law_articles.jsonl.gz``, each headed by law and number; raises InputUnusable when missing."""
    path = data / "text" / "law_articles.jsonl.gz"
    if not path.is_file():
        raise InputUnusable(path, "文件不存在，训练需要先取得训练数据")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [f"{row['law']} {row['article']}\n{row['text']}" for row in rows]


def mine(
    model: SentenceTransformer, answered: Sequence[Pair], articles: Sequence[str], *, count: int, least: float
) -> Iterator[Pair]:
    """Pair each question with the articles that BM25 and *model* together find for it and its answer.

    Args:
        answered: Questions with their answers.
        count: Articles per question at most, the best.
        least: An article below this score is left out. The score is the weighted sum of four standard scores over all
            articles: it lies around 0 for a random article and between 9 and 15 for most of the best.
    """
    words = LexicalIndex.build(articles)
    vectors = model.encode(list(articles), normalize_embeddings=True, show_progress_bar=True)
    asked = model.encode([question for question, _ in answered], normalize_embeddings=True)
    told = model.encode([answer for _, answer in answered], normalize_embeddings=True)
    for row, (question, answer) in enumerate(answered):
        scores = (
            ANSWER_WORDS * _standard(words.scores(terms(answer)))
            + ANSWER_MEANING * _standard(vectors @ told[row])
            + QUESTION_WORDS * _standard(words.scores(terms(question)))
            + QUESTION_MEANING * _standard(vectors @ asked[row])
        )
        best = np.argsort(-scores, kind="stable")[:count]
        yield from ((question, articles[article]) for article in best if scores[article] >= least)


def _standard(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    standard: NDArray[np.float32] = (scores - scores.mean()) / max(float(scores.std()), 1e-9)
    return standard

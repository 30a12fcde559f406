"""Sentence similarity benchmarks: does the cosine of two sentences rank as people's judgement does?"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr
from sentence_transformers import SentenceTransformer

# Published Spearman figures (x 100) on LCQMC test, https://github.com/shibing624/text2vec (evaluation table).
PUBLISHED_LCQMC = {
    "w2v-light-tencent-chinese": 59.5,
    "paraphrase-multilingual-MiniLM-L12-v2": 64.0,
    "text2vec-base-chinese": 70.2,
}
SETS = {
    "LCQMC test": "lcqmc_test.csv",
    "AFQMC dev": "afqmc_dev.csv",
    "STS-B test": "stsb_test.csv",
    "PAWS-X test": "pawsx_test.csv",
}


def spearman(model: SentenceTransformer, path: Path) -> float:
    """Spearman correlation x 100 of cosine similarity with the label column of *path* (columns s1, s2, label)."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    left, right = (model.encode([row[side] for row in rows], normalize_embeddings=True) for side in ("s1", "s2"))
    correlation = spearmanr(np.sum(left * right, axis=1), [float(row["label"]) for row in rows]).correlation
    return float(100 * correlation)


def report(model: SentenceTransformer, folder: Path) -> dict[str, float]:
    """Figures of every benchmark file found in *folder*, by the names of ``SETS``."""
    return {name: spearman(model, folder / file) for name, file in SETS.items() if (folder / file).is_file()}

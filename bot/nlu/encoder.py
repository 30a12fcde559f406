"""The project's own sentence encoder, as the intent classifier uses it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from bot.nlu.features import Encode, Vectors

ROOT = Path(__file__).parents[2]


class EncoderMissing(Exception):
    """The folder of the encoder is not there or holds no model."""


@cache
def encoder(folder: str) -> Encode:
    """Load the encoder at *folder*, relative to the repository root; one copy per process.

    Raises:
        EncoderMissing: with the command that makes it.
    """
    path = ROOT / folder
    if not (path / "modules.json").is_file():
        raise EncoderMissing(f"没有找到编码模型 {folder}：请运行 python -m retrieval train")
    model = SentenceTransformer(str(path), device="cpu")

    def encode(texts: list[str]) -> Vectors:
        vectors: Vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return vectors.astype(np.float32)

    return encode


def no_encoder(texts: list[str]) -> Vectors:
    """Character n-grams alone: vectors of no dimension."""
    return np.zeros((len(texts), 0), dtype=np.float32)

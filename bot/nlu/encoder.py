"""The project's own sentence encoder, as the intent classifier uses it."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path

import numpy as np

from bot.nlu.features import Encode, Vectors

ROOT = Path(__file__).parents[2]
_shared: dict[Path, Encode] = {}


class EncoderMissing(Exception):
    """The folder of the encoder is not there or holds no model."""


def share(folder: str, encode: Encode) -> None:
    """Let the classifier use what this process has loaded already from *folder*; a bot by itself loads its own."""
    _shared[(ROOT / folder).resolve()] = encode


def encoder(folder: str) -> Encode:
    """The encoder at *folder*, relative to the repository root; one copy per process.

    Raises:
        EncoderMissing: with the command that makes it.
    """
    path = (ROOT / folder).resolve()
    if not (path / "modules.json").is_file():
        raise EncoderMissing(f"没有找到编码模型 {folder}：请运行 python -m retrieval train")
    return _shared.get(path) or _own(path)


def no_encoder(texts: list[str]) -> Vectors:
    """Character n-grams alone: vectors of no dimension."""
    return np.zeros((len(texts), 0), dtype=np.float32)


@cache
def _own(path: Path) -> Encode:
    # Seconds of imports (PyTorch), which a process that shares its encoder does without.
    model = importlib.import_module("sentence_transformers").SentenceTransformer(str(path), device="cpu")

    def encode(texts: list[str]) -> Vectors:
        vectors: Vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return vectors.astype(np.float32)

    return encode

"""Sentences to unit vectors, by one named sentence-transformers model and no other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError  # type: ignore[attr-defined]  # comes from its Rust half, unlisted
from sentence_transformers import SentenceTransformer

from retrieval.errors import ModelUnusable

Vectors = NDArray[np.float32]

DEFAULT_ENCODER = Path(__file__).parent.parent / "models" / "encoder"
BATCH = 2048  # sentences; smaller batches spend most of their time between batches


class Encoder:
    """A loaded model; *fingerprint* changes when its files do."""

    def __init__(self, model: SentenceTransformer, fingerprint: str) -> None:
        self._model = model
        self.fingerprint = fingerprint
        self.dim = int(model.get_embedding_dimension() or 0)

    @classmethod
    def load(cls, encoder: str) -> Encoder:
        """Load a folder or a model of the hub.

        Raises:
            ModelUnusable: It is missing, damaged or not a sentence-transformers model.
        """
        if Path(encoder).exists():
            _check(encoder)
        try:
            model = SentenceTransformer(encoder, device="cpu")
            loaded = cls(model, fingerprint(encoder))
            vectors = loaded.encode(["检查"])
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, SafetensorError) as error:
            raise ModelUnusable(encoder, f"加载失败（{type(error).__name__}）") from error
        if vectors.shape != (1, loaded.dim) or not np.isfinite(vectors).all():
            raise ModelUnusable(encoder, "给出的向量不是有限的数")
        return loaded

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> Vectors:
        """Return float32 of shape (texts, dim), each row of length 1."""
        vectors = self._model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=progress, batch_size=BATCH
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dim)


def _check(folder: str) -> None:
    """Refuse damaged JSON before tokenizers meets it, which raises a bare Exception for it."""
    if not (Path(folder) / "modules.json").is_file():
        raise ModelUnusable(folder, "文件夹里没有 modules.json")
    for path in Path(folder).rglob("*.json"):
        try:
            json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ModelUnusable(folder, f"{path.name} 已损坏") from error


def fingerprint(encoder: str) -> str:
    """SHA-256 over the names and contents of a folder's files; of the name alone for a model of the hub."""
    digest = hashlib.sha256(encoder.encode() if not Path(encoder).is_dir() else b"")
    for path in sorted(Path(encoder).rglob("*")) if Path(encoder).is_dir() else ():
        if path.is_file() and path.suffix != ".md":
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()

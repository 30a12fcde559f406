"""Sentences to unit vectors, by one named sentence-transformers model and no other."""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from weakref import WeakValueDictionary

import numpy as np
from safetensors import SafetensorError  # type: ignore[attr-defined]  # comes from its Rust half, unlisted

from retrieval.errors import ModelUnusable
from retrieval.static import StaticModel, Vectors

DEFAULT_ENCODER = Path(__file__).parent.parent / "models" / "encoder"
BATCH = 2048  # sentences; smaller batches spend most of their time between batches


class Model(Protocol):
    """What turns texts into vectors of length 1."""

    dim: int

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class Encoder:
    """A loaded model; *fingerprint* changes when its files do."""

    _loaded: WeakValueDictionary[str, Encoder] = WeakValueDictionary()

    def __init__(self, model: Model, fingerprint: str) -> None:
        self._model = model
        self.fingerprint = fingerprint
        self.dim = model.dim

    @classmethod
    def load(cls, encoder: str) -> Encoder:
        """Load a folder or a model of the hub; one that is in use is not loaded twice.

        Raises:
            ModelUnusable: It is missing, damaged or not a sentence-transformers model.
        """
        if Path(encoder).exists():
            _check(encoder)
        files = fingerprint(encoder)
        return cls._loaded.get(files) or cls._loaded.setdefault(files, cls._load(encoder, files))

    @classmethod
    def _load(cls, encoder: str, files: str) -> Encoder:
        try:
            loaded = cls(_model(encoder), files)
            vectors = loaded.encode(["检查"])
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, SafetensorError) as error:
            raise ModelUnusable(encoder, f"加载失败（{type(error).__name__}）") from error
        if vectors.shape != (1, loaded.dim) or not np.isfinite(vectors).all():
            raise ModelUnusable(encoder, "给出的向量不是有限的数")
        return loaded

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (texts, dim), each row of length 1."""
        return self._model.encode(texts)


class _Transformer:
    """Any other model of sentence-transformers, whose import takes seconds."""

    def __init__(self, encoder: str) -> None:
        self._model = importlib.import_module("sentence_transformers").SentenceTransformer(encoder, device="cpu")
        self.dim = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False, batch_size=BATCH)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dim)


def _model(encoder: str) -> Model:
    found = StaticModel.load(Path(encoder)) if Path(encoder).is_dir() else None
    return found or _Transformer(encoder)


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

"""Nearest rows by meaning: FAISS inner product over unit vectors, exact."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.encode import Vectors


class DenseIndex:
    """Texts as rows of a matrix; a text is named by its row number."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Index *vectors*, float32 of shape (rows, dim), each row of length 1."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Read what ``save`` wrote; raises RuntimeError (FAISS) when the file is missing or damaged."""
        return cls(faiss.read_index(str(path)))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def vectors(self) -> Vectors:
        """All rows, float32 of shape (rows, dim)."""
        rows: Vectors = self._index.reconstruct_n(0, len(self))
        return rows

    def search(self, queries: Vectors, count: int) -> tuple[Vectors, NDArray[np.int64]]:
        """Return the *count* best rows for each query.

        Args:
            queries: float32 of shape (queries, dim), unit length.
            count: Cut to the number of rows.

        Returns:
            Cosine similarities in [-1, 1] and row numbers, both of shape (queries, count), best first.
        """
        similarities, rows = self._index.search(np.ascontiguousarray(queries), min(count, len(self)))
        return similarities, rows

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

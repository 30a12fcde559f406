"""Nearest rows by meaning: FAISS inner product over unit vectors, exact for few rows, all but exact for many."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.static import Vectors

# Rows (decision 0026). Up to EXACT_UP_TO every vector is compared. Beyond, all rows are first compared by four bits per
# two dimensions, from registers (André et al., "Quicker ADC", 2019, https://arxiv.org/abs/1812.09162), and the best of
# them again by their vectors, which take half the memory from HALVED_FROM on.
EXACT_UP_TO = 16_000
HALVED_FROM = 200_000
TRAINING = 100_000  # rows, and up to twice as many, are enough to learn the codes from
AGAIN = 4  # rows compared again for each one wanted, and never fewer than LEAST_AGAIN
LEAST_AGAIN = 400


class DenseIndex:
    """Texts as rows of a matrix; a text is named by its row number."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Index *vectors*, float32 of shape (rows, dim), each row of length 1; *dim* even above EXACT_UP_TO rows."""
        rows, dim = vectors.shape
        codes = f"PQ{dim // 2}x4fs,Refine({'SQfp16' if rows >= HALVED_FROM else 'Flat'})"
        index = faiss.index_factory(dim, codes if rows > EXACT_UP_TO else "Flat", faiss.METRIC_INNER_PRODUCT)
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        # On a busy machine two threads take fifty times as long over these many small steps as one does.
        threads = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        index.train(vectors[:: max(1, rows // TRAINING)])
        faiss.omp_set_num_threads(threads)
        index.add(vectors)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Read what ``save`` wrote; raises RuntimeError (FAISS) when the file is missing or damaged."""
        return cls(faiss.read_index(str(path)))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def vectors(self) -> Vectors:
        """All rows, float32 of shape (rows, dim); rounded to float16 from HALVED_FROM rows on."""
        rows: Vectors = self._index.reconstruct_n(0, len(self))
        return rows

    def search(self, queries: Vectors, count: int) -> tuple[Vectors, NDArray[np.int64]]:
        """Return the *count* best rows for each query.

        Above EXACT_UP_TO rows one in hundreds may be missed; the similarities are those of the vectors all the same.

        Args:
            queries: float32 of shape (queries, dim), unit length.
            count: Cut to the number of rows.

        Returns:
            Cosine similarities in [-1, 1] and row numbers, both of shape (queries, count), best first.
        """
        count = min(count, len(self))
        effort = None
        if isinstance(self._index, faiss.IndexRefine):
            again = min(max(AGAIN * count, LEAST_AGAIN), len(self))
            effort = faiss.IndexRefineSearchParameters(k_factor=again / count)
        similarities, rows = self._index.search(np.ascontiguousarray(queries), count, params=effort)
        return similarities, rows

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

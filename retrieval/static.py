"""A static sentence model read without PyTorch: the mean of one row per token, of length 1.

It gives to the last bit what sentence-transformers gives for the same folder (a test compares them), without 0.4 GiB
and five seconds of imports, and in a tenth of the time for one question (decision 0111).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

KIND = "StaticEmbedding"
ROWS, SCALES = "embeddings", "weights"  # names in model.safetensors: int8 rows, and what each is multiplied by
LANES = 8  # squares are summed in this many columns first, as PyTorch does
TINY = np.float32(1e-12)


class StaticModel:
    """Rows as stored, one byte a number: turned into floats for the tokens of a text only."""

    def __init__(self, tokenizer: Tokenizer, rows: NDArray[np.int8], scales: Vectors) -> None:
        self._tokenizer, self._rows, self._scales = tokenizer, rows, scales
        self.dim = int(rows.shape[1])
        tokenizer.no_padding()

    @classmethod
    def load(cls, folder: Path) -> StaticModel | None:
        """Read *folder*; None when it holds another kind of model.

        Raises:
            OSError, ValueError, safetensors.SafetensorError: a file is missing or damaged.
        """
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        if [module["type"].rpartition(".")[2] for module in modules] != [KIND]:
            return None
        stored = load_file(folder / "model.safetensors")
        if stored.keys() != {ROWS, SCALES}:
            return None
        return cls(Tokenizer.from_file(str(folder / "tokenizer.json")), stored[ROWS], stored[SCALES])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (texts, dim), each row of length 1; zeros for a text without tokens."""
        found = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, encoded in enumerate(self._tokenizer.encode_batch(list(texts), add_special_tokens=False)):
            if encoded.ids:
                found[row] = self._vector(encoded.ids)
        return found

    def _vector(self, tokens: list[int]) -> Vectors:
        rows = self._rows[tokens].astype(np.float32) * self._scales[tokens][:, None]
        mean = np.add.reduce(rows, axis=0) / np.float32(len(tokens))
        squares = np.add.reduce((mean * mean).reshape(-1, LANES), axis=0)
        length = np.sqrt(np.cumsum(squares)[-1])  # one after the other: a sum of NumPy's pairs them
        unit: Vectors = mean / max(length, TINY)
        return unit

"""Batches in which no text occurs twice, so that no other pair's text is a false negative."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from datasets import Dataset
from sentence_transformers.base.sampler import DefaultBatchSampler

LEAST = 32  # pairs; smaller batches offer too few negatives and are left out


class DistinctBatches(DefaultBatchSampler):
    """Rows of one dataset in batches without a repeated text, as many batches as that takes.

    Thousands of questions share a few hundred articles. The library's sampler goes through the dataset once, in as many
    batches as its size asks for, and most such questions are never seen; here they fill further, smaller batches.
    """

    def __init__(
        self,
        dataset: Dataset,
        batch_size: int,
        drop_last: bool,
        valid_label_columns: list[str] | None = None,
        generator: torch.Generator | None = None,
        seed: int = 0,
    ) -> None:
        super().__init__(dataset, batch_size, drop_last, valid_label_columns, generator, seed)
        self._rows = list(zip(*(dataset[column] for column in dataset.column_names), strict=True))
        self._count = sum(1 for _ in self._drawn(0))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[list[int]]:
        return self._drawn(self.epoch)

    def _drawn(self, epoch: int) -> Iterator[list[int]]:
        left = np.random.default_rng((self.seed, epoch)).permutation(len(self._rows)).tolist()
        while left:
            batch, postponed = list[int](), list[int]()
            used = set[str]()
            for row in left:
                if len(batch) < self.batch_size and used.isdisjoint(self._rows[row]):
                    batch.append(row)
                    used.update(self._rows[row])
                else:
                    postponed.append(row)
            if len(batch) >= min(LEAST, self.batch_size):
                yield batch
                left = postponed
            else:
                return

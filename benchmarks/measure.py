"""Measuring one engine in a process of its own, so that no other engine's memory or threads count."""

from __future__ import annotations

import gc
import os
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

import faiss
import numpy as np
import psutil
import torch

from benchmarks.engines import ENGINES, Given, Search
from retrieval.encode import DEFAULT_ENCODER, Encoder

PASSAGES, VECTORS = "passages.txt", "vectors.npy"
AT_ONCE = 50_000  # passages encoded together
WARM_UP = 5
# Slow engines are asked fewer questions one by one: no more once this time is over.
LONGEST_S = 10.0

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Measured:
    """What one engine took.

    Attributes:
        milliseconds: Of each question alone, encoding included, on one thread.
        batch_per_second: Questions a second when all are asked together, on all cores.
        resident_mib: Memory held more after building than before; *peak_mib* the most the process ever held.
        found: Rows found for each question of *milliseconds*, best first.
    """

    build_s: float
    milliseconds: list[float]
    batch_per_second: float
    resident_mib: float
    peak_mib: float
    found: list[list[int]]


def alone(function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
    """Call *function* in a fresh process."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def encode(folder: Path) -> float:
    """Write the vectors of the passages in *folder* beside them and return the seconds it took."""
    encoder, passages = Encoder.load(str(DEFAULT_ENCODER)), _passages(folder)
    began = time.perf_counter()
    shape = (len(passages), encoder.dim)
    vectors = np.lib.format.open_memmap(folder / VECTORS, mode="w+", dtype=np.float32, shape=shape)
    for at in range(0, len(passages), AT_ONCE):
        vectors[at : at + AT_ONCE] = encoder.encode(passages[at : at + AT_ONCE])
    vectors.flush()
    return time.perf_counter() - began


def measure(engine: str, folder: Path, queries: Sequence[str]) -> Measured:
    """Build *engine* over the passages and vectors in *folder* and ask it *queries*."""
    encoder = Encoder.load(str(DEFAULT_ENCODER))
    given = Given(_passages(folder), np.load(folder / VECTORS, mmap_mode="r"), encoder)
    before, began = _resident_mib(), time.perf_counter()
    search = ENGINES[engine](given)
    build_s = time.perf_counter() - began
    resident_mib = _resident_mib() - before
    _threads(1)
    milliseconds, found = _one_by_one(search, queries)
    _threads(os.cpu_count() or 1)
    began = time.perf_counter()
    search(queries[: len(found)])
    batch_per_second = len(found) / (time.perf_counter() - began)
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(build_s, milliseconds, batch_per_second, resident_mib, peak_mib, found)


def _one_by_one(search: Search, queries: Sequence[str]) -> tuple[list[float], list[list[int]]]:
    for query in queries[:WARM_UP]:
        search([query])
    milliseconds: list[float] = []
    found: list[list[int]] = []
    for query in queries:
        began = time.perf_counter()
        found += search([query])
        milliseconds.append(1000 * (time.perf_counter() - began))
        if sum(milliseconds) > 1000 * LONGEST_S:
            break
    return milliseconds, found


def _passages(folder: Path) -> list[str]:
    return (folder / PASSAGES).read_text(encoding="utf-8").splitlines()


def _resident_mib() -> float:
    """Memory of the process without mapped files."""
    gc.collect()
    memory = psutil.Process().memory_info()
    return float(memory.rss - memory.shared) / 2**20


def _threads(count: int) -> None:
    faiss.omp_set_num_threads(count)
    torch.set_num_threads(count)

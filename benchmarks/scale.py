"""Search over a thousand to a million passages, ours beside what others use, as Chinese tables."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from operator import attrgetter
from pathlib import Path

import numpy as np

from benchmarks.corpora import passages, read_articles
from benchmarks.engines import COUNT
from benchmarks.measure import LONGEST_S, PASSAGES, Measured, alone, encode, measure
from knowledge.documents import load_documents
from knowledge.questions import load_questions

SIZES = (1_000, 46_010, 1_000_000)
QUESTIONS = 200
# rank_bm25 scores every passage in Python: beyond this many it is worked out from the last size measured.
RANK_BM25_UP_TO = 50_000

# Engine, what it is called, and the engine of ours it is compared with.
ROWS = (
    ("ours", "本项目：向量＋字面", "ours"),
    ("ours_dense", "本项目：只向量", "ours_dense"),
    ("exact_faiss", "FAISS 精确（IndexFlatIP）", "ours_dense"),
    ("ours_lexical", "本项目：只字面", "ours_lexical"),
    ("by_bm25s", "bm25s", "ours_lexical"),
    ("by_rank_bm25", "rank_bm25", "ours_lexical"),
)


def report(articles: Path, sizes: Sequence[int], tell: Callable[[str], None]) -> list[str]:
    """Lines of Markdown; *tell* hears what is being measured."""
    asked = [question for row in load_questions(load_documents()) for question in row.questions]
    queries = [asked[at * len(asked) // QUESTIONS] for at in range(QUESTIONS)]
    texts = read_articles(articles)
    lines = [
        f"问题：知识库里均匀抽出的 {QUESTIONS} 句问法；各取前 {COUNT} 条；用时含问句编码（只字面的几行不需要编码）。"
        f"一问一答用单线程，最多问 {LONGEST_S:.0f} 秒；成批用全部核。每种方法各在自己的进程里量；"
        "字面的三种切词相同（单字加字对）、参数相同，"
        "建库含切词、不含编码（编码一次，各家共用）；内存是建库前后常驻之差。括号里是与本项目同类一行的比。",
    ]
    last = None
    for size in sizes:
        tell(f"{size:,} 段")
        with tempfile.TemporaryDirectory() as folder:
            made = passages(texts, size)
            (Path(folder) / PASSAGES).write_text("\n".join(made), encoding="utf-8")
            characters = sum(map(len, made)) / size
            del made
            encoded_s = alone(encode, Path(folder))
            measured = {}
            for engine, name, _ in ROWS:
                if engine != "by_rank_bm25" or size <= RANK_BM25_UP_TO:
                    tell(f"  {name}")
                    measured[engine] = alone(measure, engine, Path(folder), queries)
        lines += ["", f"### {size:,} 段（平均 {characters:.0f} 字）", "", *_table(measured), ""]
        lines += [f"- 编码全部段落：{encoded_s:.0f} 秒，每秒 {size / encoded_s:,.0f} 段", *_agreement(measured)]
        if "by_rank_bm25" in measured:
            last = (size, measured["by_rank_bm25"])
        else:
            lines.append(_left_out(last, size))
    return lines


def _table(measured: dict[str, Measured]) -> list[str]:
    lines = ["| 方法 | p50 | p95 | 一问一答，问/秒 | 成批，问/秒 | 建库 | 内存 |", "|---|---|---|---|---|---|---|"]
    for engine, name, rival in ROWS:
        if engine in measured:
            one, other = measured[engine], None if engine == rival else measured[rival]
            cells = [_cell(one, other, value, form) for value, form in COLUMNS]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _cell(one: Measured, other: Measured | None, value: Callable[[Measured], float], form: str) -> str:
    """A value of *one*, and how many times that of *other* it is."""
    written = form.format(value(one))
    return written if other is None else f"{written}（{_times(value(one) / max(value(other), 1e-9))}）"


def _times(ratio: float) -> str:
    if ratio < 0.095:
        return f"1/{1 / ratio:,.0f}" if ratio > 0 else "0×"
    return f"{ratio:,.0f}×" if ratio >= 9.5 else f"{ratio:.1f}×"


def _agreement(measured: dict[str, Measured]) -> list[str]:
    dense = _shared(measured["ours_dense"], measured["exact_faiss"])
    words = _shared(measured["ours_lexical"], measured["by_bm25s"])
    peaks = "，".join(f"{name} {measured[engine].peak_mib:,.0f}" for engine, name, _ in ROWS if engine in measured)
    return [
        f"- 向量前 {COUNT} 条与精确检索相同的比例（recall@{COUNT}）：{dense:.4f}",
        f"- 字面前 {COUNT} 条与 bm25s 相同的比例：{words:.4f}",
        f"- 建库与检索中整个进程的内存峰值（MiB，含模型与原文）：{peaks}",
    ]


def _shared(one: Measured, other: Measured) -> float:
    """Mean share of the rows of *other* that *one* found too, over the questions both were asked."""
    return float(np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(one.found, other.found, strict=False)]))


def _left_out(last: tuple[int, Measured] | None, size: int) -> str:
    why = f"- rank_bm25 没有量：它在 Python 里逐段计分，只量到 {RANK_BM25_UP_TO:,} 段"
    if last is None:
        return why + "。"
    times = size / last[0]
    return why + (
        f"；按 {last[0]:,} 段的实测成比例推算，{size:,} 段每问约 {_p50(last[1]) * times / 1000:.1f} 秒，"
        f"内存约 {last[1].resident_mib * times / 1024:.0f} GiB。"
    )


def _p50(one: Measured) -> float:
    return float(np.percentile(one.milliseconds, 50))


def _p95(one: Measured) -> float:
    return float(np.percentile(one.milliseconds, 95))


def _per_second(one: Measured) -> float:
    return 1000 * len(one.milliseconds) / sum(one.milliseconds)


COLUMNS: tuple[tuple[Callable[[Measured], float], str], ...] = (
    (_p50, "{:.2f} ms"),
    (_p95, "{:.2f} ms"),
    (_per_second, "{:,.0f}"),
    (attrgetter("batch_per_second"), "{:,.0f}"),
    (attrgetter("build_s"), "{:.1f} 秒"),
    (attrgetter("resident_mib"), "{:,.0f} MiB"),
)

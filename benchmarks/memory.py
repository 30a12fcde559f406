"""Whether the service keeps anything of each message: its resident memory while many citizens talk."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks import load
from benchmarks.server import running

CITIZENS = 20
STEPS = 10
MESSAGES = 10_000
WARM = 2  # steps after which caches and buffers have their size


def report(prepared: Path, count: int) -> list[str]:
    """Lines of Markdown about *count* messages; raises RuntimeError when no service starts."""
    with running(prepared) as server:
        readings, failures = [server.resident_mib()], 0
        for _ in range(STEPS):
            failures += load.messages(server.base, count // STEPS, citizens=CITIZENS).failures
            readings.append(server.resident_mib())
    return [
        f"{CITIZENS} 人不停地说，每段对话换一个新的会话，共 {count:,} 句；每 {count // STEPS:,} 句看一次常驻内存。",
        "",
        f"- 常驻内存（MiB，从就绪起）：{'、'.join(f'{reading:.0f}' for reading in readings)}",
        f"- 头 {WARM * count // STEPS:,} 句之后，每句增加 {growth(readings[WARM:], count // STEPS):.2f} KiB",
        f"- 失败的请求：{failures}",
    ]


def growth(readings: list[float], step: int) -> float:
    """KiB per message by the straight line nearest to *readings*, MiB taken every *step* messages."""
    slope = np.polyfit(np.arange(len(readings)) * step, np.array(readings) * 1024, 1)[0]
    return float(slope)

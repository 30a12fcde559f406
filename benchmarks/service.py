"""The running service: how soon it is ready, what it holds, how fast it answers one citizen and twenty."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks import load
from benchmarks.server import running
from knowledge.documents import load_documents
from knowledge.questions import load_questions

CITIZENS, EVERY_S = 20, 2.0
QUESTIONS = 1000


def report(prepared: Path, seconds: float) -> list[str]:
    """Lines of Markdown, measured with the models in *prepared*; raises RuntimeError when no service starts."""
    asked = [question for row in load_questions(load_documents()) for question in row.questions]
    sample = asked[:: max(1, len(asked) // QUESTIONS)][:QUESTIONS]
    with running(prepared) as server:
        load.search(server.base, [question for question in asked if question not in set(sample)][:50])
        searched = load.search(server.base, sample)
        calm = load.chat(server.base, citizens=1, every_s=0, for_s=10)
        busy = load.chat(server.base, citizens=CITIZENS, every_s=EVERY_S, for_s=seconds)
        resident = server.resident_mib()
    return [
        "| 项目 | p50 | p95 | 次数 |",
        "|---|---|---|---|",
        _row("检索，服务内（含编码）", searched),
        _row("对话一轮，服务内，1 人连续", calm.inside),
        _row(f"对话一轮，服务内，{CITIZENS} 人各每 {EVERY_S:g} 秒一句", busy.inside),
        _row(f"对话一轮，群众等待，{CITIZENS} 人各每 {EVERY_S:g} 秒一句", busy.waited),
        "",
        f"- 启动到就绪（模型已备好）：{server.ready_s:.1f} 秒",
        f"- 常驻内存（上述负载之后）：{resident:.0f} MiB",
        f"- 失败的请求：{calm.failures + busy.failures}",
    ]


def _row(name: str, milliseconds: list[float]) -> str:
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return f"| {name} | {p50:.1f} ms | {p95:.1f} ms | {len(milliseconds)} |"

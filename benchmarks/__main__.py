"""``python -m benchmarks``: measure one run and write benchmarks/results.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

import numpy as np

from benchmarks import load
from benchmarks.server import running
from knowledge.documents import load_documents
from knowledge.questions import load_questions

RESULTS = Path(__file__).parent / "results.md"
CITIZENS, EVERY_S = 20, 2.0
QUESTIONS = 1000


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="在本机起一个服务，量就绪时间、内存、检索与对话用时，写入 benchmarks/results.md。",
        epilog="例：python -m benchmarks --seconds 60",
    )
    parser.add_argument("--seconds", type=float, default=60, help="20 人同时对话的时长，默认 60 秒")
    args = parser.parse_args()
    try:
        lines = _measured(Path(os.environ.get("DATA_DIR", "var")), args.seconds)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    return 0


def _measured(prepared: Path, seconds: float) -> list[str]:
    asked = [question for row in load_questions(load_documents()) for question in row.questions]
    sample = asked[:: max(1, len(asked) // QUESTIONS)][:QUESTIONS]
    with running(prepared) as server:
        load.search(server.base, sample[:50])
        searched = load.search(server.base, sample)
        calm = load.chat(server.base, citizens=1, every_s=0, for_s=10)
        busy = load.chat(server.base, citizens=CITIZENS, every_s=EVERY_S, for_s=seconds)
        resident = server.resident_mib()
    return [
        "# 速度",
        "",
        f"由 `make bench` 写出，一次运行的结果。{platform.machine()}，{os.cpu_count()} 核，"
        f"Python {platform.python_version()}。",
        "",
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


if __name__ == "__main__":
    sys.exit(main())

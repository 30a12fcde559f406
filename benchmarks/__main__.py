"""``python -m benchmarks``: measure and write benchmarks/results.md, the whole of it or one of its parts."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

from benchmarks import cases, results, scale, service, wechat

ARTICLES = Path(__file__).parent.parent.parent / "shared" / "data" / "text" / "law_articles.jsonl.gz"
PARTS = ("service", "cases", "search", "wechat")


def main() -> int:
    options = _options()
    parts = [options.part] if options.part else PARTS
    machine = f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}"
    try:
        if "service" in parts:
            lines = service.report(Path(os.environ.get("DATA_DIR", "var")), options.seconds)
            results.write("服务", machine, lines)
        if "cases" in parts:
            lines = cases.report(Path(os.environ.get("DATA_DIR", "var")), options.cases, _tell)
            results.write("十万件工单", machine, lines)
        if "search" in parts and options.articles.is_file():
            lines = scale.report(options.articles, options.sizes, _tell)
            results.write("检索规模", machine, lines)
        elif "search" in parts:
            print(
                f"检索规模没有量：没有 {options.articles}（--articles 指定法条文件），结果里保留上次的。",
                file=sys.stderr,
            )
        if "wechat" in parts:
            lines = wechat.report(Path(os.environ.get("DATA_DIR", "var")), options.wechat_seconds)
            results.write("微信公众号", machine, lines)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    print(results.PATH.read_text(encoding="utf-8"))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="量速度，写入 benchmarks/results.md：service 在本机起一个服务，量就绪时间、内存、检索与对话用时；"
        "cases 造十万件工单，量办件台、查找、督办台和报表；"
        "search 量一千到一百万段的检索，与 bm25s、rank_bm25、FAISS 精确检索并列；"
        "wechat 让 200 人在公众号上每秒共发 10 条。",
        epilog="例：python -m benchmarks search --sizes 1000,46010",
    )
    parser.add_argument("part", nargs="?", choices=PARTS, help="只量这一部分；默认都量")
    parser.add_argument("--seconds", type=float, default=60, help="20 人同时对话的时长，默认 60 秒")
    parser.add_argument("--wechat-seconds", type=float, default=600, help="公众号测量的时长，默认 600 秒")
    parser.add_argument("--cases", type=int, default=cases.COUNT, help="工单数，默认 100000")
    parser.add_argument("--sizes", type=_sizes, default=scale.SIZES, help="段落数，默认 1000,46010,1000000")
    parser.add_argument("--articles", type=Path, default=ARTICLES, help="法条文件（law_articles.jsonl.gz）")
    return parser.parse_args()


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(","))


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks``: measure and write benchmarks/results.md, the whole of it or one of its parts."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import cases, memory, results, scale, service, stock, wechat

ARTICLES = Path(__file__).parent.parent.parent / "shared" / "data" / "text" / "law_articles.jsonl.gz"
Report = Callable[[argparse.Namespace, Path], list[str]]

# Of each part: its title among the results, and how its lines are measured with the models in a folder.
PARTS: dict[str, tuple[str, Report]] = {
    "service": ("服务", lambda given, prepared: service.report(prepared, given.seconds)),
    "stock": ("与原样的 Rasa 并排", lambda given, prepared: stock.report(prepared, given.seconds / stock.ROUNDS)),
    "memory": ("一万句之后的内存", lambda given, prepared: memory.report(prepared, given.messages)),
    "cases": ("十万件工单", lambda given, prepared: cases.report(prepared, given.cases, _tell)),
    "search": ("检索规模", lambda given, _: scale.report(given.articles, given.sizes, _tell)),
    "wechat": ("微信公众号", lambda given, prepared: wechat.report(prepared, given.wechat_seconds)),
}


def main() -> int:
    options = _options()
    prepared = Path(os.environ.get("DATA_DIR", "var"))
    machine = f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}"
    try:
        for part in [options.part] if options.part else PARTS:
            title, report = PARTS[part]
            if part == "search" and not options.articles.is_file():
                _tell(f"检索规模没有量：没有 {options.articles}（--articles 指定法条文件），结果里保留上次的。")
                continue
            results.write(title, machine, report(options, prepared))
    except RuntimeError as error:
        _tell(str(error))
        return 1
    print(results.PATH.read_text(encoding="utf-8"))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="量速度，写入 benchmarks/results.md：service 在本机起一个服务，量就绪时间、内存、检索与对话用时；"
        "stock 把同一个机器人也用 rasa run 和 rasa run actions 起起来，两边轮流压；memory 发一万句话，看内存涨不涨；"
        "cases 造十万件工单，量办件台、查找、督办台和报表；"
        "search 量一千到一百万段的检索，与 bm25s、rank_bm25、FAISS 精确检索并列；"
        "wechat 让 200 人在公众号上每秒共发 10 条。",
        epilog="例：python -m benchmarks search --sizes 1000,46010",
    )
    parser.add_argument("part", nargs="?", choices=PARTS, help="只量这一部分；默认都量")
    parser.add_argument("--seconds", type=float, default=60, help="每项对话量多久，默认 60 秒")
    parser.add_argument("--messages", type=int, default=memory.MESSAGES, help="量内存时发多少句，默认 10000")
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

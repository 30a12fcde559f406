"""``python -m retrieval``: build the index, ask it, train the encoder, measure."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from knowledge.source import KnowledgeError
from retrieval import bench, collection, sts, training
from retrieval import index as stored
from retrieval.encode import DEFAULT_ENCODER, Encoder
from retrieval.errors import RetrievalError
from retrieval.evaluate import ask as ask_all
from retrieval.evaluate import ask_bm25, figures, read_questions
from retrieval.filters import Filters
from retrieval.search import Answer, Searcher

Command = Callable[[argparse.Namespace], int]

QUESTIONS = Path(__file__).parent.parent / "tests" / "retrieval" / "questions"
SHARED = Path(__file__).parent.parent.parent / "shared" / "data"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit status and prints failures as one line on stderr."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except (RetrievalError, KnowledgeError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 130


def _index(options: argparse.Namespace) -> int:
    stored.build(options.index, Encoder.load(options.encoder), report=print, again=options.again)
    return 0


def _search(options: argparse.Namespace) -> int:
    answer = _searcher(options).search(options.question, k=options.k, filters=_filters(options))
    for rank, hit in enumerate(answer.hits, start=1):
        passage = hit.passage
        print(f"{rank}. {hit.score:.3f} 《{passage.title}》{passage.section}  [{passage.id}]")
        print("   " + passage.text.replace("\n", "\n   "))
    print(f"可答概率 {answer.score:.3f}（{'可答' if answer.answerable else '不可答'}）")
    return 0


def _ask(options: argparse.Namespace) -> int:
    answer = _searcher(options).search(options.question, filters=_filters(options))
    print(_refusal(answer) if answer.quote is None else _citation(answer))
    return 0


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(options.scope, options.issuer, options.kind, options.since, options.until)


def _citation(answer: Answer) -> str:
    passage = answer.hits[0].passage
    facts = [passage.document_no, passage.issuer, passage.date or "", passage.status]
    lines = [
        f"“{answer.quote}”",
        f"——《{passage.title}》{passage.section}",
        f"  {'　'.join(fact for fact in facts if fact)}  {passage.url}",
    ]
    return "\n".join(lines + ([f"注意：{answer.note}"] if answer.note else []))


def _refusal(answer: Answer) -> str:
    said = f"在已公开的文件里没有查到“{answer.query}”的答案。"
    if answer.topic is None:
        return said + "可以提交咨询工单或转人工。"
    unit = f"，这件事归{answer.topic.unit}" if answer.topic.unit else ""
    return f"{said}问的像是“{answer.topic.topic}”{unit}。可以提交咨询工单或转人工。"


def _evaluate(options: argparse.Namespace) -> int:
    if (options.corpus is None) != (options.queries is None):
        print("--corpus 和 --queries 要一起给出。", file=sys.stderr)
        return 2
    if options.corpus is not None:
        results = collection.evaluate(options.corpus, options.queries, Encoder.load(options.encoder))
        if not options.json:
            _table({"本系统": results["ours"], "BM25": results["bm25"]})
        print(collection.last_line(results))
        return 0
    questions = read_questions(options.dev)
    searcher = _searcher(options)
    measured = {"本系统": figures(ask_all(searcher, questions)), "BM25": figures(ask_bm25(searcher, questions))}
    if options.json:
        print(json.dumps(measured, ensure_ascii=False))
        return 0
    for name, table in measured.items():
        print(name)
        _table(table)
    return 0


def _table(rows: dict[str, dict[str, float]]) -> None:
    for name, row in rows.items():
        shown = "  ".join(
            f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in row.items()
        )
        print(f"  {name:14}{shown}")


def _train(options: argparse.Namespace) -> int:
    recipe = training.Recipe(seed=options.seed, epochs=options.epochs)
    model = training.train(options.data, options.out, work=options.work, recipe=recipe, device=options.device)
    for name, figure in sts.report(model, options.data / "sts").items():
        print(f"{name}  Spearman {figure:.2f}")
    return 0


def _bench(options: argparse.Namespace) -> int:
    _table(bench.measure(_searcher(options), read_questions(options.dev)))
    return 0


def _searcher(options: argparse.Namespace) -> Searcher:
    return Searcher.load(options.index, options.encoder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m retrieval",
        description="检索：建立索引、提问、训练句向量模型、评测。",
        epilog="例：python -m retrieval ask 依申请公开多少个工作日答复",
    )
    commands = parser.add_subparsers(required=True, metavar="命令")
    add = _Adder(commands)
    add("index", _index, "建立或更新索引（只编码有改动的文字）", "python -m retrieval index").add_argument(
        "--again", action="store_true", help="不论有无改动全部重建"
    )
    for name, command, summary in (("search", _search, "列出段落"), ("ask", _ask, "给出答案、原文和出处")):
        asking = add(name, command, summary, f"python -m retrieval {name} 工单可以延期几次")
        asking.add_argument("question", metavar="问题")
        asking.add_argument("--scope", choices=("public", "agent"), default="public", help="agent 也看内部文件")
        asking.add_argument("--issuer", default="", help="只看这个机关印发的")
        asking.add_argument("--kind", default="", help="只看这一类文件，如 制度、通报")
        asking.add_argument("--since", type=date.fromisoformat, metavar="年-月-日", help="只看这一天起印发的")
        asking.add_argument("--until", type=date.fromisoformat, metavar="年-月-日", help="只看到这一天为止印发的")
        asking.add_argument("-k", type=int, default=5, help="段落条数")
    training_ = add("train", _train, "训练句向量模型", "python -m retrieval train --data ../shared/data")
    training_.add_argument("--data", type=Path, default=SHARED, help="训练数据文件夹（内有 train/pairs.tsv.gz）")
    training_.add_argument("--out", type=Path, default=DEFAULT_ENCODER, help="写到这里")
    training_.add_argument("--work", type=Path, default=_data_dir() / "encoder", help="断点文件夹，中断后从这里继续")
    training_.add_argument("--seed", type=int, default=training.Recipe.seed)
    training_.add_argument("--epochs", type=float, default=training.Recipe.epochs)
    training_.add_argument("--device", default="cpu", help="cpu 或 cuda")
    measuring = add("evaluate", _evaluate, "评测，与 BM25 对照", "python -m retrieval evaluate --dev ../shared/eval")
    measuring.add_argument("--dev", type=Path, default=QUESTIONS, help="内有 dev_retrieval.jsonl 和 dev_refusal.jsonl")
    measuring.add_argument("--corpus", type=Path, help='任意语料，每行 {"id","title","text"}')
    measuring.add_argument("--queries", type=Path, help='问题，每行 {"id","question","gold":[id]}')
    measuring.add_argument("--json", action="store_true", help="只输出一行 JSON")
    timing = add("bench", _bench, "测量单次检索用时", "python -m retrieval bench")
    timing.add_argument("--dev", type=Path, default=QUESTIONS, help="用这里的问题")
    return parser


class _Adder:
    """Adds commands that share the options naming the index and the encoder."""

    def __init__(self, commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        self._commands = commands

    def __call__(self, name: str, command: Command, summary: str, example: str) -> argparse.ArgumentParser:
        parser = self._commands.add_parser(name, help=summary, description=summary + "。", epilog=f"例：{example}")
        parser.add_argument(
            "--index", type=Path, default=_data_dir() / "index", help="索引文件夹（默认 $DATA_DIR/index）"
        )
        parser.add_argument(
            "--encoder", default=os.environ.get("ENCODER") or str(DEFAULT_ENCODER), help="句向量模型（默认 $ENCODER）"
        )
        parser.set_defaults(command=command)
        return parser


def _data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR") or "var")


if __name__ == "__main__":
    sys.exit(main())

"""Learning the routing model from knowledge/ and from what people corrected."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desk import corrections, routing_training
from desk.commands.common import command, opened
from desk.corrections import Lessons
from desk.environment import Environment

FOLDER = "routing"


def add(subcommands: Any) -> None:
    train = command(
        subcommands,
        "train-routing",
        run_train,
        help="由 knowledge 训练转办模型；加 --with-corrections 另学人工改派、改定类型的结果",
        example="train-routing --with-corrections",
    )
    train.add_argument("--with-corrections", action="store_true", help="另学数据库中的人工更正（总是重新训练）")
    export = command(
        subcommands,
        "corrections",
        run_export,
        help="导出人工更正的转办结果，格式同 knowledge/routing_examples.jsonl（已脱敏，不含举报件和保密件）",
        example="corrections --out var/corrections.jsonl",
    )
    export.add_argument("--out", type=Path, required=True)


def run_train(args: argparse.Namespace, environment: Environment) -> list[str]:
    folder = environment.data_dir / FOLDER
    if not args.with_corrections and routing_training.is_current(folder):
        return [f"转办模型是最新的：{folder}"]
    corrected = _corrected(environment) if args.with_corrections else routing_training.NONE
    told = f"人工更正：单位 {len(corrected.units)} 条，类型 {len(corrected.kinds)} 条"
    lines = [told] if args.with_corrections else []
    routing_training.train(folder, corrections=corrected, say=lines.append)
    return [*lines, f"转办模型已写入 {folder}。"]


def run_export(args: argparse.Namespace, environment: Environment) -> list[str]:
    corrected = _corrected(environment)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text("".join(f"{line}\n" for line in corrections.lines(corrected.units)), encoding="utf-8")
    return [f"已导出 {args.out}（{len(corrected.units)} 条）。"]


def _corrected(environment: Environment) -> Lessons:
    with opened(environment) as database, database.readers() as session:
        return corrections.lessons(session)

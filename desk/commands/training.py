"""Learning the routing model from knowledge/."""

from __future__ import annotations

import argparse
from typing import Any

from desk import routing_training
from desk.commands.common import command
from desk.environment import Environment

FOLDER = "routing"


def add(subcommands: Any) -> None:
    command(subcommands, "train-routing", run, help="由 knowledge 训练转办模型", example="train-routing")


def run(args: argparse.Namespace, environment: Environment) -> list[str]:
    folder = environment.data_dir / FOLDER
    if routing_training.is_current(folder):
        return [f"转办模型是最新的：{folder}"]
    lines: list[str] = []
    routing_training.train(folder, say=lines.append)
    return [*lines, f"转办模型已写入 {folder}。"]

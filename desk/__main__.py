"""The desk's commands, for cron, the terminal and make."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError

from desk import environment
from desk.commands import clock, figures, notices, retention, training, upkeep, upstream
from desk.commands.common import CommandFailed
from desk.errors import DeskError
from desk.keys import KeysUnusable
from knowledge.source import KnowledgeError

REFUSALS = (CommandFailed, DeskError, KeysUnusable, KnowledgeError, argparse.ArgumentTypeError, OSError)


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="python -m desk", description="办件的规则、时限、统计和维护")
    subcommands = whole.add_subparsers(dest="command", required=True, metavar="命令")
    for group in (clock, figures, upkeep, retention, training, notices, upstream):
        group.add(subcommands)
    return whole


def main(argv: Sequence[str] | None = None) -> int:
    args = parser().parse_args(argv)
    try:
        lines = args.run(args, environment.read(os.environ))
    except REFUSALS as refusal:
        print(f"错误：{refusal}", file=sys.stderr)
        return 1
    except DBAPIError as failure:
        print(f"错误：数据库无法使用：{failure.orig}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends the command quietly
    sys.exit(main())

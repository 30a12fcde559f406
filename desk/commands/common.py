"""What several commands share: how they are declared, moments on the command line, the open database."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from desk.database import Database, connect
from desk.environment import Environment
from desk.migrate import newest, revision_of
from desk.moments import SHANGHAI

Run = Callable[[argparse.Namespace, Environment], list[str]]


class CommandFailed(Exception):
    """The command cannot do what it was asked; one Chinese sentence for the terminal."""


def command(subcommands: Any, name: str, run: Run, *, help: str, example: str) -> argparse.ArgumentParser:
    """Add a command whose ``--help`` ends with a line to copy."""
    parser: argparse.ArgumentParser = subcommands.add_parser(
        name,
        help=help,
        description=help,
        epilog=f"例：\n  python -m desk {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def at_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", type=moment, default=None, help="按这一时刻计算，如 2026-11-20T10:00；默认现在")


def dry_run_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="只显示将做什么，不写入")


def moment(text: str) -> datetime:
    """Read an ISO moment; without a zone it is Shanghai time, a bare date is its first moment."""
    try:
        at = datetime.combine(date.fromisoformat(text), time()) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"「{text}」不是时间，应如 2026-11-20T10:00") from None
    return at.replace(tzinfo=SHANGHAI) if at.tzinfo is None else at


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"「{text}」不是日期，应如 2020-09-17") from None


def now(args: argparse.Namespace) -> datetime:
    return args.at if args.at is not None else datetime.now(SHANGHAI)


@contextmanager
def opened(environment: Environment) -> Iterator[Database]:
    """Raises CommandFailed unless the database is there and has the present tables."""
    found = revision_of(environment.url) if exists(environment) else None
    if found != newest():
        raise CommandFailed("数据库未建立或版本不符：请运行 python -m desk migrate。")
    database = connect(environment.url, outlets=environment.outlets)
    try:
        yield database
    finally:
        database.engine.dispose()


def exists(environment: Environment) -> bool:
    """A SQLite file is not made by looking at it."""
    address = make_url(environment.url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").exists()

"""What is kept longer than its time, and erasing it on confirmation."""

from __future__ import annotations

import argparse
from typing import Any

from desk import retention
from desk.commands.common import at_argument, command, dry_run_argument, now, opened
from desk.environment import Environment
from desk.lifecycle import Actor, Role
from desk.moments import day_words, local
from desk.retention import Expired
from knowledge.retention import load_retention

KEEPER = Actor("命令行", Role.ADMIN)


def add(subcommands: Any) -> None:
    kept = command(
        subcommands,
        "retention",
        run_retention,
        help="列出保存期满的记录和拟清除的内容；加 --confirm 才清除（办件和事件记录保留）",
        example="retention --dry-run",
    )
    at_argument(kept)
    dry_run_argument(kept)
    kept.add_argument("--confirm", action="store_true", help="确认清除列出的内容，不能恢复")


def run_retention(args: argparse.Namespace, environment: Environment) -> list[str]:
    rules, at = load_retention(), now(args)
    lines = [f"{rule.kind}：{rule.term}（{rule.source}）" for rule in rules]
    with opened(environment) as database, database.sessions.begin() as session:
        found = retention.expired(session, rules, at=at)
        lines += [_line(each) for each in found]
        if not found:
            return [*lines, "没有保存期满的记录。"]
        if args.dry_run or not args.confirm:
            return [*lines, f"共 {len(found)} 件保存期满，未清除。确认清除请加 --confirm。"]
        count = retention.erase(session, found, by=KEEPER, at=at)
    return [*lines, f"已清除 {len(found)} 件的 {count} 项身份信息，已写入事件记录。"]


def _line(each: Expired) -> str:
    since, until = (day_words(local(moment).date()) for moment in (each.since, each.until))
    fields = "、".join(each.columns)
    return f"{each.number}\t{each.rule.since} {since}，期满 {until}\t拟清除{each.rule.erase}：{fields}"

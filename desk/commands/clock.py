"""Working days, reminders, and the tables of the lifecycles."""

from __future__ import annotations

import argparse
from typing import Any

from desk import disclosure_table, reminders, ticket_table
from desk.commands.common import at_argument, command, day, dry_run_argument, now, opened
from desk.environment import Environment
from desk.lifecycle import Lifecycle
from desk.moments import day_words
from desk.workdays import load_calendar


def add(subcommands: Any) -> None:
    due = command(
        subcommands,
        "due",
        run_due,
        help="推算工作日期限，并说明怎么算的",
        example="due --received 2020-09-17 --working-days 20",
    )
    due.add_argument("--received", type=day, required=True, help="收到或签收之日，当日不计入")
    due.add_argument("--working-days", type=int, required=True, help="工作日数，1 至 400")
    remind = command(
        subcommands,
        "remind",
        run_remind,
        help="发出到期的提醒和上报，处理逾期未补正等；重复运行不重复发出",
        example="remind --at 2026-11-24T17:30 --dry-run",
    )
    at_argument(remind)
    dry_run_argument(remind)
    command(subcommands, "lifecycles", run_lifecycles, help="打印办理流程表", example="lifecycles > docs/lifecycles.md")


def run_due(args: argparse.Namespace, environment: Environment) -> list[str]:
    if not 1 <= args.working_days <= 400:
        raise argparse.ArgumentTypeError("工作日数应为 1 至 400")
    reckoning = load_calendar().explain(args.received, args.working_days)
    mark = "（暂定）" if reckoning.provisional else ""
    return [f"{reckoning.end.isoformat()}{mark}", f"{day_words(reckoning.end)} 17:30 前", *reckoning.words()]


def run_remind(args: argparse.Namespace, environment: Environment) -> list[str]:
    with opened(environment) as database, database.sessions() as session:
        done = reminders.run(session, at=now(args), calendar=load_calendar())
        if args.dry_run:
            session.rollback()
        else:
            session.commit()
    lines = [f"{sent.kind}\t{sent.number}\t{sent.unit}\t{sent.words}" for sent in done]
    return [*lines, f"{'将发出' if args.dry_run else '已发出'} {len(done)} 项。"]


def run_lifecycles(args: argparse.Namespace, environment: Environment) -> list[str]:
    lines = [
        "# 办理流程",
        "",
        "由 `python -m desk lifecycles` 生成，请勿手改；修改 desk 中的流程表后运行 `make docs`。",
    ]
    for title, lifecycle in (("工单", ticket_table.LIFECYCLE), ("依申请公开", disclosure_table.LIFECYCLE)):
        lines += ["", f"## {title}", "", "```mermaid", lifecycle.mermaid(), "```", "", *_table(lifecycle)]
    return lines


def _table(lifecycle: Lifecycle) -> list[str]:
    lines = ["| 状态 | 动作 | 之后 | 谁可以做 | 依据 |", "| --- | --- | --- | --- | --- |"]
    return lines + [f"| {' | '.join(row)} |" for row in lifecycle.rows()]

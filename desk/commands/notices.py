"""Notices in the outbox: what was told to whom, and what could not be delivered."""

from __future__ import annotations

import argparse
from typing import Any

from desk import outbox
from desk.case_records import Notice
from desk.commands.common import at_argument, command, now, opened
from desk.environment import Environment
from desk.moments import local


def add(subcommands: Any) -> None:
    notices = command(
        subcommands,
        "notices",
        run_notices,
        help="列出通知及其送出情况；--undelivered 只列没有送出的，--retry 把放弃的重新排队",
        example="notices --undelivered",
    )
    notices.add_argument("--undelivered", action="store_true", help="只列发送失败、还没有送出的")
    notices.add_argument("--retry", action="store_true", help="已放弃的重新排队，由服务送出")
    at_argument(notices)


def run_notices(args: argparse.Namespace, environment: Environment) -> list[str]:
    with opened(environment) as database, database.sessions.begin() as session:
        if args.retry:
            return [f"已重新排队 {outbox.retry(session, at=now(args))} 条。"]
        found = outbox.undelivered(session) if args.undelivered else outbox.latest(session)
        unsent = outbox.counts(session)
    ending = f"待送出 {unsent.waiting} 条，已放弃 {unsent.given_up} 条。"
    return [*(_line(notice) for notice in found), ending]


def _line(notice: Notice) -> str:
    """A citizen's recipient is a conversation's id, which is nobody's business."""
    to = notice.recipient if notice.adapter != "wechat" else "群众（微信）"
    return "\t".join((f"{local(notice.created):%Y-%m-%d %H:%M}", notice.adapter, to, state(notice), notice.words))


def state(notice: Notice) -> str:
    if notice.sent is not None:
        return f"已送出 {local(notice.sent):%m-%d %H:%M}"
    tried = f"，试过 {notice.attempts} 次：{notice.error}" if notice.error else ""
    return ("已放弃" if notice.next_try is None else "待送出") + tried

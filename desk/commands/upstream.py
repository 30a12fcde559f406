"""Lists from other platforms in, replies back out."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from desk import keys, upstream, upstream_list
from desk.commands.common import CommandFailed, at_argument, command, dry_run_argument, now, opened
from desk.commands.training import FOLDER
from desk.environment import Environment
from desk.exclusions import Exclusions
from desk.filings import Routed, TicketFiling
from desk.lifecycle import Actor, Role
from desk.routing import Router
from desk.routing_model import RoutingModelUnusable
from desk.upstream_list import Unreadable
from desk.workdays import load_calendar
from knowledge.channels import UPSTREAM, Channel, load_channels
from knowledge.emergencies import load_emergencies
from knowledge.exclusions import load_exclusions

CHANNEL_HELP = "上级转来的渠道，见 knowledge/channels.yml"
IMPORTER = Actor("上级平台导入", Role.OFFICE, "县政府办")


def add(subcommands: Any) -> None:
    loaded = command(
        subcommands,
        "import-upstream",
        run_import,
        help="导入上级平台转来的办件（CSV），逐行核对后一次登记；编号登记过的跳过",
        example="import-upstream --channel 市长信箱 var/inbox.csv --dry-run",
    )
    loaded.add_argument("--channel", required=True, help=CHANNEL_HELP)
    header = "、".join((*upstream_list.REQUIRED, *upstream_list.OPTIONAL))
    loaded.add_argument("file", type=Path, help=f"CSV 文件，表头：{header}")
    at_argument(loaded)
    dry_run_argument(loaded)
    sent = command(
        subcommands,
        "export-upstream",
        run_export,
        help="导出某一上级渠道的办理结果（CSV，不含身份信息，防公式注入）",
        example="export-upstream --channel 市长信箱 --out var/replies.csv",
    )
    sent.add_argument("--channel", required=True, help=CHANNEL_HELP)
    sent.add_argument("--out", type=Path, required=True)


def run_import(args: argparse.Namespace, environment: Environment) -> list[str]:
    channel, at = _channel(args.channel), now(args)
    filings = _read(args.file, channel, at)
    lines = [f"{args.file}：{len(filings)} 件，逐行核对无误。"]
    if args.dry_run:
        return [*lines, "未登记（--dry-run）。"]
    router = _router(environment)

    def route(each: TicketFiling) -> Routed:
        return router.route(each.matter, place=each.place)

    with opened(environment) as database, database.sessions.begin() as session:
        done = upstream.file(
            session,
            filings,
            route=route,
            exclusions=Exclusions(load_exclusions(), load_emergencies()),
            by=IMPORTER,
            at=at,
            calendar=load_calendar(),
            vault=keys.load_or_create(environment.data_dir, production=environment.production),
        )
    new = [each for each in done if each.new]
    lines += [f"{each.upstream}\t{each.number}\t{each.unit or '待定'}" + _noted(each.path) for each in new]
    return [*lines, f"登记 {len(new)} 件，此前已登记 {len(done) - len(new)} 件。"]


def run_export(args: argparse.Namespace, environment: Environment) -> list[str]:
    with opened(environment) as database, database.readers() as session:
        text = upstream.replies(session, _channel(args.channel).name)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(text, encoding="utf-8", newline="")
    return [f"已导出 {args.out}。"]


def _channel(name: str) -> Channel:
    passed_on = {channel.name: channel for channel in load_channels().values() if channel.kind == UPSTREAM}
    if name not in passed_on:
        raise CommandFailed(f"没有上级渠道「{name}」，应为：{'、'.join(passed_on)}。")
    return passed_on[name]


def _read(file: Path, channel: Channel, at: datetime) -> list[TicketFiling]:
    try:
        return upstream_list.read(file.read_bytes(), channel, by=IMPORTER, at=at)
    except Unreadable as unreadable:
        raise CommandFailed("\n".join([f"{file} 没有导入，请改正后重试：", *unreadable.faults])) from None


def _router(environment: Environment) -> Router:
    try:
        return Router.load(environment.data_dir / FOLDER)
    except RoutingModelUnusable as error:
        raise CommandFailed(str(error)) from None


def _noted(path: str) -> str:
    return f"\t（属于{path}，请按法定途径告知）" if path else ""

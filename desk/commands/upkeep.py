"""Tables, keys, the event log, backups and staff accounts."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

from desk import accounts, backups, keys, ledger
from desk.commands.common import CommandFailed, at_argument, command, now, opened
from desk.directory import check_unit
from desk.environment import Environment
from desk.lifecycle import Actor, Role
from desk.migrate import migrate

ADMIN = Actor("命令行", Role.ADMIN)


def add(subcommands: Any) -> None:
    command(subcommands, "migrate", run_migrate, help="建立或升级数据库表", example="migrate")
    made = command(subcommands, "keys", run_keys, help="生成新的密钥文件（权限 0600）", example="keys --out keys.json")
    made.add_argument("--out", type=Path, required=True)
    verify = command(
        subcommands,
        "verify-audit",
        run_verify,
        help="核对事件记录的校验链；--known 与此前抄存的“序号:校验值”比对",
        example="verify-audit --known 1024:ab12…",
    )
    verify.add_argument("--known", type=_known, default=None)
    backup = command(
        subcommands, "backup", run_backup, help="备份数据库（服务可不停）并核对副本", example="backup --out backup.db"
    )
    backup.add_argument("--out", type=Path, required=True)
    restore = command(
        subcommands,
        "restore",
        run_restore,
        help="核对备份后恢复（须先停止服务）",
        example="restore --from backup.db --replace",
    )
    restore.add_argument("--from", dest="copy", type=Path, required=True)
    restore.add_argument("--replace", action="store_true", help="替换现有数据库")
    account = subcommands.add_parser("account", help="工作人员账号", description="工作人员账号")
    _add_account(account.add_subparsers(dest="action", required=True, metavar="动作"))


def _add_account(actions: Any) -> None:
    new = command(
        actions,
        "add",
        run_account,
        help="新建账号；密码从终端输入，或以 --password-stdin 从标准输入读取",
        example="account add --name li --role 承办人 --unit 住建局",
    )
    new.add_argument("--name", required=True)
    new.add_argument("--role", required=True, choices=[role.value for role in accounts.STAFF])
    new.add_argument("--unit", default="", help="单位简称，如 住建局")
    new.add_argument("--password-stdin", action="store_true")
    at_argument(new)
    changed = command(
        actions,
        "password",
        run_password,
        help="换密码，并使该账号的登录全部失效",
        example="account password --name li",
    )
    changed.add_argument("--name", required=True)
    changed.add_argument("--password-stdin", action="store_true")
    at_argument(changed)
    off = command(actions, "off", run_off, help="停用账号（记录保留）", example="account off --name li")
    off.add_argument("--name", required=True)
    at_argument(off)


def run_migrate(args: argparse.Namespace, environment: Environment) -> list[str]:
    environment.data_dir.mkdir(parents=True, exist_ok=True)
    before, after = migrate(environment.url)
    return [f"数据库已是最新版本 {after}。" if before == after else f"数据库已从 {before or '空'} 升级到 {after}。"]


def run_keys(args: argparse.Namespace, environment: Environment) -> list[str]:
    try:
        handle = os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CommandFailed(f"{args.out} 已存在，不覆盖。") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(keys.fresh(), file)
    return [f"密钥已写入 {args.out}，请妥善保管并与数据库分开备份。"]


def run_verify(args: argparse.Namespace, environment: Environment) -> list[str]:
    with opened(environment) as database, database.readers() as session:
        audit = ledger.verify(session, known=args.known)
    if audit.finding is not None:
        raise CommandFailed(f"事件记录在第 {audit.finding.sequence} 条不完整：{audit.finding.problem}。")
    return [f"事件记录完整，共 {audit.checked} 条。", f"抄存校验值：{audit.checked}:{audit.head}"]


def run_backup(args: argparse.Namespace, environment: Environment) -> list[str]:
    copy = backups.take(environment.url, args.out)
    return [f"已备份到 {copy.path}，事件 {copy.audit.checked} 条。", f"SHA-256 {copy.sha256}"]


def run_restore(args: argparse.Namespace, environment: Environment) -> list[str]:
    copy = backups.restore(environment.url, args.copy, replace=args.replace)
    return [f"已从 {copy.path} 恢复，事件 {copy.audit.checked} 条。", f"SHA-256 {copy.sha256}"]


def run_account(args: argparse.Namespace, environment: Environment) -> list[str]:
    role = Role(args.role)
    if args.unit:
        check_unit(args.unit)
    password = _password(from_stdin=args.password_stdin)
    with opened(environment) as database, database.sessions.begin() as session:
        account = accounts.add(session, args.name, password, role=role, unit=args.unit, by=ADMIN, at=now(args))
    return [f"已新建账号 {account.name}（{account.role}{account.unit and '，' + account.unit}）。"]


def run_password(args: argparse.Namespace, environment: Environment) -> list[str]:
    password = _password(from_stdin=args.password_stdin)
    with opened(environment) as database, database.sessions.begin() as session:
        accounts.set_password(session, args.name, password, by=ADMIN, at=now(args))
    return [f"已修改账号 {args.name} 的密码。"]


def run_off(args: argparse.Namespace, environment: Environment) -> list[str]:
    with opened(environment) as database, database.sessions.begin() as session:
        accounts.deactivate(session, args.name, by=ADMIN, at=now(args))
    return [f"已停用账号 {args.name}。"]


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("密码：")
    if getpass.getpass("再输一次：") != first:
        raise CommandFailed("两次输入的密码不同。")
    return first


def _known(text: str) -> tuple[int, str]:
    match = re.fullmatch(r"(\d+):([0-9a-f]{64})", text)
    if match is None:
        raise argparse.ArgumentTypeError("应为“序号:校验值”，如 verify-audit 上次打印的一行")
    return int(match[1]), match[2]

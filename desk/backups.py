"""Copies of a SQLite database taken while it serves, and putting one back."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import make_url

from desk import ledger
from desk.database import connect
from desk.errors import Invalid
from desk.ledger import Audit
from desk.migrate import newest, revision_of


@dataclass(frozen=True)
class Copy:
    """A checked copy; *sha256* is of the file, *audit* of the event log inside."""

    path: Path
    sha256: str
    audit: Audit


def take(url: str, out: Path) -> Copy:
    """Copy the database to *out* by SQLite's own backup, which waits for no writer, and check the copy.

    The key file is not part of it: a copy without the keys tells nobody who filed what.

    Raises:
        Invalid: not SQLite, *out* exists, or the copy does not check out.
    """
    source = _file(url)
    if not source.exists():
        raise Invalid("备份", f"没有数据库文件 {source}")
    if out.exists():
        raise Invalid("备份", f"{out} 已存在，不覆盖")
    out.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(out)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")
    os.chmod(out, 0o600)
    return check(out)


def restore(url: str, copy: Path, *, replace: bool) -> Copy:
    """Check *copy* and put it in the database's place. The service must be stopped.

    Raises:
        Invalid: not SQLite, the copy does not check out, or a database is there and *replace* is not given; what was
            there stays.
    """
    target = _file(url)
    if not copy.exists():
        raise Invalid("恢复", f"没有备份文件 {copy}")
    if target.exists() and not replace:
        raise Invalid("恢复", f"{target} 已存在；确认停止服务后加 --replace")
    checked = check(copy)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.restoring")
    draft.write_bytes(copy.read_bytes())
    os.chmod(draft, 0o600)
    for leftover in (f"{target}-wal", f"{target}-shm"):
        Path(leftover).unlink(missing_ok=True)
    os.replace(draft, target)
    return checked


def check(copy: Path) -> Copy:
    """Look at a second copy, so that looking changes nothing.

    Raises:
        Invalid: the file is not whole, not at the present revision, or its event log does not hold together.
    """
    with TemporaryDirectory() as folder:
        looked_at = Path(folder) / copy.name
        looked_at.write_bytes(copy.read_bytes())
        audit = _audit(looked_at, copy)
    return Copy(copy, hashlib.sha256(copy.read_bytes()).hexdigest(), audit)


def _audit(looked_at: Path, copy: Path) -> Audit:
    url = f"sqlite:///{looked_at.as_posix()}"
    try:
        with closing(sqlite3.connect(looked_at)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise Invalid("备份", f"{copy} 不是完好的数据库：{error}") from error
    if whole != "ok":
        raise Invalid("备份", f"{copy} 已损坏：{whole}")
    if revision_of(url) != newest():
        raise Invalid("备份", f"{copy} 的表结构版本不符，请先用同版本程序恢复再迁移")
    database = connect(url)
    with database.readers() as session:
        audit = ledger.verify(session)
    database.engine.dispose()
    if audit.finding is not None:
        raise Invalid("备份", f"{copy} 的事件记录在第 {audit.finding.sequence} 条不完整：{audit.finding.problem}")
    return audit


def _file(url: str) -> Path:
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise Invalid("数据库", "此命令只用于 SQLite；PostgreSQL 请用 pg_dump 和 pg_restore")
    return Path(address.database)

"""A PostgreSQL server of the test run's own, reached through a socket in a temporary folder only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDERS = [Path(f"/usr/lib/postgresql/{version}/bin") for version in range(18, 12, -1)]


def binaries() -> Path:
    """Raises RuntimeError without a server: then the store is not proven on PostgreSQL, and the run must say so."""
    for folder in FOLDERS:
        if (folder / "initdb").exists():
            return folder
    raise RuntimeError("没有找到 PostgreSQL 服务器程序（如 Debian 的 postgresql 包），无法验证 PostgreSQL。")


@contextmanager
def server() -> Iterator[str]:
    """Start a server and yield the address of its database; PostgreSQL refuses to run as root, so root steps down."""
    programs = binaries()
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-", dir="/tmp"))
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=folder, **user)

    try:
        run(str(programs / "initdb"), "-D", str(data), "-U", "desk", "--auth=trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
        run(str(programs / "pg_ctl"), "-D", str(data), "-o", options, "-w", "-l", str(folder / "log"), "start")
        try:
            yield f"postgresql+psycopg2://desk@/postgres?host={folder}"
        finally:
            run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)

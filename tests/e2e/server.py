"""The assistant as people start it: commands for the accounts, ``python -m api`` for the rest."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

ROOT = Path(__file__).parents[2]
PREPARED = ("index", "routing", "models")  # made by `make prepare`
PASSWORD = "a-password-for-tests"
STAFF = {  # name → role, unit
    "zuoxi": ("坐席", ""),
    "zhujian": ("承办人", "住建局"),
    "zhujian-head": ("单位负责人", "住建局"),
    "xianban": ("县政府办", "县政府办"),
    "gongkai": ("承办人", "县政府办"),
    "gongkai-head": ("单位负责人", "县政府办"),
}
PATIENCE_S = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(folder: Path, *, sites: Sequence[str] = ()):
    """Serve from a data directory of its own, in a frame to *sites*; yields the address."""
    prepared = ROOT / os.environ.get("DATA_DIR", "var")
    for name in PREPARED:
        (folder / name).symlink_to((prepared / name).resolve(), target_is_directory=True)
    port = free_port()
    environment = {
        **os.environ,
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "RATE_LIMIT": "off",
        "WIDGET_SITES": ",".join(sites),
    }
    environment.pop("DATABASE_URL", None)
    _run(environment, "migrate")
    _run(environment, "load-bulletin", "bulletin-2020-q3", "--year", "2020", "--quarter", "3")
    for name, (role, unit) in STAFF.items():
        _run(environment, "account", "add", "--name", name, "--role", role, "--unit", unit, "--password-stdin")
    log = (folder / "log.txt").open("w", encoding="utf-8")
    process = subprocess.Popen([sys.executable, "-m", "api"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}", process, folder / "log.txt")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


@contextmanager
def on_a_thread(app: FastAPI, address: str) -> Iterator[None]:
    """Serve *app* at *address* within this process, so that a test can move its clock and fill its database."""
    port = int(address.rsplit(":", 1)[1])
    server = uvicorn.Server(uvicorn.Config(app, port=port, ws="none", log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.05)
    yield
    server.should_exit = True
    thread.join()


def _run(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "desk", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, input=PASSWORD, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            if httpx.get(f"{address}/readyz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise AssertionError(f"not ready within {PATIENCE_S} s: {log.read_text(encoding='utf-8')}")

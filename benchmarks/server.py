"""A server of its own for the measurements: fresh database, the prepared models, no rate limit."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

PREPARED = ("index", "routing", "models")
READY_WITHIN_S = 300


@dataclass(frozen=True)
class Server:
    base: str
    ready_s: float
    process: psutil.Process

    def resident_mib(self) -> float:
        return float(self.process.memory_info().rss) / 2**20


@contextmanager
def running(prepared: Path, *, folder: Path | None = None, **environ: str) -> Iterator[Server]:
    """Serve on a free loopback port with the models in *prepared*, over the data in *folder* or over none.

    Raises:
        RuntimeError: the server ended or was not ready in time.
    """
    with tempfile.TemporaryDirectory() as empty:
        data = folder or Path(empty)
        for name in PREPARED:
            (data / name).symlink_to((prepared / name).resolve())
        port = free_port()
        given = {**os.environ, "PORT": str(port), "DATA_DIR": str(data), "RATE_LIMIT": "off", **environ}
        started = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "api"], env=given, stdout=subprocess.DEVNULL)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base, process)
            yield Server(base, time.perf_counter() - started, psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{base}/readyz", timeout=1).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError("服务没有就绪：请先运行 make prepare。")

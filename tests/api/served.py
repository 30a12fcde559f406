"""A really started server for tests that are about the whole: its own process, port, data folder and log."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.training import model_path
from desk.routing import Router
from desk.routing_model import RoutingModelUnusable
from retrieval.errors import RetrievalError
from retrieval.search import Searcher

ROOT = Path(__file__).parents[2]
ENCODER = "models/encoder"
START_S = 120.0
PREPARED = Path(os.environ.get("DATA_DIR") or ROOT / "var")


@dataclass
class Server:
    """A running ``python -m api``."""

    process: subprocess.Popen[bytes]
    url: str
    data_dir: Path
    log: Path

    def wait(self) -> None:
        """Return when it is ready; fail with its log when it ends or takes too long."""
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            try:
                if httpx.get(self.url + "/readyz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def start(data_dir: Path, *, port: int | None = None, **environment: str) -> Server:
    port = port or free_port()
    log = data_dir / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "api"], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT,
            env=own_environment(data_dir, PORT=str(port), **environment),
        )  # fmt: skip
    return Server(process, f"http://127.0.0.1:{port}", data_dir, log)


def prepare(data_dir: Path) -> None:
    """Put index, routing and dialogue model into *data_dir*: those of make prepare where fresh, else made here."""
    if _loads(lambda: Searcher.load(PREPARED / "index", ENCODER)):
        shutil.copytree(PREPARED / "index", data_dir / "index")
    else:
        _run("retrieval", "index", data_dir)
    if _loads(lambda: Router.load(PREPARED / "routing")):
        shutil.copytree(PREPARED / "routing", data_dir / "routing")
    else:
        _run("desk", "train-routing", data_dir)
    if model_path(PREPARED / "models").is_file():
        shutil.copytree(PREPARED / "models", data_dir / "models")
    else:
        _run("bot", "train", data_dir)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def own_environment(data_dir: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "RATE_LIMIT", "PRODUCTION")
    }
    return {**kept, "DATA_DIR": str(data_dir), **more}


def _loads(load) -> bool:
    try:
        load()
    except (RetrievalError, RoutingModelUnusable):
        return False
    return True


def _run(package: str, command: str, data_dir: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", package, command], cwd=ROOT, env=own_environment(data_dir), capture_output=True
    )
    assert made.returncode == 0, made.stderr.decode()

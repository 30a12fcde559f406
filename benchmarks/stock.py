"""The same bot served as Rasa serves it: ``rasa run`` and ``rasa run actions``, beside our service in one run.

Both answer from the same trained model, the same actions and the same desk. The stock servers keep conversations in
memory, which is their default and their fastest store.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp
import httpx
import numpy as np

from benchmarks import load
from benchmarks.server import free_port, running
from bot.training import ROOT, model_path
from desk import conversations
from desk.database import connect, sqlite_url
from desk.moments import SHANGHAI

CITIZENS = 20
ROUNDS = 3
CONVERSATIONS = 4_000  # opened at the desk beforehand, so that the stock bot may draft and file there
READY_WITHIN_S = 120
# What differs from one conversation to the next: numbers and secrets of cases.
OWN = re.compile(r"(?:JD|GK)-?[0-9]{8}-?[0-9A-Z]+|(?<=查询码 )[0-9A-Z]+")


@dataclass(frozen=True)
class Stock:
    """The running stock servers; each conversation takes one of the *opened* ids as its sender."""

    base: str
    opened: Iterator[str]

    def begin(self, http: aiohttp.ClientSession) -> Sender:
        return Sender(http, next(self.opened))


class Sender:
    """A conversation over Rasa's REST channel."""

    def __init__(self, http: aiohttp.ClientSession, sender: str) -> None:
        self._http, self._sender = http, sender

    async def say(self, text: str) -> load.Heard:
        message = {"sender": self._sender, "message": text}
        async with self._http.post("/webhooks/rest/webhook", json=message) as reply:
            if reply.status != httpx.codes.OK:
                raise load.Failed(reply.status)
            said = await reply.json()
        if not said:  # the channel hides an error behind an empty answer
            raise load.Failed(text)
        return load.Heard([part["text"] for part in said if "text" in part])


def report(prepared: Path, seconds: float, *, rounds: int = ROUNDS) -> list[str]:
    """Lines of Markdown; both sides take turns of *seconds*. Raises RuntimeError when a server does not start."""
    ours, stock = load.Seen(), load.Seen()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        token = secrets.token_urlsafe(32)
        server = stack.enter_context(running(prepared, folder=folder, BOT_TOKEN=token))
        rasa = stack.enter_context(serving(prepared, folder, server.base, token))
        same, asked = asyncio.run(_compare(server.base, rasa))
        for seen, base, begin in ((ours, server.base, load.Citizen), (stock, rasa.base, rasa.begin)) * rounds:
            seen.add(load.chat(base, citizens=CITIZENS, every_s=0, for_s=seconds, begin=begin))
    return [
        f"{CITIZENS} 人不停地发，两边轮流各 {rounds} 轮、每轮 {seconds:g} 秒；同一份模型、动作、服务台，"
        "Rasa 的会话存内存（它的默认）。",
        "",
        "| 一边 | 句/秒 | p50 | p95 | 句 | 失败 |",
        "|---|---|---|---|---|---|",
        _row("本项目", ours),
        _row("`rasa run` + `rasa run actions`", stock),
        "",
        f"- 吞吐之比：{ours.rate / stock.rate:.1f}；p95 之比：1/{_p95(stock) / _p95(ours):.1f}",
        f"- 同样的话两边答复文字相同：{same} / {asked} 句",
    ]


@contextmanager
def serving(prepared: Path, folder: Path, desk: str, token: str) -> Iterator[Stock]:
    """Run the stock servers on loopback against the *desk*, whose database lies in *folder*.

    Raises:
        RuntimeError: one ended or was not ready in time.
    """
    base, actions = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(f"action_endpoint:\n  url: {actions}/webhook\n", encoding="utf-8")
    model = str(model_path(prepared / "models"))
    served = ("--model", model, "--endpoints", str(endpoints), "--credentials", "credentials.yml", "-i", "127.0.0.1")
    with (
        _rasa(
            "run", "actions", "--actions", "bot.actions", "--port", _port(actions), DESK_URL=desk, BOT_TOKEN=token
        ) as acting,
        _rasa("run", *served, "--port", _port(base)) as talking,
    ):
        _wait(f"{actions}/health", acting)
        _wait(base, talking)
        yield Stock(base, itertools.cycle(_opened(folder)))


@contextmanager
def _rasa(*arguments: str, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "rasa", *arguments]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    given = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", **environ}
    process = subprocess.Popen(command, cwd=ROOT, env=given, **silent)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _port(base: str) -> str:
    return base.rpartition(":")[2]


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(url, timeout=1).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError("rasa run 或 rasa run actions 没有起来：请先运行 make prepare。")


def _opened(folder: Path) -> list[str]:
    """Ids of fresh conversations at the desk."""
    database = connect(sqlite_url(folder))
    at = datetime.now(SHANGHAI)
    with database.sessions.begin() as session:
        opened = [conversations.open_conversation(session, channel="web", at=at)[1].id for _ in range(CONVERSATIONS)]
    database.engine.dispose()
    return opened


async def _compare(base: str, rasa: Stock) -> tuple[int, int]:
    """Have every talk once with both; return how many answers have the same texts, and of how many."""
    async with aiohttp.ClientSession(base) as here, aiohttp.ClientSession(rasa.base) as there:
        answers = []
        for talk in load.TALKS:
            ours, stock = load.Citizen(here), rasa.begin(there)
            for text in talk:
                answers.append((await _texts(ours, text), await _texts(stock, text)))
    return sum(ours == stock for ours, stock in answers), len(answers)


async def _texts(conversation: load.Conversation, text: str) -> list[str]:
    heard = await conversation.say(text)
    return [OWN.sub("…", said) for said in heard.texts]


def _row(name: str, seen: load.Seen) -> str:
    p50, p95 = np.percentile(seen.waited, [50, 95])
    return f"| {name} | {seen.rate:.1f} | {p50:.0f} ms | {p95:.0f} ms | {len(seen.waited)} | {seen.failures} |"


def _p95(seen: load.Seen) -> float:
    return float(np.percentile(seen.waited, 95))

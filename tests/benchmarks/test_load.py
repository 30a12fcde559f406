"""The citizens of the measurements, set on a real server; what they report of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi import FastAPI, HTTPException

from benchmarks import load, memory
from benchmarks.server import free_port


@pytest.fixture
def base() -> Iterator[str]:
    """A server that answers every second message, and remembers nothing."""
    app, count = FastAPI(), iter(range(1_000_000))

    @app.post("/api/v1/chat")
    async def chat(message: dict[str, str]) -> dict[str, object]:
        if next(count) % 2:
            raise HTTPException(503)
        return {"session": "s", "replies": [{"text": f"您说：{message['text']}"}], "took_ms": 1.5}

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while thread.is_alive() and not server.started:
        thread.join(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def test_every_message_is_an_answer_or_a_failure(base: str) -> None:
    seen = load.messages(base, 40, citizens=4)

    assert len(seen.waited) + seen.failures >= 40
    assert abs(len(seen.waited) - seen.failures) <= 1
    assert seen.inside == [1.5] * len(seen.waited)
    assert seen.rate == pytest.approx(len(seen.waited) / seen.seconds)


def test_citizens_stop_when_their_time_is_over(base: str) -> None:
    seen = load.chat(base, citizens=2, every_s=0.01, for_s=0.2)

    assert seen.waited
    assert seen.seconds >= 0.2


def test_growth_is_told_per_message() -> None:
    flat, leaking = [850.0] * 9, [850.0 + step for step in range(9)]

    assert memory.growth(flat, 1000) == pytest.approx(0)
    assert memory.growth(leaking, 1024) == pytest.approx(1)

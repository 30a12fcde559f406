"""An application really served, in a thread: connections can be cut, and its work goes on as in the product."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI


class Served:
    """*http* reaches the application; ``call`` runs a coroutine function in its event loop."""

    def __init__(self, app: FastAPI, http: httpx.Client, loop: asyncio.AbstractEventLoop) -> None:
        self.app, self.http, self._loop = app, http, loop

    def call(self, function: Callable[..., Awaitable[Any]], *args: Any, **named: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(function(*args, **named), self._loop).result(30)


@contextmanager
def served(app: FastAPI) -> Iterator[Served]:
    loop, started = asyncio.new_event_loop(), Event()
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none"))
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{door.getsockname()[1]}"

        async def serve() -> None:
            loop.call_soon(started.set)
            await server.serve([door])

        thread = Thread(target=loop.run_until_complete, args=(serve(),))
        thread.start()
        started.wait()
        with httpx.Client(base_url=url, timeout=30, limits=httpx.Limits(max_connections=200)) as http:
            yield Served(app, http, loop)
        server.should_exit = True
        thread.join()
        loop.close()

"""A real local HTTP server as the other side of an adapter; tests say what it answers and read what it got."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: bytes
    method: str = "POST"

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Peer:
    """*answer* gives status and body, bytes as they are; *released* keeps every answer back until it is set."""

    answer: Callable[[Asked], tuple[int, dict[str, Any] | bytes]] = lambda asked: (200, {})
    asked: list[Asked] = field(default_factory=list)
    arrived: Event = field(default_factory=Event)
    released: Event = field(default_factory=Event)
    url: str = ""


@contextmanager
def peer(**given: Any) -> Iterator[Peer]:
    there = Peer(**given)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.path, headers, body, self.command)
            there.asked.append(asked)
            there.arrived.set()
            there.released.wait()
            status, said = there.answer(asked)
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                if status == 302:
                    self.send_header("Location", f"{there.url}/elsewhere")
                self.end_headers()
                self.wfile.write(content)
            except ConnectionError:
                return  # the caller gave up waiting

        do_GET = do_POST

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.url = f"http://127.0.0.1:{server.server_port}"
    there.released.set()
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield there
    there.released.set()
    server.shutdown()
    server.server_close()
    thread.join()

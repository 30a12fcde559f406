"""The two ways a call reaches the desk: over the network, or straight into an application of this process."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol
from urllib.parse import unquote

import httpx

Application = Callable[[Any, Any, Any], Awaitable[None]]
JSON = b"application/json"


class Lost(Exception):
    """No answer came, or none in time."""


class Wire(Protocol):
    async def call(self, method: str, path: str, body: Any) -> tuple[int, bytes]:
        """Return status and body of the answer; raises Lost. A *body* of None is none."""

    async def close(self) -> None: ...


class Network:
    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def call(self, method: str, path: str, body: Any) -> tuple[int, bytes]:
        try:
            reply = await self._http.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise Lost(path) from error
        return reply.status_code, reply.content

    async def close(self) -> None:
        await self._http.aclose()


class Within:
    """Speaks ASGI to *application*: what it raises rises here. A third of a turn went into being HTTP's client."""

    def __init__(self, application: Application, headers: dict[str, str]) -> None:
        self._application = application
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def call(self, method: str, path: str, body: Any) -> tuple[int, bytes]:
        sent = b"" if body is None else json.dumps(body).encode()
        answered = _Answered(sent)
        await self._application(self._scope(method, path, sent), answered.receive, answered.send)
        return answered.status, b"".join(answered.parts)

    async def close(self) -> None:
        """Nothing is open."""

    def _scope(self, method: str, path: str, sent: bytes) -> dict[str, Any]:
        length = (b"content-length", str(len(sent)).encode())
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [*self._headers, (b"content-type", JSON), length],
            "client": None,
            "server": None,
        }


class _Answered:
    """One exchange: gives what was sent once, takes what comes back."""

    def __init__(self, sent: bytes) -> None:
        self.status, self.parts = 0, list[bytes]()
        self._sent: bytes | None = sent

    async def receive(self) -> MutableMapping[str, Any]:
        sent, self._sent = self._sent, None
        if sent is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": sent, "more_body": False}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.parts.append(message.get("body", b""))

"""What every request passes: a trace id, the size limit, the security headers, and the measurements.

Plain ASGI, because a wrapping middleware of the framework costs more than a whole search.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors
from api.metrics import Metrics
from desk.attachments import MOST_TOTAL

MAX_BODY = 64 * 1024  # bytes
MAX_UPLOAD = MOST_TOTAL + MAX_BODY
UPLOADS = ("/attachments", "/api/v1/chat/files")  # what addresses end with that take files
STAFF_COOKIE = "jd_staff"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-src 'self'; frame-ancestors "
)
FRAMED = ("/", "/ask", "/apply", "/track", "/track/attachments")  # the pages a widget site may show
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}


Shown = Callable[[Request, Response], Response]


class Shield:
    """Outermost layer of the application; *as_page* shows a refusal to a person in a browser."""

    def __init__(
        self, app: ASGIApp, *, metrics: Metrics, widget_sites: tuple[str, ...], https: bool, as_page: Shown
    ) -> None:
        self._app, self._metrics, self._as_page = app, metrics, as_page
        self._framed = POLICY + " ".join(("'self'", *widget_sites))
        self._alone = POLICY + "'none'"
        self._extra = {**HEADERS, **({"Strict-Transport-Security": "max-age=31536000"} if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["trace_id"] = secrets.token_hex(6)
        began, status = time.perf_counter(), 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            await self._guarded(scope, receive, send_with_headers)
        finally:
            route = scope.get("route")
            self._metrics.request(scope["method"], getattr(route, "path", "-"), status, time.perf_counter() - began)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if scope["method"] not in SAFE_METHODS and _from_elsewhere(scope["path"], headers):
            refusal = errors.reply(403, "wrong_origin", "请从本站页面操作：没有做任何改动。")
            await self._as_page(Request(scope), refusal)(scope, receive, send)
            return
        if _adds_files(scope, headers):
            await self._app(scope, _counted(receive), send)
            return
        whole = await _whole_body(receive, headers)
        if whole is None:
            refusal = errors.reply(413, *errors.SENTENCES[413])
            await self._as_page(Request(scope), refusal)(scope, receive, send)
            return
        await self._app(scope, _again(whole, receive), send)

    def _add_headers(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in self._extra.items():
            headers.setdefault(name, value)
        headers.setdefault("Content-Security-Policy", self._framed if scope["path"] in FRAMED else self._alone)
        headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if scope["path"] == "/widget.js" else "same-origin"
        )
        headers["X-Trace-Id"] = scope["trace_id"]
        if scope["path"].startswith(("/api/", "/internal/", "/agent", "/desk", "/office", "/track", "/apply")):
            headers.setdefault("Cache-Control", "no-store")


def _from_elsewhere(path: str, headers: Headers) -> bool:
    """Say whether a browser sends this write from another site's page in the name of a member of staff.

    Other writes need no check: nothing but the cookie gives a page rights that its author has not.
    """
    if path != "/sign-in" and STAFF_COOKIE not in cookie_parser(headers.get("cookie", "")):
        return False
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc != headers.get("host")
    return headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def _adds_files(scope: Scope, headers: Headers) -> bool:
    is_form = headers.get("content-type", "").startswith("multipart/form-data")
    return bool(scope["method"] == "POST" and is_form and scope["path"].endswith(UPLOADS))


def _counted(receive: Receive) -> Receive:
    """Return a receive that lets MAX_UPLOAD bytes through and then refuses; the form's parser puts them on disk."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MAX_UPLOAD:
            raise HTTPException(413)
        return message

    return counted


async def _whole_body(receive: Receive, headers: Headers) -> bytes | None:
    """Return the body, or None when it is larger than MAX_BODY."""
    announced = headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > MAX_BODY:
        return None
    if announced == "0" and "transfer-encoding" not in headers:
        return b""
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY:
            return None
        more = message.get("more_body", False)
    return b"".join(parts)


def _again(whole: bytes, receive: Receive) -> Receive:
    """Return a receive that gives *whole* first."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": whole, "more_body": False}

    return again

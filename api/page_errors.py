"""Refusals as pages: what the API answers as JSON, a person in a browser reads as a sentence with a way on."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Match

from api.signin import HOME, maybe_staff, sign_in_address, to_sign_in
from api.templating import page
from desk.lifecycle import Actor

MACHINES = ("/api/", "/internal/", "/wechat", "/static/", "/healthz", "/readyz", "/metrics", "/openapi.json")
HEADINGS = {
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    429: "请稍后再试",
    503: "正在启动",
}

Handler = Callable[[Request, Any], Response | Awaitable[Response]]


def install(app: FastAPI) -> None:
    """Let every handler that is installed so far answer in HTML where a page was asked for."""
    for kind, handler in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, _for_people(handler))


def wants_page(request: Request) -> bool:
    return not request.url.path.startswith(MACHINES) and "text/html" in request.headers.get("accept", "")


def _for_people(handler: Handler) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        given = handler(request, error)
        refusal = await given if inspect.isawaitable(given) else given
        if not wants_page(request):
            return refusal
        if refusal.status_code == 401 and request.method == "GET":
            return to_sign_in(request)
        above = page_above(request) if refusal.status_code == 405 and request.method == "GET" else ""
        if above:
            return RedirectResponse(above, status_code=303)
        message = json.loads(bytes(refusal.body))["error"]["message"]
        code = refusal.status_code
        heading = HEADINGS.get(code, "没有办成")
        shown = page(
            request,
            "refused.html",
            status=code,
            code=code,
            heading=heading,
            message=message,
            **_for_staff(request, code),
        )
        if "retry-after" in refusal.headers:
            shown.headers["Retry-After"] = refusal.headers["retry-after"]
        return shown

    return answer


def page_above(request: Request) -> str:
    """The nearest page above an address that takes forms only, as a refused form leaves in the address line."""
    for parent in PurePosixPath(request.url.path).parents:
        asked = {"type": "http", "method": "GET", "path": str(parent), "root_path": ""}
        if any(route.matches(asked)[0] is Match.FULL for route in request.app.router.routes):
            return str(parent)
    return ""


def _for_staff(request: Request, code: int) -> dict[str, Any]:
    """The navigation of whoever is signed in, and for whoever no longer is the way back to the page they came from."""
    staff = _signed_in(request) if code < 500 else None
    came_from = urlsplit(request.headers.get("referer", ""))
    return {
        "staff": staff,
        "home": HOME[staff.role] if staff else "/",
        "sign_in": sign_in_address(came_from.path if came_from.netloc == request.url.netloc else ""),
    }


def _signed_in(request: Request) -> Actor | None:
    try:
        with request.app.state.database.readers() as session:
            return maybe_staff(request, session, request.app.state.clock())
    except SQLAlchemyError:  # the refusal is to be told all the same
        return None

"""Refusals as pages: what the API answers as JSON, a person in a browser reads as a sentence with a way on."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from api.signin import to_sign_in
from api.templating import page

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
        message = json.loads(bytes(refusal.body))["error"]["message"]
        code = refusal.status_code
        heading = HEADINGS.get(code, "没有办成")
        shown = page(request, "refused.html", status=code, code=code, heading=heading, message=message)
        if "retry-after" in refusal.headers:
            shown.headers["Retry-After"] = refusal.headers["retry-after"]
        return shown

    return answer

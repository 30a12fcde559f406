"""Refusals as pages: what the API answers as JSON, a person in a browser reads as a sentence with a way on."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Match

from api import errors
from api.signin import HOME, maybe_staff, sign_in_address, to_sign_in
from api.templating import page
from desk.lifecycle import Actor

MACHINES = ("/api/", "/internal/", "/wechat", "/static/", "/healthz", "/readyz", "/metrics", "/openapi.json")
HEADINGS = {
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    409: "情况有变化",
    413: "内容太大",
    422: "没有办成",
    429: "请稍后再试",
    500: "系统出了问题",
    503: "暂时不能用",
}
NOTHING_CHANGED = "没有做任何改动。请返回上一页，改正后再试。"
# What people know the fields of forms and addresses as; others are 填写的内容.
FIELDS = {
    "deed": "要办的事", "id_number": "证件号码", "kind": "类型", "matter": "反映的事", "name": "姓名", "number": "编号",
    "page": "页码", "phone": "联系电话", "place": "地点", "quarter": "季度", "what": "要看的数字", "reason": "理由",
    "secret": "查询码", "since": "起始日期", "text": "内容", "town": "镇", "unit": "单位", "until": "截止日期",
    "view": "要看的列表", "wanted": "需要的信息", "words": "查找的词", "year": "年份",
}  # fmt: skip

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
        return as_page(request, refusal, in_words(error) if isinstance(error, RequestValidationError) else "")

    return answer


def as_page(request: Request, refusal: Response, message: str = "") -> Response:
    """*refusal* for a person, in its own words or those of *message*; for a program it stays as it is."""
    if not wants_page(request):
        return refusal
    code = refusal.status_code
    shown = page(
        request,
        "refused.html",
        status=code,
        code=code,
        heading=HEADINGS.get(code, "没有办成"),
        message=message or json.loads(bytes(refusal.body))["error"]["message"],
        **_for_staff(request, code),
    )
    if "retry-after" in refusal.headers:
        shown.headers["Retry-After"] = refusal.headers["retry-after"]
    return shown


def in_words(error: RequestValidationError) -> str:
    """What is wrong with the first field, by the name it has on the page."""
    first = error.errors()[0]
    name = FIELDS.get(str(first["loc"][-1]), "填写的内容")
    return f"{name}：{errors.problem(first)}。{NOTHING_CHANGED}"


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

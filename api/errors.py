"""Every refusal in the contract's shape, and which HTTP status each becomes. The only place that knows both words."""

from __future__ import annotations

import logging
import math
import traceback
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from desk import errors as desk_errors
from desk.errors import CalendarUnknown, DeskError, Excluded, Invalid, NotAllowed, NotFound, SignInRefused, WrongState

log = logging.getLogger("api")


class ApiError(Exception):
    """A refusal made at the edge, with its status and one Chinese sentence."""

    status = 400
    code = "bad_request"

    def __init__(self, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.headers = dict(headers or {})


class TooMany(ApiError):
    status, code = 429, "too_many"

    def __init__(self, wait_s: float) -> None:
        seconds = max(1, math.ceil(wait_s))
        super().__init__(f"操作太频繁，请{_duration(seconds)}后再试。", headers={"Retry-After": str(seconds)})


class NotReady(ApiError):
    status, code = 503, "not_ready"

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what}正在启动，请稍候再试。紧急情况请直接拨打 110、119、120。", headers={"Retry-After": "5"}
        )


class NotSignedIn(ApiError):
    status, code = 401, "not_signed_in"

    def __init__(self) -> None:
        super().__init__("请先登录。")


class Forbidden(ApiError):
    status, code = 403, "not_allowed"


STATUS: dict[type[DeskError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    WrongState: 409,
    desk_errors.Changed: 409,
    Excluded: 409,
    Invalid: 422,
    CalendarUnknown: 503,
    desk_errors.TooMany: 429,
    SignInRefused: 401,
    desk_errors.NoSuchCode: 404,
    desk_errors.InTheWay: 409,
}


class Explained(BaseModel):
    code: str = Field(..., description="给程序看的代号")
    message: str = Field(..., description="给人看的一句话")


class Refused(BaseModel):
    error: Explained


# For OpenAPI: every call may be refused in this shape.
DESCRIBED: dict[int | str, dict[str, Any]] = {
    422: {"model": Refused, "description": "内容不合要求"},
    "4XX": {"model": Refused, "description": "拒绝，并说明原因"},
    "5XX": {"model": Refused, "description": "系统原因，内容没有被处理"},
}

# What a person is told about a status that the framework, not the desk, decided.
SENTENCES = {
    400: ("bad_request", "请求内容无法读取：请使用 UTF-8 编码的 JSON。"),
    401: ("not_signed_in", "请先登录。"),
    403: ("not_allowed", "没有权限：没有做任何改动。要用这一页，请联系管理员开通。"),
    404: ("not_found", "没有找到这个地址，可能写错了，或者已经移走。"),
    405: ("method_not_allowed", "这个地址不支持这种请求方式。"),
    413: ("too_large", "内容太大，没有保存：文字最多 64 KB；附件每个最多 10 MB，一次合计最多 30 MB。"),
    415: ("unsupported_media_type", "请使用 JSON 格式。"),
}

# pydantic 1 error types → what is wrong, in Chinese. The value itself is never repeated.
PROBLEMS = {
    "value_error.missing": "不能缺少",
    "type_error.none.not_allowed": "不能为空",
    "value_error.any_str.min_length": "不能为空",
    "value_error.any_str.max_length": "最多 {limit_value} 个字",
    "value_error.list.max_items": "最多 {limit_value} 项",
    "value_error.number.not_ge": "不能小于 {limit_value}",
    "value_error.number.not_le": "不能大于 {limit_value}",
    "value_error.extra": "不认识",
    "type_error.str": "应为文字",
    "type_error.integer": "应为整数",
    "type_error.bool": "应为是或否",
    "type_error.dict": "应为对象",
    "type_error.list": "应为列表",
    "value_error.date": "应为日期，例如 2026-11-21",
    "value_error.datetime": "应为时间，例如 2026-11-21T09:00:00+08:00",
    "type_error.enum": "不在可选范围内",
}


def body(code: str, message: str) -> dict[str, dict[str, str]]:
    return {"error": {"code": code, "message": message}}


def reply(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(body(code, message), status_code=status, headers=dict(headers or {}))


def explain(errors: Sequence[Mapping[str, Any]]) -> tuple[int, str, str]:
    """Return status, code and sentence for what the validation found first."""
    first = errors[0]
    if first["type"] in ("json_invalid", "value_error.jsondecode"):
        return 400, "bad_json", "请求内容不是有效的 JSON。"
    context = first.get("ctx") or {}
    if first["type"].startswith("value_error") and first["type"] not in PROBLEMS and "sentence" in context:
        return 422, "invalid", str(context["sentence"])
    fields = [str(part) for part in first["loc"][1:]]
    return 422, "invalid", f"{'.'.join(fields) or '请求内容'}：{problem(first)}。"


def problem(error: Mapping[str, Any]) -> str:
    """What is wrong with one field, in Chinese."""
    return PROBLEMS.get(error["type"], "格式不对").format(**(error.get("ctx") or {}))


def frames(error: BaseException) -> str:
    """Return where *error* happened, without its message: messages may repeat what a citizen wrote."""
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return f"{type(error).__name__} at " + " < ".join(reversed(places[-12:]))


def install(app: FastAPI) -> None:
    @app.exception_handler(ApiError)
    async def refuse_at_edge(_: Request, error: ApiError) -> JSONResponse:
        return reply(error.status, error.code, str(error), error.headers)

    @app.exception_handler(DeskError)
    async def refuse(_: Request, error: DeskError) -> JSONResponse:
        wait = {"Retry-After": str(error.retry_after_s)} if isinstance(error, desk_errors.TooMany) else None
        return reply(STATUS[type(error)], error.code, str(error), wait)

    @app.exception_handler(RequestValidationError)
    async def refuse_input(_: Request, error: RequestValidationError) -> JSONResponse:
        return reply(*explain(error.errors()))

    @app.exception_handler(HTTPException)
    async def refuse_http(_: Request, error: HTTPException) -> JSONResponse:
        code, message = SENTENCES.get(error.status_code, ("refused", HTTPStatus(error.status_code).phrase))
        return reply(error.status_code, code, message, error.headers)

    @app.exception_handler(OperationalError)
    async def wait_for_database(request: Request, error: OperationalError) -> JSONResponse:
        trace = request.scope.get("trace_id", "-")
        log.error("trace %s: %s", trace, frames(error))
        sentence = f"系统暂时无法保存，您的内容没有被处理，请稍后再试（编号 {trace}）。紧急情况请拨打 110、119、120。"
        return reply(503, "unavailable", sentence, {"Retry-After": "10"})

    @app.exception_handler(Exception)
    async def apologise(request: Request, error: Exception) -> JSONResponse:
        trace = request.scope.get("trace_id", "-")
        log.error("trace %s: %s", trace, frames(error))
        return reply(500, "internal", f"系统出了问题，您的内容没有被处理，请稍后再试（编号 {trace}）。")


def _duration(seconds: int) -> str:
    if seconds < 60:
        return f" {seconds} 秒"
    return f" {math.ceil(seconds / 60)} 分钟"

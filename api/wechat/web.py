"""GET and POST /wechat: WeChat's server proves the address, and delivers messages.

Every refusal is the same 403, whatever was wrong. All of it comes from WeChat's own addresses, so nothing is limited
by address; each citizen has a limit of his own (``api.wechat.talk``).
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import PlainTextResponse, Response
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from api import errors
from api.wechat import outgoing
from api.wechat.channel import Channel
from api.wechat.crypto import SKEWED, Rejected
from api.wechat.door import Knock

log = logging.getLogger("api")

router = APIRouter(include_in_schema=False)

UNAVAILABLE = "系统暂时无法保存，您刚才的话没有被处理，请稍后再发。紧急情况请直接拨打 110、119、120。"
PATHS = ("/wechat", "/wechat/")  # WeChat follows no redirect


def channel(request: Request) -> Channel:
    """Raises HTTPException 404 where there is no account."""
    opened: Channel | None = request.app.state.wechat
    if opened is None:
        raise HTTPException(404)
    return opened


def knock(
    signature: Annotated[str, Query()] = "",
    timestamp: Annotated[str, Query()] = "",
    nonce: Annotated[str, Query()] = "",
    msg_signature: Annotated[str, Query()] = "",
) -> Knock:
    return Knock(signature, timestamp, nonce, msg_signature)


Opened = Annotated[Channel, Depends(channel)]
Knocking = Annotated[Knock, Depends(knock)]


@router.get(PATHS[0])
@router.get(PATHS[1])
async def greet(opened: Opened, knocking: Knocking, echostr: Annotated[str, Query()] = "") -> Response:
    now = opened.clock().timestamp()
    try:
        return PlainTextResponse(opened.door.greet(knocking, echostr, now=now))
    except Rejected as rejected:
        return _refused(opened, knocking, rejected, now)


@router.post(PATHS[0])
@router.post(PATHS[1])
async def deliver(request: Request, opened: Opened, knocking: Knocking) -> Response:
    now = opened.clock().timestamp()
    try:
        message = opened.door.admit(knocking, await request.body(), now=now)
    except Rejected as rejected:
        return _refused(opened, knocking, rejected, now)
    opened.metrics.wechat_skew(now - int(knocking.timestamp))
    seal = partial(opened.door.sealed, knock=knocking)
    try:
        reply = await opened.line.answer(message, seal)
    except OperationalError as error:
        log.error("wechat: %s", errors.frames(error))
        reply = seal(outgoing.text(message, UNAVAILABLE, at=opened.clock()))
    return _reply(reply)


def _reply(body: bytes) -> Response:
    media = "text/plain" if body == outgoing.SILENCE else "text/xml"
    return Response(body, media_type=media, headers={"Cache-Control": "no-store"})


def _refused(opened: Channel, knocking: Knock, rejected: Rejected, now: float) -> Response:
    if rejected.reason == SKEWED:
        opened.metrics.wechat_skew(now - int(knocking.timestamp))
        log.warning("wechat: %s", rejected.reason)
    opened.metrics.wechat("?", "refused")
    return PlainTextResponse(str(rejected), status_code=403)

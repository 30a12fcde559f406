"""/api/v1/chat: one message of a citizen, one answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, StrictStr
from starlette.concurrency import run_in_threadpool

from api import limits as allowed
from api.deps import Buckets, Network, Spoken
from api.errors import ApiError
from api.text import clean
from api.turns import Incoming, Turns

router = APIRouter(prefix="/api/v1", tags=["对话"])

LONGEST = 2000  # characters


class BadText(ApiError):
    status, code = 422, "invalid"


class Message(BaseModel):
    text: StrictStr = Field(..., description=f"1 至 {LONGEST} 字")
    session: StrictStr | None = Field(None, max_length=200, description="上一次答复给出的会话；第一句话不填")
    message_id: StrictStr | None = Field(None, min_length=1, max_length=80, description="重发同一句话时用同一个")
    channel: StrictStr = Field("web", regex="^[a-z]{1,20}$")

    def incoming(self) -> Incoming:
        """Raises BadText when nothing visible was said, or too much."""
        if len(self.text) > LONGEST:
            raise BadText(f"内容太长：一次最多 {LONGEST} 字，请分几次发送。")
        text = clean(self.text)
        if not text:
            raise BadText("请写出您想问的或要反映的事。")
        return Incoming(text, self.session or None, self.message_id, self.channel)


async def turns(request: Request) -> Turns:
    running: Turns = request.app.state.turns
    return running


@router.post("/chat")
async def chat(
    message: Message,
    spoken: Spoken,
    conversation: Annotated[Turns, Depends(turns)],
    buckets: Buckets,
    network: Network,
) -> Response:
    """回答一句话。session 由服务器给出；同一个 message_id 重发，得到同样的答复，不会重复办理。"""
    incoming = message.incoming()
    buckets.take(allowed.CHATS, network)
    standing = await run_in_threadpool(conversation.open, incoming)
    buckets.take(allowed.MESSAGES, standing.id)
    body = await conversation.take(incoming, standing, spoken)
    return Response(body, media_type="application/json")

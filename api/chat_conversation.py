"""/api/v1/chat/conversation: what was said so far, for a page that was loaded again; and erasing it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from starlette.concurrency import run_in_threadpool

from api.chat import turns
from api.deps import Now, Reading, Spoken, read_allowance
from api.turns import Turns
from desk import conversations, farewell
from desk.conversations import CITIZEN, SYSTEM
from desk.database import Database
from desk.records import Conversation, Message

LATEST = 100  # messages a page shows again
SECRET_SHOWN = timedelta(minutes=30)  # after filing; later whoever opens the tab again does not learn it
HIDDEN = "••••"

Token = Annotated[str, Header(alias="X-Chat-Session", max_length=200, description="会话，只放在请求头里")]

router = APIRouter(prefix="/api/v1/chat/conversation", tags=["对话"], dependencies=[Depends(read_allowance)])


@router.get("")
def read(session: Reading, token: Token, at: Now, answered: Annotated[Turns, Depends(turns)]) -> dict[str, Any]:
    """这个会话说过的话，最近 100 条。群众的话已隐去个人信息；查询码在提交半小时后不再给出。"""
    conversation = conversations.find(session, token)
    said = conversations.latest(session, conversation.id, limit=LATEST)
    return {"turns": [told(each, answered, at) for each in said]}


@router.delete("", status_code=204)
async def erase(request: Request, token: Token, agent: Spoken) -> None:
    """清除这个会话：说过的话、没有提交的内容和附件都不再保留；已经提交的办件不受影响。"""
    await agent.forget(await run_in_threadpool(_erased, request.app.state.database, token))


def _erased(database: Database, token: str) -> str:
    with database.sessions.begin() as session:
        gone: Conversation = conversations.find(session, token)
        farewell.erase(session, gone)
        return gone.id


def told(message: Message, answered: Turns, at: datetime) -> dict[str, Any]:
    """A message as its citizen reads it again; *reply* is what the bot answered."""
    mine = message.author == CITIZEN
    known: dict[str, Any] = {
        "author": "citizen" if mine else "system" if message.author == SYSTEM else "staff",
        "text": message.text,
        "at": message.at.isoformat(),
    }
    if not mine:
        return {**known, "id": message.id, "name": message.author}
    reply = answered.reply_to(message)
    late = at - message.at > SECRET_SHOWN
    return {**known, "message_id": message.message_id, "reply": reply and (without_secrets(reply) if late else reply)}


def without_secrets(reply: dict[str, Any]) -> dict[str, Any]:
    """*reply* without the secrets of the cases filed with it, in its words too."""
    words = json.dumps(reply, ensure_ascii=False)
    for secret in filter(None, (each["secret"] for each in reply["filed"])):
        words = words.replace(secret, HIDDEN)
    told: dict[str, Any] = json.loads(words)
    return {**told, "filed": [{**each, "secret": None} for each in told["filed"]]}

"""Talking to a person: what the agent writes reaches the citizen's page, which asks for it every few seconds."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Header, Path, Query
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.deps import Now, Reading, Tx, read_allowance
from api.signin import Staff
from api.text import clean
from desk import conversations, handovers
from desk.conversations import BOT
from desk.errors import Invalid, NotAllowed, NotFound
from desk.lifecycle import Role
from desk.masking import find, mask_value
from desk.records import Conversation, Handover

router = APIRouter()

LONGEST = 2000  # characters
PUBLIC_NUMBERS = ("landline", "number")  # an agent names offices; what belongs to a person is hidden


@router.get("/api/v1/chat/messages", tags=["对话"], dependencies=[Depends(read_allowance)])
def messages(
    session: Reading,
    token: Annotated[str, Header(alias="X-Chat-Session", max_length=200, description="会话，只放在请求头里")],
    after: Annotated[int, Query(ge=0, description="只要编号大于它的")] = 0,
) -> dict[str, Any]:
    """转人工后，工作人员发来的话；handover 为假时已交还机器人；position 是排在第几位，0 为正在由工作人员服务。"""
    conversation = conversations.find(session, token)
    written = conversations.from_staff(session, conversation.id, after=after)
    asked = handovers.standing(session, conversation.id)
    return {
        "messages": [{"id": each.id, "text": each.text, "at": each.at.isoformat()} for each in written],
        "handover": conversation.owner != BOT,
        "position": handovers.position(session, asked) if asked else None,
    }


@router.post("/agent/queue/{handover}/say", include_in_schema=False)
def say(
    handover: Annotated[int, Path(ge=1)],
    staff: Staff,
    tx: Tx,
    at: Now,
    text: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    """Raises NotAllowed unless the agent took this conversation over."""
    taken = tx.get(Handover, handover)
    if taken is None:
        raise NotFound("转人工记录", str(handover))
    if staff.role not in (Role.AGENT, Role.OFFICE) or taken.taken_by != staff.name or taken.closed is not None:
        raise NotAllowed(staff.role.value, "回复没有接入的对话")
    write(tx, taken.conversation, clean(text), by=staff.name, at=at)
    return RedirectResponse("/agent#queue", status_code=303)


def write(session: Session, conversation: str, text: str, *, by: str, at: datetime) -> None:
    """Raises Invalid when there is nothing to say."""
    if not text:
        raise Invalid("回复", "请写出要说的话")
    row = session.get(Conversation, conversation)
    conversations.remember(session, row, uuid.uuid4().hex, _discreet(text), at=at, author=by)


def _discreet(text: str) -> str:
    parts, end = [], 0
    for found in find(text):
        kept = text[found.start : found.end]
        shown = kept if found.kind in PUBLIC_NUMBERS else mask_value(found.kind, found.value)
        parts += [text[end : found.start], shown]
        end = found.end
    return "".join([*parts, text[end:]])

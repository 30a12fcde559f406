"""Talking to a person, the citizen's side: what the agent writes reaches his page, which asks every few seconds."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query
from sqlalchemy.orm import Session

from api.deps import Reading, read_allowance
from desk import conversations, handovers
from desk.conversations import SYSTEM
from desk.errors import Invalid
from desk.masking import find, mask_value
from desk.ownership import Owner, owner_of
from desk.records import Conversation

router = APIRouter()

PUBLIC_NUMBERS = ("landline", "number")  # an agent names offices; what belongs to a person is hidden


@router.get("/api/v1/chat/messages", tags=["对话"], dependencies=[Depends(read_allowance)])
def messages(
    session: Reading,
    token: Annotated[str, Header(alias="X-Chat-Session", max_length=200, description="会话，只放在请求头里")],
    after: Annotated[int, Query(ge=0, description="只要编号大于它的")] = 0,
) -> dict[str, Any]:
    """转人工后，工作人员发来的话和接入、结束的提示（author 为 staff、system）。

    owner 是谁在答复：机器人、排队、工作人员；handover 为假时已交还机器人。
    position 是排在第几位，0 为正在由工作人员服务。
    """
    conversation = conversations.find(session, token)
    written = conversations.from_staff(session, conversation.id, after=after)
    asked = handovers.standing(session, conversation.id)
    owner = owner_of(conversation.owner)
    return {
        "messages": [
            {
                "id": each.id,
                "text": each.text,
                "at": each.at.isoformat(),
                "author": "system" if each.author == SYSTEM else "staff",
            }
            for each in written
        ],
        "handover": owner is not Owner.BOT,
        "owner": owner.value,
        "position": handovers.position(session, asked) if asked else None,
    }


def write(session: Session, conversation: str, text: str, *, by: str, at: datetime) -> None:
    """Say *text* to the citizen. Raises Invalid when there is nothing to say."""
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

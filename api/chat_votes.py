"""/api/v1/chat/votes: whether an answer was of use, as its citizen says."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StrictBool, StrictStr

from api.chat_conversation import Token
from api.deps import Measured, Now, Tx, read_allowance
from desk import conversations, votes

router = APIRouter(prefix="/api/v1/chat/votes", tags=["对话"])


class Vote(BaseModel):
    message_id: StrictStr = Field(..., min_length=1, max_length=80, description="得到这个答复的那句话的 message_id")
    helpful: StrictBool = Field(..., description="有用为真")


@router.post("", status_code=204, dependencies=[Depends(read_allowance)])
def vote(said: Vote, session: Tx, token: Token, at: Now, counters: Measured) -> None:
    """说一个答复有用或没用。没用的，问题（已隐去个人信息）记作知识缺口，由县政府办补充文件。"""
    conversation = conversations.find(session, token)
    votes.cast(session, conversation.id, said.message_id, helpful=said.helpful, at=at)
    counters.vote(helpful=said.helpful)

"""/api/v1/chat/files: photos and papers that wait with a conversation and come with its next case."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Path, Request

from api.attachments import Files, chosen
from api.chat_conversation import Token
from api.deps import Keys, Now, Reading, Tx, read_allowance, upload_allowance
from desk import conversations, draft_files
from desk.records import Conversation

router = APIRouter(prefix="/api/v1/chat/files", tags=["对话"])

Begun = Annotated[str | None, Header(alias="X-Chat-Session", max_length=200, description="会话；还没有会话的不填")]
Channel = Annotated[Literal["web", "widget"], Header(alias="X-Chat-Channel", description="新会话从哪里来")]


@router.post("", status_code=201, dependencies=[Depends(upload_allowance)])
def add(
    request: Request, file: Files, at: Now, keys: Keys, token: Begun = None, channel: Channel = "web"
) -> dict[str, Any]:
    """添加图片或文件，随下一次提交的工单或公开申请一起交。全部收下，或一个也不收；还没有会话的，开始一个。"""
    checked = chosen(file)
    with request.app.state.database.sessions.begin() as session:
        if token is None:
            token, conversation = conversations.open_conversation(session, channel=channel, at=at)
        else:
            conversation = conversations.find(session, token)
        draft_files.add(session, conversation.id, checked, at=at, vault=keys)
        return {"session": token, **listed(session, conversation, keys)}


@router.get("", dependencies=[Depends(read_allowance)])
def list_files(session: Reading, token: Token, keys: Keys) -> dict[str, Any]:
    """等着一起提交的图片和文件。"""
    return listed(session, conversations.find(session, token), keys)


@router.delete("/{id}", dependencies=[Depends(read_allowance)])
def remove(session: Tx, token: Token, keys: Keys, id: Annotated[int, Path(ge=1)]) -> dict[str, Any]:
    """去掉一个还没有提交的文件。"""
    conversation = conversations.find(session, token)
    draft_files.remove(session, conversation.id, id)
    return listed(session, conversation, keys)


def listed(session: Reading, conversation: Conversation, keys: Keys) -> dict[str, Any]:
    return {"files": [asdict(each) for each in draft_files.listed(session, conversation.id, keys)]}

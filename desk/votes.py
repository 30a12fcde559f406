"""What citizens say of an answer: one that was of no use is a question the documents do not answer yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import gaps, tables
from desk.errors import NotFound
from desk.records import Message

UNKNOWN = 0.0  # the score of an answer that did not help says nothing


def cast(session: Session, conversation: str, message_id: str, *, helpful: bool, at: datetime) -> None:
    """Raises NotFound unless the conversation has that message."""
    columns = tables.messages.c
    wanted = select(Message).where(columns.conversation == conversation, columns.message_id == message_id)
    asked: Message | None = session.execute(wanted).scalar_one_or_none()
    if asked is None or asked.reply is None:
        raise NotFound("答复", "")
    if not helpful:
        gaps.record(session, asked.text, score=UNKNOWN, at=at)

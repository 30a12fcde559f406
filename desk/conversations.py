"""Chat sessions: who is talking, what was said (masked), and every reply kept so that a repeat gets the same one."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from desk import tables
from desk.errors import NotFound
from desk.records import CaseLink, Conversation, Message

CITIZEN, BOT = "群众", "机器人"
SYSTEM = "提示"  # tells the citizen who answers him now


def open_conversation(session: Session, *, channel: str, at: datetime) -> tuple[str, Conversation]:
    """Begin a session; return the token for the citizen's browser (256 bits, not stored) and the row."""
    token = secrets.token_urlsafe(32)
    conversation = Conversation(id=identify(token), channel=channel, created=at, seen=at)
    session.add(conversation)
    session.flush()
    return token, conversation


def identify(token: str) -> str:
    """The id under which a token's conversation is stored, also Rasa's sender id."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(session: Session, token: str) -> Conversation:
    """Raises NotFound: an unknown session is never adopted."""
    found: Conversation | None = session.execute(_by_id(), {"id": identify(token)}).scalar_one_or_none()
    if found is None:
        raise NotFound("会话", "")
    return found


@cache
def _by_id() -> Any:
    """Made once: putting a statement together takes longer than running it."""
    return select(Conversation).where(tables.conversations.c.id == bindparam("id"))


def replied(session: Session, conversation: str, message_id: str) -> bytes | None:
    """The reply given to this message before, byte for byte."""
    columns = tables.messages.c
    wanted = select(columns.reply).where(columns.conversation == conversation, columns.message_id == message_id)
    reply: bytes | None = session.execute(wanted).scalar_one_or_none()
    return reply


def remember(
    session: Session,
    conversation: Conversation,
    message_id: str,
    text: str,
    *,
    at: datetime,
    author: str = CITIZEN,
    reply: bytes | None = None,
) -> None:
    """Keep a message, *text* masked by the caller; a second one with the same id breaks the UNIQUE constraint."""
    conversation.seen = max(conversation.seen, at)
    session.add(Message(conversation.id, message_id, author, text, at, reply))
    session.flush()


def transcript(session: Session, conversation: str, *, after: int = 0, limit: int = 200) -> list[Message]:
    """Messages with an id above *after*, oldest first."""
    columns = tables.messages.c
    wanted = select(Message).where(columns.conversation == conversation, columns.id > after)
    return list(session.execute(wanted.order_by(columns.id).limit(limit)).scalars())


def latest(session: Session, conversation: str, *, limit: int) -> list[Message]:
    """The last *limit* messages, oldest first."""
    columns = tables.messages.c
    wanted = select(Message).where(columns.conversation == conversation).order_by(columns.id.desc()).limit(limit)
    return list(session.execute(wanted).scalars())[::-1]


def from_staff(session: Session, conversation: str, *, after: int = 0, limit: int = 200) -> list[Message]:
    """What people of the desk wrote to the citizen, and who answers him now, with an id above *after*, oldest first."""
    columns = tables.messages.c
    wanted = select(Message).where(
        columns.conversation == conversation, columns.id > after, columns.author.not_in((CITIZEN, BOT))
    )
    return list(session.execute(wanted.order_by(columns.id).limit(limit)).scalars())


def link(session: Session, conversation: str, number: str) -> None:
    """Let the conversation read and urge the case without its secret."""
    session.merge(CaseLink(conversation, number))
    session.flush()


def is_linked(session: Session, conversation: str, number: str) -> bool:
    return session.get(CaseLink, (conversation, number)) is not None


def linked(session: Session, conversation: str) -> list[str]:
    """Numbers of the conversation's cases, newest first."""
    columns = tables.case_links.c
    wanted = select(columns.number).where(columns.conversation == conversation).order_by(columns.number.desc())
    return list(session.execute(wanted).scalars())

"""Erasing a conversation at its citizen's wish: all it holds goes, what was filed in it stays a case."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from desk import tables, talk_tables, wechat_tables
from desk.records import Conversation

HELD = (  # what points to a conversation
    tables.messages,
    tables.drafts,
    tables.case_links,
    tables.handovers,
    talk_tables.draft_files,
    talk_tables.continuations,
    wechat_tables.wechat_talks,
)


def erase(session: Session, conversation: Conversation) -> None:
    """Afterwards its token opens nothing."""
    for table in HELD:
        session.execute(delete(table).where(table.c.conversation == conversation.id))
    session.delete(conversation)
    session.flush()

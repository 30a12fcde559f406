"""What a conversation keeps beside its words and its draft: columns only, as in ``desk.tables``."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from desk.columns import Moment
from desk.tables import DIGEST, conversations, metadata

draft_files = Table(
    "draft_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", ForeignKey(conversations.c.id), nullable=False),
    Column("media", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("preview", LargeBinary, nullable=False),
    Column("added", Moment, nullable=False, index=True),
    UniqueConstraint("conversation", "digest", name="uq_draft_files_conversation_digest"),
)

continuations = Table(
    "continuations",
    metadata,
    Column("digest", DIGEST, primary_key=True),
    Column("conversation", ForeignKey(conversations.c.id), nullable=False, unique=True),
    Column("made", Moment, nullable=False, index=True),
)

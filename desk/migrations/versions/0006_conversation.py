"""What a conversation keeps beside its words: files before filing, codes to go on elsewhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desk.columns import Moment

revision = "0006"
down_revision = "0005"

DIGEST = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "draft_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", DIGEST, nullable=False),
        sa.Column("media", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("preview", sa.LargeBinary(), nullable=False),
        sa.Column("added", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation", "digest", name="uq_draft_files_conversation_digest"),
    )
    op.create_table(
        "continuations",
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("conversation", DIGEST, nullable=False),
        sa.Column("made", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"]),
        sa.PrimaryKeyConstraint("digest"),
        sa.UniqueConstraint("conversation"),
    )
    op.create_index("ix_draft_files_added", "draft_files", ["added"], unique=False)
    op.create_index("ix_continuations_made", "continuations", ["made"], unique=False)

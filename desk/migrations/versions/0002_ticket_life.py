"""What a ticket's whole life needs: merging, assisting units, attachments, sessions, notices, corrections, scores."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desk.columns import Moment

revision = "0002"
down_revision = "0001"

NUMBER, UNIT, DIGEST = sa.String(length=20), sa.String(length=40), sa.String(length=64)


def upgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.add_column(sa.Column("merged_into", NUMBER, nullable=False, server_default=""))
        tickets.add_column(sa.Column("upstream", sa.String(length=60), nullable=False, server_default=""))
        tickets.add_column(sa.Column("publishable", sa.Boolean(), nullable=False, server_default=sa.false()))
        tickets.add_column(sa.Column("designated", sa.Boolean(), nullable=False, server_default=sa.false()))
        tickets.add_column(sa.Column("supervised", sa.Boolean(), nullable=False, server_default=sa.false()))
        tickets.add_column(sa.Column("leader_session", sa.Integer(), nullable=True))
    for column in ("merged_into", "upstream", "leader_session"):
        op.create_index(f"ix_tickets_{column}", "tickets", [column], unique=False)
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("media", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("preview", sa.LargeBinary(), nullable=False),
        sa.Column("added", Moment(), nullable=False),
        sa.Column("added_by", sa.String(length=20), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", "ordinal", name="uq_attachments_number_ordinal"),
    )
    op.create_table(
        "assists",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("unit", UNIT, nullable=False),
        sa.Column("asked", Moment(), nullable=False),
        sa.Column("asked_for", sa.Text(), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("answered", Moment(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", "unit"),
    )
    op.create_index("ix_assists_unit", "assists", ["unit"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("proposed_unit", UNIT, nullable=False),
        sa.Column("chosen_unit", UNIT, nullable=False),
        sa.Column("proposed_kind", sa.String(length=20), nullable=False),
        sa.Column("chosen_kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_corrections_number", "corrections", ["number"], unique=False)
    op.create_table(
        "leader_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("starts", Moment(), nullable=False),
        sa.Column("ends", Moment(), nullable=False),
        sa.Column("unit", UNIT, nullable=False),
        sa.Column("leaders", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("announced", Moment(), nullable=True),
        sa.Column("cancelled", Moment(), nullable=True),
        sa.Column("why_cancelled", sa.Text(), nullable=False),
        sa.Column("closed", Moment(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_leader_sessions_starts", "leader_sessions", ["starts"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("adapter", sa.String(length=20), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("next_try", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent", Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sequence", "adapter", "recipient", name="uq_notices_sequence_adapter_recipient"),
    )
    op.create_index("ix_notices_number", "notices", ["number"], unique=False)
    op.create_index("ix_notices_next_try", "notices", ["next_try"], unique=False)
    op.create_table(
        "score_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit", UNIT, nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("withdrawn", Moment(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_score_entries_year", "score_entries", ["year"], unique=False)

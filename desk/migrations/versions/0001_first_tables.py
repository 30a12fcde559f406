"""First tables; the event log refuses UPDATE and DELETE."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desk.columns import Moment
from desk.events import GENESIS

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "chain",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("seen", Moment(), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "disclosures",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("received", Moment(), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("calendar_version", sa.String(length=40), nullable=False),
        sa.Column("extension", sa.Integer(), nullable=False),
        sa.Column("extension_asked", sa.Integer(), nullable=False),
        sa.Column("counted_from", Moment(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("applicant", sa.String(length=20), nullable=False),
        sa.Column("identified", sa.Boolean(), nullable=False),
        sa.Column("arrived", Moment(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("supplement_until", Moment(), nullable=True),
        sa.Column("opinion_until", Moment(), nullable=True),
        sa.Column("assigned_unit", sa.String(length=40), nullable=False),
        sa.Column("assigned_due", Moment(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("row", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_disclosures_due", "disclosures", ["due"], unique=False)
    op.create_index("ix_disclosures_received", "disclosures", ["received"], unique=False)
    op.create_index("ix_disclosures_state_due", "disclosures", ["state", "due"], unique=False)

    op.create_table(
        "events",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("deed", sa.String(length=20), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
        sa.CheckConstraint("length(digest) = 64", name="ck_events_sealed"),
    )
    op.create_index("ix_events_at", "events", ["at"], unique=False)
    op.create_index("ix_events_number", "events", ["number"], unique=False)

    op.create_table(
        "failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_failures_subject_at", "failures", ["subject", "at"], unique=False)

    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("first", Moment(), nullable=False),
        sa.Column("last", Moment(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("question"),
    )
    op.create_index("ix_gaps_last", "gaps", ["last"], unique=False)

    op.create_table(
        "identities",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("column", sa.String(length=20), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("blind", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", "column"),
    )
    op.create_index("ix_identities_blind", "identities", ["blind"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", "kind", "due"),
    )
    op.create_table(
        "tickets",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("received", Moment(), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("calendar_version", sa.String(length=40), nullable=False),
        sa.Column("extension", sa.Integer(), nullable=False),
        sa.Column("extension_asked", sa.Integer(), nullable=False),
        sa.Column("counted_from", Moment(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("town", sa.String(length=40), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("routed", Moment(), nullable=True),
        sa.Column("signed", Moment(), nullable=True),
        sa.Column("routing", sa.JSON(), nullable=False),
        sa.Column("repeat_of", sa.String(length=20), nullable=False),
        sa.Column("rating", sa.String(length=10), nullable=False),
        sa.Column("redone", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_tickets_routed", "tickets", ["routed"], unique=False)
    op.create_index("ix_tickets_due", "tickets", ["due"], unique=False)
    op.create_index("ix_tickets_received", "tickets", ["received"], unique=False)
    op.create_index("ix_tickets_state_due", "tickets", ["state", "due"], unique=False)
    op.create_index("ix_tickets_unit_state_due", "tickets", ["unit", "state", "due"], unique=False)

    op.create_table(
        "case_links",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
        ),
        sa.PrimaryKeyConstraint("conversation", "number"),
    )
    op.create_table(
        "drafts",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("filed", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
        ),
        sa.PrimaryKeyConstraint("conversation"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked", Moment(), nullable=False),
        sa.Column("taken_by", sa.String(length=60), nullable=False),
        sa.Column("taken", Moment(), nullable=True),
        sa.Column("closed", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_handovers_closed", "handovers", ["closed"], unique=False)
    op.create_index("ix_handovers_conversation", "handovers", ["conversation"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=80), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation", "message_id", name="uq_messages_conversation_message_id"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["accounts.name"],
        ),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_sign_ins_account", "sign_ins", ["account"], unique=False)
    op.execute(f"INSERT INTO chain (id, sequence, digest) VALUES (1, 0, '{GENESIS}')")
    _guard_events()


def _guard_events() -> None:
    """Let nobody change or delete an event, not even by SQL with the product's own rights."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER events_no_{deed.lower()} BEFORE {deed} ON events "
                "BEGIN SELECT RAISE(ABORT, '事件记录只能追加'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION events_only_added() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '事件记录只能追加'; END $$"
    )
    op.execute(
        "CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
        "FOR EACH STATEMENT EXECUTE FUNCTION events_only_added()"
    )

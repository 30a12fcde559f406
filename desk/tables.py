"""How everything is stored: columns only. No rule lives here, and ``desk.mapping`` says which class is which row.

desk/migrations builds the same tables; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from desk import disclosure_table, ticket_table
from desk.columns import Moment, label

metadata = MetaData()

NUMBER = String(20)
UNIT = String(40)
DIGEST = String(64)


def _case_columns() -> list[Column]:
    return [
        Column("number", NUMBER, primary_key=True),
        Column("key", String(120), nullable=False, unique=True),
        Column("fingerprint", DIGEST, nullable=False),
        Column("secret_digest", DIGEST, nullable=False),
        Column("channel", String(40), nullable=False),
        Column("unit", UNIT, nullable=False),
        Column("received", Moment, nullable=False, index=True),
        Column("due", Moment, nullable=False, index=True),
        Column("provisional", Boolean, nullable=False),
        Column("calendar_version", String(40), nullable=False),
        Column("extension", Integer, nullable=False),
        Column("extension_asked", Integer, nullable=False),
        Column("counted_from", Moment, nullable=False),
        Column("reply", Text, nullable=False),
    ]


tickets = Table(
    "tickets",
    metadata,
    *_case_columns(),
    Column("kind", label(ticket_table.TicketType), nullable=False),
    Column("matter", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("town", UNIT, nullable=False),
    Column("wanted", Text, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("state", label(ticket_table.State), nullable=False),
    Column("routed", Moment, index=True),
    Column("signed", Moment),
    Column("routing", JSON, nullable=False),
    Column("repeat_of", NUMBER, nullable=False),
    Column("merged_into", NUMBER, nullable=False, index=True),
    Column("upstream", String(60), nullable=False, index=True),
    Column("publishable", Boolean, nullable=False),
    Column("designated", Boolean, nullable=False),
    Column("supervised", Boolean, nullable=False),
    Column("leader_session", Integer, index=True),
    Column("rating", String(10), nullable=False),
    Column("redone", Integer, nullable=False),
    Index("ix_tickets_unit_state_due", "unit", "state", "due"),
    Index("ix_tickets_state_due", "state", "due"),
)

disclosures = Table(
    "disclosures",
    metadata,
    *_case_columns(),
    Column("wanted", Text, nullable=False),
    Column("form", String(40), nullable=False),
    Column("applicant", String(20), nullable=False),
    Column("identified", Boolean, nullable=False),
    Column("arrived", Moment, nullable=False),
    Column("state", label(disclosure_table.State), nullable=False),
    Column("supplement_until", Moment),
    Column("opinion_until", Moment),
    Column("assigned_unit", UNIT, nullable=False),
    Column("assigned_due", Moment),
    Column("outcome", String(40), nullable=False),
    Column("ground", String(40), nullable=False),
    Column("row", String(80), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("delivery", String(40), nullable=False),
    Column("repeat_of", NUMBER, nullable=False),
    Column("fee_until", Moment),
    Column("items", JSON, nullable=False),
    Index("ix_disclosures_state_due", "state", "due"),
)

events = Table(
    "events",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("number", NUMBER, nullable=False, index=True),
    Column("deed", String(20), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", String(60), nullable=False),
    Column("role", String(20), nullable=False),
    Column("unit", UNIT, nullable=False),
    Column("before", String(20), nullable=False),
    Column("after", String(20), nullable=False),
    Column("verdict", String(10), nullable=False),
    Column("rule", String(120), nullable=False),
    Column("note", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("previous", DIGEST, nullable=False),
    Column("digest", DIGEST, nullable=False),
    CheckConstraint("length(digest) = 64", name="ck_events_sealed"),
)

chain = Table(
    "chain",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    Column("digest", DIGEST, nullable=False),
)

counters = Table(
    "counters", metadata, Column("name", String(20), primary_key=True), Column("last", Integer, nullable=False)
)

identities = Table(
    "identities",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("column", String(20), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("blind", DIGEST, nullable=False, index=True),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", DIGEST, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("created", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("owner", String(60), nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", ForeignKey(conversations.c.id), nullable=False),
    Column("message_id", String(80), nullable=False),
    Column("author", String(60), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("reply", LargeBinary),
    UniqueConstraint("conversation", "message_id", name="uq_messages_conversation_message_id"),
)

case_links = Table(
    "case_links",
    metadata,
    Column("conversation", ForeignKey(conversations.c.id), primary_key=True),
    Column("number", NUMBER, primary_key=True),
)

drafts = Table(
    "drafts",
    metadata,
    Column("conversation", ForeignKey(conversations.c.id), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("key", String(120), nullable=False, unique=True),
    Column("sealed", Text, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("filed", NUMBER, nullable=False),
)

gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("question", String(500), nullable=False, unique=True),
    Column("score", Float, nullable=False),
    Column("first", Moment, nullable=False),
    Column("last", Moment, nullable=False, index=True),
    Column("times", Integer, nullable=False),
)

handovers = Table(
    "handovers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", ForeignKey(conversations.c.id), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("asked", Moment, nullable=False),
    Column("taken_by", String(60), nullable=False),
    Column("taken", Moment),
    Column("closed", Moment, index=True),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("unit", UNIT, nullable=False),
    Column("secret", String(200), nullable=False),
    Column("created", Moment, nullable=False),
    Column("active", Boolean, nullable=False),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("digest", DIGEST, primary_key=True),
    Column("account", ForeignKey(accounts.c.name), nullable=False, index=True),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String(80), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_failures_subject_at", "subject", "at"),
)

reminders = Table(
    "reminders",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("due", Moment, primary_key=True),
    Column("at", Moment, nullable=False),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", NUMBER, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("media", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("preview", LargeBinary, nullable=False),
    Column("added", Moment, nullable=False),
    Column("added_by", String(20), nullable=False),
    Column("shown", Boolean, nullable=False),
    UniqueConstraint("number", "ordinal", name="uq_attachments_number_ordinal"),
)

assists = Table(
    "assists",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("unit", UNIT, primary_key=True),
    Column("asked", Moment, nullable=False),
    Column("asked_for", Text, nullable=False),
    Column("due", Moment, nullable=False),
    Column("answered", Moment),
    Column("opinion", Text, nullable=False),
    Index("ix_assists_unit", "unit"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", NUMBER, nullable=False, index=True),
    Column("proposed_unit", UNIT, nullable=False),
    Column("chosen_unit", UNIT, nullable=False),
    Column("proposed_kind", String(20), nullable=False),
    Column("chosen_kind", String(20), nullable=False),
    Column("by", String(60), nullable=False),
    Column("at", Moment, nullable=False),
)

leader_sessions = Table(
    "leader_sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", NUMBER, nullable=False, unique=True),
    Column("issue", Integer, nullable=False),
    Column("starts", Moment, nullable=False, index=True),
    Column("ends", Moment, nullable=False),
    Column("unit", UNIT, nullable=False),
    Column("leaders", Text, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("announced", Moment),
    Column("cancelled", Moment),
    Column("why_cancelled", Text, nullable=False),
    Column("closed", Moment),
    Column("summary", Text, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("number", NUMBER, nullable=False, index=True),
    Column("adapter", String(20), nullable=False),
    Column("recipient", String(120), nullable=False),
    Column("words", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("next_try", Moment, index=True),
    Column("attempts", Integer, nullable=False),
    Column("sent", Moment),
    Column("error", Text, nullable=False),
    Column("receipt", String(40), nullable=False, server_default=""),
    UniqueConstraint("sequence", "adapter", "recipient", name="uq_notices_sequence_adapter_recipient"),
)

score_entries = Table(
    "score_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False, index=True),
    Column("unit", UNIT, nullable=False),
    Column("item", String(60), nullable=False),
    Column("points", Float, nullable=False),
    Column("number", NUMBER, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(60), nullable=False),
    Column("at", Moment, nullable=False),
    Column("withdrawn", Moment),
    Column("withdrawn_by", String(60), nullable=False),
)

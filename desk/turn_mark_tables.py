"""What the conversation figures are counted from: columns only, as in ``desk.tables``."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table

from desk.columns import Moment
from desk.tables import DIGEST, gaps, metadata

# Without a foreign key: a conversation erased at its citizen's wish stays counted, and its id then leads nowhere.
turn_marks = Table(
    "turn_marks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("conversation", DIGEST, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("intent", String(40), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("form", String(20), nullable=False),
    Column("asked", String(20), nullable=False),
)

gap_states = Table(
    "gap_states",
    metadata,
    Column("gap", ForeignKey(gaps.c.id), primary_key=True, autoincrement=False),
    Column("state", String(10), nullable=False),
    Column("by", String(60), nullable=False),
    Column("at", Moment, nullable=False),
)

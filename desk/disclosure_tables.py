"""What is kept in the file of a disclosure request besides the request itself: columns only, as in ``desk.tables``."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from desk.columns import Moment
from desk.tables import DIGEST, NUMBER, metadata

disclosure_items = Table(
    "disclosure_items",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("wanted", Text, nullable=False),
    Column("ground", String(40), nullable=False),
    Column("note", Text, nullable=False),
)

consultations = Table(
    "consultations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", NUMBER, nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("party", Text, nullable=False),
    Column("asked", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("answered", Moment),
    Column("consent", String(10), nullable=False),
    Column("opinion", Text, nullable=False),
)

searches = Table(
    "searches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", NUMBER, nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("by", String(60), nullable=False),
    Column("at", Moment, nullable=False),
)

letters = Table(
    "letters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", NUMBER, nullable=False, index=True),
    Column("template", String(40), nullable=False),
    Column("year", Integer, nullable=False),
    Column("ordinal", Integer),
    Column("addressee", Text, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("made", Moment, nullable=False),
    Column("made_by", String(60), nullable=False),
    Column("signed", Moment),
    Column("signed_by", String(60), nullable=False),
    Column("sent", Moment),
    Column("manner", String(60), nullable=False),
    UniqueConstraint("year", "template", "ordinal", name="uq_letters_year_template_ordinal"),
)

fees = Table(
    "fees",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("method", String(10), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("before", Integer, nullable=False),
    Column("drafted", Integer, nullable=False),
    Column("decided", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(60), nullable=False),
    Column("noticed", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("paid", Moment),
)

redactions = Table(
    "redactions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", NUMBER, nullable=False, index=True),
    Column("source", Integer, nullable=False),
    Column("result", Integer),
    Column("findings", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("made_by", String(60), nullable=False),
    Column("approved", Moment),
    Column("approved_by", String(60), nullable=False),
)

proceedings = Table(
    "proceedings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", NUMBER, nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("body", String(80), nullable=False),
    Column("after_review", Boolean, nullable=False),
    Column("began", Moment, nullable=False),
    Column("result", String(20), nullable=False),
    Column("ended", Moment),
    Column("note", Text, nullable=False),
)

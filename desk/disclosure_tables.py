"""What is kept in the file of a disclosure request besides the request itself: columns only, as in ``desk.tables``."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from desk.columns import Moment
from desk.tables import DIGEST, NUMBER, metadata

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

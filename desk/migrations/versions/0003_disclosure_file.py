"""What the file of a disclosure request holds besides the request: from its items to the lawsuits over it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desk.columns import Moment

revision = "0003"
down_revision = "0002"

NUMBER, PERSON, DIGEST = sa.String(length=20), sa.String(length=60), sa.String(length=64)


def upgrade() -> None:
    with op.batch_alter_table("disclosures") as disclosures:
        disclosures.add_column(sa.Column("purpose", sa.Text(), nullable=False, server_default=""))
        disclosures.add_column(sa.Column("delivery", sa.String(length=40), nullable=False, server_default=""))
        disclosures.add_column(sa.Column("repeat_of", NUMBER, nullable=False, server_default=""))
        disclosures.add_column(sa.Column("fee_until", Moment(), nullable=True))
    op.create_table(
        "disclosure_items",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", "ordinal"),
    )
    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("asked", Moment(), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("answered", Moment(), nullable=True),
        sa.Column("consent", sa.String(length=10), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("by", PERSON, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("made", Moment(), nullable=False),
        sa.Column("made_by", PERSON, nullable=False),
        sa.Column("signed", Moment(), nullable=True),
        sa.Column("signed_by", PERSON, nullable=False),
        sa.Column("sent", Moment(), nullable=True),
        sa.Column("manner", PERSON, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("year", "template", "ordinal", name="uq_letters_year_template_ordinal"),
    )
    op.create_table(
        "fees",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("drafted", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", PERSON, nullable=False),
        sa.Column("noticed", Moment(), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("paid", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "redactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("result", sa.Integer(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("made", Moment(), nullable=False),
        sa.Column("made_by", PERSON, nullable=False),
        sa.Column("approved", Moment(), nullable=True),
        sa.Column("approved_by", PERSON, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "proceedings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("after_review", sa.Boolean(), nullable=False),
        sa.Column("began", Moment(), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("ended", Moment(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for table in ("consultations", "searches", "letters", "redactions", "proceedings"):
        op.create_index(f"ix_{table}_number", table, ["number"], unique=False)

"""What the file of a disclosure request holds besides the request: its letters and redactions."""

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
        disclosures.add_column(sa.Column("items", sa.JSON(), nullable=False, server_default="[]"))
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
    for table in ("letters", "redactions"):
        op.create_index(f"ix_{table}_number", table, ["number"], unique=False)

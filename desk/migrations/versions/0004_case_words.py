"""An index of the words of cases, so that a rare word is found without reading every case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desk import case_words

revision = "0004"
down_revision = "0003"

AT_ONCE = 1000
MADE = {
    # No positions and no lengths: nothing is ranked, and a pair either stands in a case or does not.
    "sqlite": ["CREATE VIRTUAL TABLE case_words USING fts5(words, tokenize = 'ascii', detail = none, columnsize = 0)"],
    "postgresql": [
        "CREATE TABLE case_words (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX ix_case_words_words ON case_words USING gin (words)",
    ],
}


def upgrade() -> None:
    connection = op.get_bind()
    for statement in MADE[connection.dialect.name]:
        op.execute(statement)
    for prefix, table in case_words.CASES.items():
        columns = [table.c.number, *(table.c[name] for name in case_words.TEXTS[prefix])]
        rows = connection.execute(sa.select(*columns).order_by(table.c.number)).yield_per(AT_ONCE)
        for part in rows.partitions():
            case_words.add(connection, part)

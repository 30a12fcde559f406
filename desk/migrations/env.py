"""Run by Alembic: connects to the database it is given and applies the steps in one transaction each."""

from __future__ import annotations

import os
from pathlib import Path

from alembic import context

from desk.database import connect, sqlite_url
from desk.tables import metadata

# ``python -m desk migrate`` hands over the address; the stock command reads the environment as the product does.
address = (
    context.config.attributes.get("url")
    or os.environ.get("DATABASE_URL")
    or sqlite_url(Path(os.environ.get("DATA_DIR", "var")))
)

engine = connect(address).engine
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()

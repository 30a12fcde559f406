"""Bring a database to the present tables, and tell whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from desk.database import connect

STEPS = Path(__file__).parent / "migrations"


def migrate(url: str) -> tuple[str | None, str]:
    """Apply the missing steps; return the revision before and after."""
    config = _config(url)
    before = revision_of(url)
    command.upgrade(config, "head")
    return before, newest()


def newest() -> str:
    """The revision ``migrate`` leads to."""
    return str(ScriptDirectory(str(STEPS)).get_current_head())


def revision_of(url: str) -> str | None:
    """The revision the database is at, None for an empty one."""
    engine: Engine = connect(url).engine
    with engine.connect() as connection:
        at: str | None = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return at


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    config.attributes["url"] = url
    return config

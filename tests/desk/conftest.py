"""The store's tests run on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from desk.database import connect
from desk.migrate import migrate
from tests.desk import postgres


@pytest.fixture(scope="session")
def postgres_url():
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request):
    """A migrated, empty database of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("database")
        return
    url = request.getfixturevalue("postgres_url")
    opened = connect(url)
    with opened.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    migrate(url)
    yield opened
    opened.engine.dispose()

"""The store's tests run on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from desk import routing_training
from desk.database import connect
from desk.migrate import migrate
from tests.desk import pdf_papers, postgres


@pytest.fixture(scope="session")
def postgres_url():
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def routing_folder(tmp_path_factory):
    """A routing model learnt from the knowledge base as it stands, once for the whole folder."""
    out = tmp_path_factory.mktemp("routing")
    routing_training.train(out)
    return out


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """A PDF of two pages with Chinese text."""
    return pdf_papers.printed(tmp_path_factory.mktemp("printed"))


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

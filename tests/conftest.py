"""Fixtures every test may use. Anything used by one folder only lives in that folder."""

from __future__ import annotations

import shutil
from datetime import datetime

import pytest
from hypothesis import settings

from desk import keys
from desk.database import connect, sqlite_url
from desk.migrate import migrate
from desk.moments import SHANGHAI
from desk.workdays import load_calendar

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)  # a Friday


@pytest.fixture(scope="session")
def calendar():
    return load_calendar()


@pytest.fixture(scope="session")
def vault(tmp_path_factory):
    return keys.load_or_create(tmp_path_factory.mktemp("keys"), production=False)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """An empty database file with all tables and triggers, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate(sqlite_url(folder))
    return folder / "desk.db"


@pytest.fixture
def database(migrated, tmp_path):
    shutil.copy(migrated, tmp_path / "desk.db")
    opened = connect(sqlite_url(tmp_path))
    yield opened
    opened.engine.dispose()


@pytest.fixture
def sessions(database):
    """For writing; ``with sessions.begin() as session``."""
    return database.sessions


@pytest.fixture
def at():
    return NOW

"""The application over a real database, with a small agent, searcher and router that tests steer."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from api.app import create_app
from api.parts import Parts
from api.settings import Settings
from desk import accounts
from knowledge.catalogue import Catalogue
from tests.api.fakes import FakeBot, FakeRouter, FakeSearcher
from tests.builders import ACTORS, ADMIN

PASSWORD = "ten-letters-or-more"


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Argon2 takes its time on purpose; nothing here is about that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session")
def known():
    return Catalogue.load()


@pytest.fixture
def parts():
    return Parts(searcher=FakeSearcher(), bot=FakeBot(), router=FakeRouter())


@pytest.fixture
def settings():
    return Settings(rate_limit=False, bot_token="door", widget_sites=("https://www.example.gov.cn",))


@pytest.fixture
def app(settings, database, vault, calendar, known, parts, at):
    return create_app(
        settings=settings,
        database=database,
        vault=vault,
        calendar=calendar,
        clock=lambda: at,
        known=known,
        parts=parts,
    )


@pytest.fixture
def client(app):
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def staff(app, database, at):
    """Sign in by role: ``staff(Role.OFFICER, unit="住建局")`` gives a browser of its own."""

    def signed_in(role, *, unit=None):
        actor = ACTORS[role]
        unit = actor.unit if unit is None else unit
        name = f"{role.value}{unit}"
        with database.sessions.begin() as session:
            accounts.add(session, name, PASSWORD, role=role, unit=unit, by=ADMIN, at=at)
        browser = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        reply = browser.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert reply.status_code == 303
        return browser

    return signed_in

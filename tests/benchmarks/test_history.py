"""The made-up years of the benchmark are real lives with a log that holds together."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from benchmarks import history
from desk import ledger, numbers, tables
from knowledge.catalogue import Catalogue
from tests.builders import moment

UNTIL = moment("2026-11-20 五 10:00")
COUNT = 120


@pytest.fixture
def filled(database, vault, calendar):
    span = history.Span(UNTIL - timedelta(days=60), UNTIL)
    history.store(database, vault, calendar, Catalogue.load(), COUNT, span)
    return database


def test_the_log_of_the_made_up_years_holds_together(filled):
    events, tickets = tables.events.c, tables.tickets.c
    with filled.readers() as session:
        audit = ledger.verify(session)
        last = session.execute(select(func.max(events.at))).scalar_one()
        rows = session.execute(select(tickets.number, tickets.state)).all()

    assert audit.finding is None
    assert audit.checked > 5 * COUNT
    assert last < UNTIL
    assert len(rows) == COUNT
    assert all(numbers.valid(row.number) for row in rows)
    assert len({row.state for row in rows}) > 2


def test_the_secret_of_a_made_up_ticket_is_known(filled, vault):
    tickets = tables.tickets.c
    with filled.readers() as session:
        row = session.execute(select(tickets.key, tickets.secret_digest).limit(1)).one()

    assert row.key.startswith(history.key_of(0)[:-1])
    assert vault.is_secret(vault.secret(row.key), row.secret_digest)

"""The service itself looks after deadlines: nobody has to set up a timer."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from api import jobs
from desk import continuations, conversations, draft_files, store, uploads
from tests.builders import filed_ticket
from tests.files import PDF


@pytest.fixture
def overdue(app, database, at, calendar, vault):
    """The application two weeks after a ticket was filed that nobody touched."""
    receipt = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault)
    app.state.clock = lambda: at + timedelta(days=14)
    return receipt.number


def deeds(database, number):
    with database.sessions.begin() as session:
        return [event.deed for event in store.case(session, number).events]


def test_what_fell_due_while_the_service_was_down_is_done_once(app, database, overdue):
    first, second = jobs.remind(app), jobs.remind(app)

    assert first > 0
    assert second == 0
    assert deeds(database, overdue).count("上报") == 2  # not signed in time, not answered in time


def test_the_scheduler_begins_at_once(app, database, overdue, monkeypatch):
    ran = threading.Event()
    remind = jobs.remind
    monkeypatch.setattr(jobs, "remind", lambda app: (remind(app), ran.set()))
    scheduler = jobs.started(app)
    ran.wait(timeout=30)
    scheduler.shutdown()

    assert "上报" in deeds(database, overdue)


def test_files_nothing_was_filed_with_and_old_codes_are_forgotten(app, database, at, vault):
    with database.sessions.begin() as session:
        _, talk = conversations.open_conversation(session, channel="web", at=at)
        draft_files.add(session, talk.id, [uploads.checked("收据.pdf", PDF)], at=at, vault=vault)
        continuations.offer(session, talk.id, at=at, vault=vault)
    early = jobs.forget(app)
    app.state.clock = lambda: at + timedelta(days=8)

    assert (early, jobs.forget(app), jobs.forget(app)) == (0, 2, 0)

"""Sending never holds up a deed: a server that hangs, a full disk, an adapter that is down."""

import json
import shutil
import time
from threading import Thread

import pytest
from sqlalchemy import select

from api import delivery, jobs
from api.notifiers.file import FileNotifier
from api.notifiers.webhook import WebhookNotifier
from api.settings import Settings
from desk import outbox, store, tables
from desk.case_records import Notice
from desk.database import connect, sqlite_url
from tests.api.peers import peer
from tests.builders import OFFICE, filed_ticket, walk

SECRET = "sixteen-letters-or-more"


@pytest.fixture
def settings(tmp_path):
    return Settings(
        data_dir=tmp_path,
        rate_limit=False,
        bot_token="door",
        outlets=("file", "webhook"),
        webhook_url="http://127.0.0.1:9",  # nobody listens on the discard port
        webhook_secret=SECRET,
    )


@pytest.fixture
def database(migrated, tmp_path, settings):
    shutil.copy(migrated, tmp_path / "desk.db")
    opened = connect(sqlite_url(tmp_path), outlets=settings.outlets)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def number(database, at, calendar, vault):
    return filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault).number


def unsent(database):
    with database.readers() as session:
        wanted = select(Notice).where(tables.notices.c.sent.is_(None)).order_by(tables.notices.c.id)
        return [(notice.adapter, notice.attempts, notice.error) for notice in session.execute(wanted).scalars()]


def test_file_and_webhook_each_send_theirs_once(app, settings, database, number, at):
    with peer() as there:
        ways = delivery.notifiers(settings) | {"webhook": WebhookNotifier(there.url, SECRET)}
        counts = [jobs.deliver(app, name, way) for name, way in [*ways.items(), *ways.items()]]
    (file,) = (settings.data_dir / "outbox").iterdir()

    assert counts == [1, 1, 0, 0]
    assert json.loads(file.read_text("utf-8"))["recipient"] == there.asked[0].json["recipient"] == "住建局"
    assert unsent(database) == []


def test_a_deed_is_done_while_the_webhook_hangs(app, database, number, at, calendar):
    with peer() as there:
        there.released.clear()
        sending = Thread(target=jobs.deliver, args=(app, "webhook", WebhookNotifier(there.url, SECRET)))
        sending.start()
        there.arrived.wait()
        walk(database.sessions, number, [("督办", {"text": "请尽快"}, OFFICE, at)], calendar=calendar)
        with database.readers() as session:
            deeds = [event.deed for event in store.case(session, number).events]
        still_hanging = sending.is_alive()
        there.released.set()
        sending.join()

    assert "督办" in deeds
    assert still_hanging


def test_an_adapter_that_is_down_leaves_the_notice_for_later(app, database, number, at, calendar):
    with peer(answer=lambda asked: (503, {})) as there:
        first = jobs.deliver(app, "webhook", WebhookNotifier(there.url, SECRET))
        app.state.clock = lambda: at + outbox.WAITS[0]
        there.answer = lambda asked: (200, {})
        second = jobs.deliver(app, "webhook", WebhookNotifier(there.url, SECRET))

    assert (first, second) == (0, 1)
    assert [adapter for adapter, *_ in unsent(database)] == ["file"]


def test_a_folder_in_the_way_loses_no_deed_and_no_notice(app, settings, database, number, at, calendar):
    (settings.data_dir / "outbox").write_text("in the way")
    sent = jobs.deliver(app, "file", FileNotifier(settings.data_dir / "outbox"))
    walk(database.sessions, number, [("督办", {"text": "请尽快"}, OFFICE, at)], calendar=calendar)
    (settings.data_dir / "outbox").unlink()
    app.state.clock = lambda: at + outbox.WAITS[0]
    later = jobs.deliver(app, "file", FileNotifier(settings.data_dir / "outbox"))

    assert (sent, later) == (0, 2)


def test_what_was_not_sent_shows_in_the_metrics(app, client, database, number):
    assert 'notices_unsent{state="waiting"} 2.0' in client.get("/metrics").text


def test_the_scheduler_delivers(app, database, number, monkeypatch):
    monkeypatch.setattr(jobs, "DELIVER_S", 0.05)
    scheduler = jobs.started(app)
    while any(adapter == "file" or not attempts for adapter, attempts, _ in unsent(database)):
        time.sleep(0.05)
    scheduler.shutdown()

    assert [(adapter, error) for adapter, _, error in unsent(database)] == [("webhook", "对方没有应答（ConnectError）")]

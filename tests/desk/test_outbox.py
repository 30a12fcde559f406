"""The outbox: one process at a time, tries that end, and a process killed between sending and recording."""

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from desk import outbox, tables
from desk.case_records import Notice
from desk.database import connect, sqlite_url
from tests.builders import filed_ticket
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def a_notice(database, **overrides):
    """Put a notice into the outbox and return its id."""
    with database.sessions.begin() as session:
        notice = Notice(
            **{
                "sequence": 1,
                "number": "JD-20261120-000012",
                "adapter": "file",
                "recipient": "住建局",
                "words": "新办件",
                "created": NOW,
                "next_try": NOW,
                **overrides,
            }
        )
        session.add(notice)
        session.flush()
        return notice.id


def claim(database, at, adapter="file"):
    with database.sessions.begin() as session:
        return outbox.claim(session, adapter, at=at)


def stored(database, number):
    with database.readers() as session:
        return session.get(Notice, number)


def test_a_notice_is_taken_by_one_and_again_only_after_the_lease(either):
    a_notice(either)

    assert claim(either, NOW).attempt == 1
    assert claim(either, NOW + MINUTE) is None
    assert claim(either, NOW + outbox.LEASE).attempt == 2


def test_two_processes_at_once_never_get_the_same(either):
    ids = {a_notice(either, sequence=number) for number in range(1, 5)}
    with either.sessions() as first:
        mine = outbox.claim(first, "file", at=NOW)
        if either.engine.dialect.name == "postgresql":  # SQLite has one writer: the second waits for the first
            with either.sessions.begin() as second:
                assert outbox.claim(second, "file", at=NOW).id != mine.id
        first.commit()
    taken = [mine.id]
    while (notice := claim(either, NOW)) is not None:
        taken.append(notice.id)

    assert len(taken) == len(set(taken)) or either.engine.dialect.name == "postgresql"
    assert set(taken) <= ids


def test_another_adapter_is_left_alone(database):
    a_notice(database, adapter="webhook")

    assert claim(database, NOW) is None


def test_failing_waits_longer_each_time_and_ends_visibly(database):
    number, at, waited = a_notice(database), NOW, []
    while (notice := claim(database, at)) is not None:
        with database.sessions.begin() as session:
            outbox.failed(session, notice, "对方没有应答", at=at, final=False)
        later = stored(database, number).next_try
        waited.append(later and later - at)
        at = later or at

    assert waited == [*outbox.WAITS, None]
    with database.readers() as session:
        assert [each.error for each in outbox.undelivered(session)] == ["对方没有应答"]
        assert outbox.counts(session) == outbox.Counts(waiting=0, given_up=1)


def test_what_can_never_go_out_is_given_up_at_once_and_may_be_queued_again(database):
    number = a_notice(database)
    with database.sessions.begin() as session:
        outbox.failed(session, outbox.claim(session, "file", at=NOW), "没有绑定", at=NOW, final=True)

    assert claim(database, NOW + timedelta(days=9)) is None
    with database.sessions.begin() as session:
        assert outbox.retry(session, at=NOW) == 1
    assert claim(database, NOW).id == number


def test_a_notice_that_ends_the_process_each_time_is_given_up(database):
    number, at = a_notice(database), NOW
    for _ in range(outbox.MOST):
        assert claim(database, at) is not None
        at += outbox.LEASE

    assert claim(database, at) is None
    assert stored(database, number).error == outbox.INTERRUPTED


def test_who_comes_late_after_the_lease_changes_nothing(database):
    number = a_notice(database)
    slow = claim(database, NOW)
    quick = claim(database, NOW + outbox.LEASE)
    with database.sessions.begin() as session:
        outbox.sent(session, quick, at=NOW + outbox.LEASE)
        outbox.failed(session, slow, "超时", at=NOW + outbox.LEASE, final=True)

    assert stored(database, number).sent == NOW + outbox.LEASE
    assert stored(database, number).error == ""


WORKER = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from api import delivery
from api.notifiers.file import FileNotifier
from desk.database import connect, sqlite_url

folder, at, killed = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), sys.argv[3] == "killed"

class Killed(FileNotifier):
    def send(self, notice):
        receipt = super().send(notice)
        if killed:
            os.kill(os.getpid(), signal.SIGKILL)
        return receipt

delivery.deliver(connect(sqlite_url(folder)), "file", Killed(folder / "outbox"), clock=lambda: at)
"""


@pytest.fixture
def telling(migrated, tmp_path):
    shutil.copy(migrated, tmp_path / "desk.db")
    opened = connect(sqlite_url(tmp_path), outlets=("file",))
    yield opened
    opened.engine.dispose()


def run_worker(folder, at, how):
    return subprocess.run([sys.executable, "-c", WORKER, str(folder), at.isoformat(), how], cwd=os.getcwd()).returncode


def test_killed_between_sending_and_recording_it_is_sent_again_with_the_same_id(telling, tmp_path, at, calendar, vault):
    filed_ticket(telling.sessions, at=at, calendar=calendar, vault=vault)
    killed = run_worker(tmp_path, at, "killed")
    early = run_worker(tmp_path, at + MINUTE, "alive")
    late = run_worker(tmp_path, at + outbox.LEASE, "alive")
    (file,) = (tmp_path / "outbox").iterdir()
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    with telling.readers() as session:
        recorded = session.execute(select(func.count()).where(tables.notices.c.sent.is_not(None))).scalar_one()

    assert (killed, early, late) == (-signal.SIGKILL, 0, 0)
    assert [line["id"] for line in lines] == [lines[0]["id"]] * 2
    assert recorded == 1

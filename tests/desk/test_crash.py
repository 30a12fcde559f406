"""A filing process killed at any moment: what was acknowledged is there, and nothing is there twice."""

import os
import signal
import subprocess
import sys
import time

from sqlalchemy import func, select

from desk import ledger, tables
from desk.database import connect, sqlite_url
from tests.builders import filed_ticket

KILLS = 12
WORKER = """
import sys
from pathlib import Path
from desk import keys
from desk.database import connect, sqlite_url
from desk.workdays import load_calendar
from tests.builders import filed_ticket
from tests.conftest import NOW

folder, start = Path(sys.argv[1]), int(sys.argv[2])
sessions = connect(sqlite_url(folder)).sessions
calendar, vault = load_calendar(), keys.load_or_create(folder, production=False)
for ordinal in range(start, start + 1000):
    filed = filed_ticket(sessions, at=NOW, calendar=calendar, vault=vault, key=f"t-{ordinal}")
    print(ordinal, filed.number, flush=True)
"""


def run_and_kill(folder, start, after_s):
    """Let a worker file from ordinal *start* on, kill -9 it *after_s* after its first receipt, return its receipts."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(folder), str(start)], stdout=subprocess.PIPE, text=True
    )
    lines = [worker.stdout.readline()]
    time.sleep(after_s)
    os.kill(worker.pid, signal.SIGKILL)
    lines += worker.stdout.readlines()
    worker.stdout.close()
    worker.wait()
    return [tuple(line.split()) for line in lines if line.endswith("\n")]


def test_killed_filings_are_neither_lost_nor_doubled(database, tmp_path, at, calendar, vault):
    acknowledged = {}
    for kill in range(KILLS):
        start = len(acknowledged)
        receipts = run_and_kill(tmp_path, start, 0.003 * kill)
        for ordinal, number in receipts:
            assert acknowledged.setdefault(int(ordinal), number) == number

    reopened = connect(sqlite_url(tmp_path))
    with reopened.readers() as session:
        stored = dict(session.execute(select(tables.tickets.c.key, tables.tickets.c.number)).all())
        events = session.execute(select(func.count()).select_from(tables.events)).scalar_one()
        audit = ledger.verify(session)
    assert {f"t-{ordinal}": number for ordinal, number in acknowledged.items()}.items() <= stored.items()
    assert len(stored) - len(acknowledged) <= 1  # the last one may be committed and not acknowledged
    assert events == 2 * len(stored)
    assert audit.finding is None
    reopened.engine.dispose()
    filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault, key="afterwards")

"""The clock's work while the service runs: reminders, escalations and lapses every minute, new indexes sooner.

Several processes may run it side by side: the ledger of ``desk.reminders`` lets each thing happen once, and every
process looks after the index it holds itself.
"""

from __future__ import annotations

from apscheduler.schedulers.background import BackgroundScheduler
from fastapi import FastAPI

from api import renewal
from desk import reminders

EVERY_S = 60
LOOK_FOR_INDEX_S = 15


def started(app: FastAPI) -> BackgroundScheduler:
    """Return the running scheduler; what fell due while the service was down is done at once."""
    scheduler = BackgroundScheduler(timezone="Asia/Shanghai")
    scheduler.add_job(remind, args=[app])
    scheduler.add_job(remind, "interval", seconds=EVERY_S, args=[app], coalesce=True, max_instances=1)
    scheduler.add_job(renew, "interval", seconds=LOOK_FOR_INDEX_S, args=[app], coalesce=True, max_instances=1)
    scheduler.start()
    return scheduler


def remind(app: FastAPI) -> int:
    """Do what has fallen due; return how many things were done."""
    with app.state.database.sessions.begin() as session:
        return len(reminders.run(session, at=app.state.clock(), calendar=app.state.calendar))


def renew(app: FastAPI) -> None:
    """Take in an index built while the service runs; what it needs to know is logged."""
    renewal.take_in(app)

"""The clock's work while the service runs: reminders, escalations and lapses, looked after every minute.

Several processes may run it side by side: the ledger of ``desk.reminders`` lets each thing happen once.
"""

from __future__ import annotations

from apscheduler.schedulers.background import BackgroundScheduler
from fastapi import FastAPI

from desk import reminders

EVERY_S = 60


def started(app: FastAPI) -> BackgroundScheduler:
    """Return the running scheduler; what fell due while the service was down is done at once."""
    scheduler = BackgroundScheduler(timezone="Asia/Shanghai")
    scheduler.add_job(remind, args=[app])
    scheduler.add_job(remind, "interval", seconds=EVERY_S, args=[app], coalesce=True, max_instances=1)
    scheduler.start()
    return scheduler


def remind(app: FastAPI) -> int:
    """Do what has fallen due; return how many things were done."""
    with app.state.database.sessions.begin() as session:
        return len(reminders.run(session, at=app.state.clock(), calendar=app.state.calendar))

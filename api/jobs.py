"""The clock's work while the service runs: reminders, escalations, lapses, notices, new indexes, what is to be erased.

Several processes may run it side by side: the ledger of ``desk.reminders`` lets each thing happen once, and every
process looks after the index it holds itself.
"""

from __future__ import annotations

from apscheduler.schedulers.background import BackgroundScheduler
from fastapi import FastAPI

from api import delivery, renewal
from api.notifiers.notifier import Notifier
from desk import continuations, draft_files, handover_care, reminders, turn_marks

EVERY_S = 60
LOOK_FOR_INDEX_S = 15
DELIVER_S = 10
FORGET_S = 3600


def started(app: FastAPI) -> BackgroundScheduler:
    """Return the running scheduler; what fell due while the service was down is done at once."""
    scheduler = BackgroundScheduler(timezone="Asia/Shanghai")
    scheduler.add_job(remind, args=[app])
    scheduler.add_job(remind, "interval", seconds=EVERY_S, args=[app], coalesce=True, max_instances=1)
    scheduler.add_job(tend, "interval", seconds=EVERY_S, args=[app], coalesce=True, max_instances=1)
    scheduler.add_job(renew, "interval", seconds=LOOK_FOR_INDEX_S, args=[app], coalesce=True, max_instances=1)
    scheduler.add_job(forget, "interval", seconds=FORGET_S, args=[app], coalesce=True, max_instances=1)
    for name, notifier in delivery.notifiers(app.state.settings, app.state.wechat).items():
        # An adapter that hangs holds up its own notices only.
        scheduler.add_job(
            deliver, "interval", seconds=DELIVER_S, args=[app, name, notifier], coalesce=True, max_instances=1
        )
    scheduler.start()
    return scheduler


def remind(app: FastAPI) -> int:
    """Do what has fallen due; return how many things were done."""
    with app.state.database.sessions.begin() as session:
        return len(reminders.run(session, at=app.state.clock(), calendar=app.state.calendar))


def tend(app: FastAPI) -> int:
    """Look after those who asked for a person; return for how many something was done."""
    with app.state.database.sessions.begin() as session:
        return handover_care.tend(session, at=app.state.clock(), calendar=app.state.calendar)


def forget(app: FastAPI) -> int:
    """Erase files that nothing was filed with, codes out of date and old marks of turns; return how many went."""
    at = app.state.clock()
    with app.state.database.sessions.begin() as session:
        return sum(each.expire(session, at=at) for each in (draft_files, continuations, turn_marks))


def deliver(app: FastAPI, name: str, notifier: Notifier) -> int:
    """Send what is in the outbox for one adapter; return how many went out."""
    return delivery.deliver(app.state.database, name, notifier, clock=app.state.clock)


def renew(app: FastAPI) -> None:
    """Take in an index built while the service runs; what it needs to know is logged."""
    renewal.take_in(app)

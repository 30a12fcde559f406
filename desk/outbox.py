"""The outbox: which notice is to be sent next, what came of it, and what could not be delivered.

A notice is taken by one process at a time and sent outside any transaction. Whoever is killed between sending and
recording leaves it to be sent once more after ``LEASE``: at least once, recorded once (docs/decisions/0081).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from desk import tables
from desk.case_records import Notice
from desk.events import Event

LEASE = timedelta(minutes=5)  # longer than any adapter may take for one notice
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
MOST = len(WAITS) + 1  # tries, over two days
INTERRUPTED = "发送途中中断"


@dataclass(frozen=True)
class Outgoing:
    """One notice on its way out.

    Attributes:
        id: The same whenever the notice is sent again; receivers drop what they have seen.
        attempt: Which try this is, from 1.
        deed: The event it is about.
    """

    id: int
    attempt: int
    number: str
    deed: str
    recipient: str
    words: str
    created: datetime


def claim(session: Session, adapter: str, *, at: datetime) -> Outgoing | None:
    """Take the notice of *adapter* that has waited longest; no other process gets it before ``LEASE`` is over."""
    columns = tables.notices.c
    wanted = (
        select(Notice)
        .where(columns.adapter == adapter, columns.next_try <= at)
        .order_by(columns.next_try, columns.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while (notice := session.execute(wanted).scalar_one_or_none()) is not None:
        if notice.attempts < MOST:
            notice.attempts, notice.next_try = notice.attempts + 1, at + LEASE
            event = session.get(Event, notice.sequence)
            deed = event.deed if event else ""
            return Outgoing(
                notice.id, notice.attempts, notice.number, deed, notice.recipient, notice.words, notice.created
            )
        notice.next_try, notice.error = None, notice.error or INTERRUPTED  # every try ended with the process
        session.flush()
    return None


def sent(session: Session, notice: Outgoing, *, at: datetime, receipt: str = "") -> None:
    """*receipt* is the other side's own number for it, see ``bounced``."""
    _close(session, notice, {"sent": at, "next_try": None, "error": "", "receipt": receipt})


def bounced(session: Session, adapter: str, receipt: str, error: str) -> None:
    """The other side says later that what it took did not arrive: on record as given up, ready for ``retry``."""
    columns = tables.notices.c
    taken = update(tables.notices).where(columns.adapter == adapter, columns.receipt == receipt)
    session.execute(taken.where(columns.sent.is_not(None)).values(sent=None, next_try=None, error=error))


def failed(session: Session, notice: Outgoing, error: str, *, at: datetime, final: bool) -> None:
    """Try again later, or never when *final* or the tries are used up."""
    later = None if final or notice.attempt >= MOST else at + WAITS[notice.attempt - 1]
    _close(session, notice, {"next_try": later, "error": error})


def _close(session: Session, notice: Outgoing, values: dict[str, object]) -> None:
    """Only while nobody else took it over after the lease."""
    columns = tables.notices.c
    mine = update(tables.notices).where(columns.id == notice.id, columns.attempts == notice.attempt)
    session.execute(mine.where(columns.sent.is_(None)).values(**values))


@dataclass(frozen=True)
class Counts:
    """*waiting* have not been sent yet, *given_up* never will be unless somebody says so."""

    waiting: int
    given_up: int


def counts(session: Session) -> Counts:
    columns = tables.notices.c
    total, open_ = session.execute(
        select(func.count(), func.count(columns.next_try)).where(columns.sent.is_(None))
    ).one()
    return Counts(waiting=open_, given_up=total - open_)


def undelivered(session: Session, *, limit: int = 500) -> list[Notice]:
    """Notices that failed at least once and were not sent, newest first."""
    columns = tables.notices.c
    wanted = select(Notice).where(columns.sent.is_(None), (columns.error != "") | columns.next_try.is_(None))
    return list(session.execute(wanted.order_by(columns.id.desc()).limit(limit)).scalars())


def latest(session: Session, *, limit: int = 500) -> list[Notice]:
    return list(session.execute(select(Notice).order_by(tables.notices.c.id.desc()).limit(limit)).scalars())


def retry(session: Session, *, at: datetime) -> int:
    """Give those that were given up a fresh start; return how many."""
    columns = tables.notices.c
    given_up = update(tables.notices).where(columns.sent.is_(None), columns.next_try.is_(None))
    count: int = session.execute(given_up.values(next_try=at, attempts=0)).rowcount
    return count

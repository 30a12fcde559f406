"""The citizen's way to a case: number and secret, with a limit on guessing."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from desk import numbers, tables
from desk.database import Database
from desk.disclosure import Disclosure
from desk.errors import NotFound, TooMany
from desk.records import Failure
from desk.tickets import Ticket
from desk.vault import Vault

WINDOW = timedelta(hours=1)
MOST = 10  # wrong secrets in WINDOW per number, then the number's lookup rests
NOBODY = "0" * 64


def unlock(database: Database, number: str, secret: str, *, at: datetime, vault: Vault) -> None:
    """Return if *secret* opens *number*; otherwise remember the failure in a transaction of its own.

    Call it before opening a transaction: on SQLite a second writer would wait for the first. An unknown number and a
    wrong secret take the same steps and give the same answer.

    Raises:
        NotFound: no such number, or not its secret.
        TooMany: ten failures within an hour; the case itself is not locked.
    """
    subject = f"查询|{number[:40]}"
    with database.readers.begin() as session:
        refuse_after(session, subject, "查询", at=at)
        digest = _secret_digest(session, number)
    if vault.is_secret(secret, digest or NOBODY) and digest is not None:
        return
    fail(database, subject, at=at)
    raise NotFound("办件", number)


def refuse_after(session: Session, subject: str, what: str, *, at: datetime) -> None:
    """Raises TooMany when *subject* failed MOST times within WINDOW."""
    columns = tables.failures.c
    recent = (columns.subject == subject, columns.at > at - WINDOW)
    count, first = session.execute(select(func.count(), func.min(columns.at)).where(*recent)).one()
    if count >= MOST:
        raise TooMany(what, retry_after_s=int((first + WINDOW - at).total_seconds()) + 1)


def fail(database: Database, subject: str, *, at: datetime) -> None:
    """Remember a failure, and forget those that no longer count."""
    with database.sessions.begin() as session:
        session.execute(delete(tables.failures).where(tables.failures.c.at <= at - WINDOW))
        session.add(Failure(subject, at))


def _secret_digest(session: Session, number: str) -> str | None:
    kind = Disclosure if number.startswith(numbers.DISCLOSURE) else Ticket
    found = session.get(kind, number)
    return None if found is None else found.secret_digest

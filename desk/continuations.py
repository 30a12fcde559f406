"""续填码: an open draft, its files and the cases of a conversation go on in another one, on whatever channel."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from desk import access, conversations, draft_files, draft_store
from desk.database import Database
from desk.errors import InTheWay, NoSuchCode
from desk.numbers import CROCKFORD, normal_secret
from desk.records import Continuation
from desk.tables import case_links
from desk.talk_tables import continuations
from desk.vault import Vault

VALID = timedelta(days=7)
CHARACTERS = 8  # 40 bits
SHOWN = re.compile(r"(.{4})(.{4})")
GUESSING = "续填码"  # what too many wrong codes are called


def offer(session: Session, conversation: str, *, at: datetime, vault: Vault) -> str:
    """Return a new code for *conversation*; an earlier one is void."""
    code = "".join(secrets.choice(CROCKFORD) for _ in range(CHARACTERS))
    session.execute(delete(continuations).where(continuations.c.conversation == conversation))
    session.add(Continuation(_digest(code, vault), conversation, at))
    session.flush()
    return SHOWN.sub(r"\1-\2", code)


def redeem(database: Database, conversation: str, code: str, *, at: datetime, vault: Vault) -> None:
    """Move what waits under *code* to *conversation*; the code is spent only when that succeeds.

    Raises:
        NoSuchCode: see there; the failure is remembered in a transaction of its own.
        TooMany: ten wrong codes of this conversation within an hour.
        InTheWay: *conversation* has an open draft.
        Invalid: the files of both together are too many.
    """
    subject = f"{GUESSING}|{conversation}"[:80]
    with database.sessions.begin() as session:
        access.refuse_after(session, subject, GUESSING, at=at)
        row = session.get(Continuation, _digest(code, vault), with_for_update=True)
        if row is not None and at - row.made < VALID:
            session.delete(row)
            if row.conversation != conversation:
                move(session, row.conversation, conversation, at=at, vault=vault)
            return
    access.fail(database, subject, at=at)
    raise NoSuchCode()


def expire(session: Session, *, at: datetime) -> int:
    """Forget codes out of date; return how many."""
    gone = session.execute(delete(continuations).where(continuations.c.made <= at - VALID))
    return int(gone.rowcount)


def move(session: Session, source: str, target: str, *, at: datetime, vault: Vault) -> None:
    """Raises as ``redeem``."""
    draft = draft_store.get(session, source, vault=vault)
    if draft is not None and draft_store.get(session, target, vault=vault) is not None:
        raise InTheWay()
    if draft is not None:
        draft_store.move(session, source, target, at=at, vault=vault)
    draft_files.move(session, source, target)
    for number in conversations.linked(session, source):
        conversations.link(session, target, number)
    session.execute(delete(case_links).where(case_links.c.conversation == source))


def _digest(code: str, vault: Vault) -> str:
    return vault.blind(f"{GUESSING}|{normal_secret(code)}")

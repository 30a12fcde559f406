"""Which 领导接听 sessions there are, and how each stands. Nothing here changes anything."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import tables
from desk.case_records import LeaderSession
from desk.errors import NotFound
from desk.events import Event
from desk.leader_table import KIND, State
from desk.moments import day_of, day_words, local


def state_of(held: LeaderSession) -> State:
    if held.cancelled:
        return State.CANCELLED
    if held.closed:
        return State.CLOSED
    return State.ANNOUNCED if held.announced else State.PLANNED


def on_now(held: LeaderSession, at: datetime) -> bool:
    """Whether leaders are at the telephone at *at*; the last moment of the hour is no longer part of it."""
    return state_of(held) is State.ANNOUNCED and held.starts <= at < held.ends


def find(session: Session, number: str, *, lock: bool = False) -> LeaderSession:
    """Raises NotFound."""
    held = by_number(session, number, lock=lock)
    if held is None:
        raise NotFound(KIND, number)
    return held


def public(session: Session, number: str) -> LeaderSession:
    """One that was announced. Raises NotFound, also while it is only planned."""
    held = find(session, number)
    if held.announced is None:
        raise NotFound(KIND, number)
    return held


def everything(session: Session, *, limit: int = 50) -> list[LeaderSession]:
    """Latest first."""
    wanted = select(LeaderSession).order_by(tables.leader_sessions.c.starts.desc()).limit(limit)
    return list(session.execute(wanted).scalars())


def announced(session: Session, *, limit: int = 50) -> list[LeaderSession]:
    """All that were made public, those cancelled afterwards too; latest first."""
    columns = tables.leader_sessions.c
    wanted = select(LeaderSession).where(columns.announced.is_not(None)).order_by(columns.starts.desc()).limit(limit)
    return list(session.execute(wanted).scalars())


def coming(session: Session, at: datetime) -> LeaderSession | None:
    """The announced one that is on, else the next."""
    columns = tables.leader_sessions.c
    wanted = (
        select(LeaderSession)
        .where(columns.announced.is_not(None), columns.cancelled.is_(None), columns.closed.is_(None))
        .where(columns.ends > at)
        .order_by(columns.starts)
        .limit(1)
    )
    found: LeaderSession | None = session.execute(wanted).scalar_one_or_none()
    return found


def history(session: Session, number: str) -> list[Event]:
    """What was done to it, oldest first."""
    wanted = select(Event).where(tables.events.c.number == number).order_by(tables.events.c.sequence)
    return list(session.execute(wanted).scalars())


def next_issue(session: Session, year: int) -> int:
    """One after the highest of *year*; a cancelled issue keeps its ordinal."""
    columns = tables.leader_sessions.c
    of_the_year = columns.number.like(number_of(year, "%"))
    highest: int | None = session.execute(select(func.max(columns.issue)).where(of_the_year)).scalar_one()
    return (highest or 0) + 1


def number_of(year: int, issue: int | str) -> str:
    return f"LT-{year}-{issue}"


def by_number(session: Session, number: str, *, lock: bool = False) -> LeaderSession | None:
    wanted = select(LeaderSession).where(tables.leader_sessions.c.number == number)
    found: LeaderSession | None = session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()
    return found


def meeting(session: Session, starts: datetime, ends: datetime) -> list[LeaderSession]:
    """Those not cancelled that share a moment with [*starts*, *ends*)."""
    columns = tables.leader_sessions.c
    wanted = select(LeaderSession).where(columns.cancelled.is_(None), columns.starts < ends, columns.ends > starts)
    return list(session.execute(wanted).scalars())


def hours_words(held: LeaderSession) -> str:
    """Say when, e.g. ``2020年12月22日（周二）09:00至10:00``."""
    return f"{day_words(day_of(held.starts))}{local(held.starts):%H:%M}至{local(held.ends):%H:%M}"

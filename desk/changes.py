"""What has happened since a page was made: for pages that stay open, and for what is handed in from them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import case_search, tables
from desk.casework import IN_UNITS
from desk.errors import Changed
from desk.lifecycle import Actor, Role
from desk.moments import local
from desk.store import AnyCase

FAR_BEHIND = 1000  # events after which everything is looked at anew instead of being named
QUIET = ("查看身份", "查看文书", "查看被征求意见人", "提醒", "发送通知")  # leave the case as it is


@dataclass(frozen=True)
class Mark:
    """Where the event log and the queue of citizens waiting for a person stand."""

    sequence: int
    queue: tuple[int, ...]


@dataclass(frozen=True)
class Heard:
    """*numbers* are the changed cases the listener may see; *any* also when one went out of their sight."""

    numbers: Collection[str]
    any: bool


def head(session: Session) -> int:
    """Sequence of the last event."""
    sequence: int = session.execute(select(tables.chain.c.sequence)).scalar_one()
    return sequence


def mark(session: Session) -> Mark:
    asked, said = tables.handovers.c, tables.messages.c
    waiting = asked.closed.is_(None)
    queue = select(func.count(), func.coalesce(func.max(asked.id), 0), func.count(asked.taken)).where(waiting)
    conversations = select(asked.conversation).where(waiting)
    last = select(func.coalesce(func.max(said.id), 0)).where(said.conversation.in_(conversations))
    return Mark(head(session), (*session.execute(queue).one(), session.execute(last).scalar_one()))


def heard(session: Session, *, by: Actor, after: int, until: int) -> Heard:
    """What the events after *after*, up to *until*, mean to *by*."""
    if until - after > FAR_BEHIND:
        return Heard((), any=True)
    events = tables.events.c
    within = (events.sequence > after, events.sequence <= until, events.number != "")
    numbers = set(session.execute(select(events.number).where(*within).distinct()).scalars())
    seen = case_search.seen(session, numbers, by=by)
    return Heard(
        seen, any=bool(seen) or (by.role is Role.ADMIN and bool(numbers)) or _lost(session, numbers - seen, by)
    )


def _lost(session: Session, numbers: Collection[str], by: Actor) -> bool:
    """Whether one of these once was with *by*'s unit and is no more: its lists are out of date, of what is not said."""
    if by.role not in IN_UNITS or not numbers:
        return False
    events = tables.events.c
    facts = select(events.facts).where(events.number.in_(numbers))
    return any(by.unit in (each.get("unit"), each.get("returned_by")) for each in session.execute(facts).scalars())


def refuse_if_changed(case: AnyCase, seen: int, *, by: Actor) -> None:
    """Raises Changed when somebody else did something to *case* after event *seen*, the last one *by* was shown."""
    later = [event for event in case.events if (event.sequence or 0) > seen]
    others = [event for event in later if event.actor != by.name and event.deed not in QUIET]
    if others:
        last = others[-1]
        raise Changed(last.actor, last.deed, f"{local(last.at):%H:%M}")

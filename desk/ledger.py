"""The event log: every event is sealed by the one before it, in one gapless sequence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from desk import notices, tables
from desk.case import Case
from desk.events import GENESIS, Event


def write(session: Session, case: Case) -> None:
    """Seal the events *case* gained since it was loaded and note whom they concern; part of the transaction."""
    fresh = [event for event in case.events if event.sequence is None]
    if fresh:
        add(session, fresh)
        notices.write(session, case, fresh)


def add(session: Session, fresh: Iterable[Event]) -> None:
    """Seal and store *fresh* in order. Locks the head of the chain until the transaction ends."""
    with session.no_autoflush:  # an event may not reach the database before it is sealed
        head = session.execute(select(tables.chain).with_for_update()).one()
    sequence, digest = head.sequence, head.digest
    for event in fresh:
        sequence += 1
        event.seal(sequence, digest)
        digest = event.digest
        session.add(event)
    session.execute(update(tables.chain).values(sequence=sequence, digest=digest))
    session.flush()


def begin(session: Session) -> None:
    """Put the head of an empty log; the first migration does the same."""
    session.execute(insert(tables.chain).values(id=1, sequence=0, digest=GENESIS))


def hold(session: Session) -> None:
    """Lock the head of the chain until the transaction ends: what is checked after it, no other writer changes."""
    session.execute(select(tables.chain).with_for_update())


@dataclass(frozen=True)
class Finding:
    """The first place where the log does not hold together."""

    sequence: int
    problem: str


@dataclass(frozen=True)
class Audit:
    """*head* is the digest to keep outside the machine: with it a cut-off tail is found too."""

    checked: int
    head: str
    finding: Finding | None


def verify(session: Session, *, known: tuple[int, str] | None = None) -> Audit:
    """Recompute the whole chain. *known* is a (sequence, digest) kept from an earlier run."""
    expected, previous = 1, GENESIS
    for event in session.execute(select(Event).order_by(tables.events.c.sequence)).scalars().yield_per(1000):
        problem = _problem(event, expected, previous)
        if known is not None and event.sequence == known[0] and event.digest != known[1]:
            problem = "与此前保存的校验值不一致"
        if problem:
            return Audit(expected - 1, previous, Finding(event.sequence or expected, problem))
        expected, previous = expected + 1, event.digest
    head = session.execute(select(tables.chain)).one()
    finding = None
    if (head.sequence, head.digest) != (expected - 1, previous):
        finding = Finding(expected, "末尾的记录被删除")
    elif known is not None and known[0] >= expected:
        finding = Finding(expected, "早于此前保存的校验值，末尾的记录被删除")
    return Audit(expected - 1, previous, finding)


def _problem(event: Event, expected: int, previous: str) -> str:
    if event.sequence != expected:
        return "序号不连续，有记录被删除"
    if event.previous != previous:
        return "与前一条记录不衔接"
    return "" if event.digest == event.reckon() else "内容被改动"

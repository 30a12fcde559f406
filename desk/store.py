"""Finding things. Every query on cases is a function here; nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk import disclosure_table, numbers, tables, ticket_table
from desk.case_records import Identity
from desk.disclosure import Disclosure
from desk.errors import NotFound
from desk.tickets import Ticket

AnyCase = Ticket | Disclosure

REGISTERED = "登记"  # the event every case begins with


@dataclass(frozen=True)
class FiledMatter:
    """What a ticket is about, masked; *sequence* is that of the event it was filed with."""

    sequence: int
    number: str
    matter: str


def ticket(session: Session, number: str, *, lock: bool = False) -> Ticket:
    """*lock* holds the row until the transaction ends. Raises NotFound."""
    found: Ticket | None = session.get(Ticket, number, with_for_update=lock or None)
    if found is None:
        raise NotFound("工单", number)
    return found


def disclosure(session: Session, number: str, *, lock: bool = False) -> Disclosure:
    """Raises NotFound."""
    found: Disclosure | None = session.get(Disclosure, number, with_for_update=lock or None)
    if found is None:
        raise NotFound("公开申请", number)
    return found


def case(session: Session, number: str, *, lock: bool = False) -> AnyCase:
    """The kind is told by the number. Raises NotFound."""
    find = disclosure if number.startswith(numbers.DISCLOSURE) else ticket
    return find(session, number, lock=lock)


def ticket_by_key(session: Session, key: str) -> Ticket | None:
    found: Ticket | None = session.execute(select(Ticket).where(tables.tickets.c.key == key)).scalar_one_or_none()
    return found


def disclosure_by_key(session: Session, key: str) -> Disclosure | None:
    wanted = select(Disclosure).where(tables.disclosures.c.key == key)
    found: Disclosure | None = session.execute(wanted).scalar_one_or_none()
    return found


def tickets(
    session: Session,
    *,
    unit: str | None = None,
    states: Sequence[ticket_table.State] | None = None,
    due_by: datetime | None = None,
    town: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Ticket]:
    """Most urgent first. *unit* finds what was routed to that unit and what it still has to assist with.

    What is merely proposed to a unit is not its case.
    """
    columns = tables.tickets.c
    wanted = select(Ticket).order_by(columns.due, columns.number).limit(limit).offset(offset)
    if unit is not None:
        wanted = wanted.where(_with(session, unit))
    if states is not None:
        wanted = wanted.where(columns.state.in_(states))
    if due_by is not None:
        wanted = wanted.where(columns.due <= due_by)
    if town is not None:
        wanted = wanted.where(columns.town == town)
    return list(session.execute(wanted).scalars())


def _with(session: Session, unit: str) -> Any:
    """What makes a ticket *unit*'s. The few it assists with are looked up first: two indexed conditions, no join."""
    columns, assists = tables.tickets.c, tables.assists.c
    owed = select(assists.number).where(assists.unit == unit, assists.answered.is_(None))
    assisted = list(session.execute(owed).scalars())
    routed = columns.routed.is_not(None)
    own = and_(columns.unit == unit, routed)
    return or_(own, and_(columns.number.in_(assisted), routed)) if assisted else own


def tickets_numbered(session: Session, wanted: Sequence[str]) -> list[Ticket]:
    """The tickets of these numbers, in the order given; an unknown number is left out."""
    rows = session.execute(select(Ticket).where(tables.tickets.c.number.in_(wanted))).scalars()
    found = {ticket.number: ticket for ticket in rows}
    return [found[number] for number in wanted if number in found]


def merged_into(session: Session, number: str) -> list[Ticket]:
    """The tickets that wait for the answer of ticket *number*, locked, oldest first."""
    columns = tables.tickets.c
    wanted = select(Ticket).where(columns.merged_into == number, columns.state == ticket_table.State.MERGED)
    return list(session.execute(wanted.order_by(columns.number).with_for_update()).scalars())


def matters_filed(session: Session, *, after: int, limit: int) -> list[FiledMatter]:
    """Matters of tickets filed with an event after sequence *after*, in that order; confidential ones are left out.

    Events are numbered in the order their transactions commit, so none comes in later below a sequence once seen.
    """
    events, columns = tables.events.c, tables.tickets.c
    wanted = (
        select(events.sequence, columns.number, columns.matter)
        .join(tables.tickets, columns.number == events.number)
        .where(events.sequence > after, events.deed == REGISTERED, columns.confidential.is_(False))
        .order_by(events.sequence)
        .limit(limit)
    )
    return [FiledMatter(*row) for row in session.execute(wanted)]


def disclosures(
    session: Session,
    *,
    unit: str | None = None,
    states: Sequence[disclosure_table.State] | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Disclosure]:
    """Most urgent first; *unit* finds what it handles and what was assigned to it (交办)."""
    columns = tables.disclosures.c
    wanted = select(Disclosure).order_by(columns.due, columns.number).limit(limit).offset(offset)
    if unit is not None:
        wanted = wanted.where((columns.unit == unit) | (columns.assigned_unit == unit))
    if states is not None:
        wanted = wanted.where(columns.state.in_(states))
    return list(session.execute(wanted).scalars())


def count_by_state(session: Session, *, unit: str | None = None) -> dict[str, int]:
    columns = tables.tickets.c
    wanted = select(columns.state, func.count()).group_by(columns.state)
    if unit is not None:
        wanted = wanted.where(_with(session, unit))
    return {state.value: count for state, count in session.execute(wanted)}


def numbers_with(session: Session, column: str, blind: str, *, limit: int = 20) -> list[str]:
    """Numbers of cases whose identity *column* has this blind index, newest first."""
    columns = tables.identities.c
    wanted = select(columns.number).where(columns.column == column, columns.blind == blind)
    return list(session.execute(wanted.order_by(columns.number.desc()).limit(limit)).scalars())


def phone_blind(session: Session, number: str) -> str:
    """The blind index of the telephone a case was filed with, "" when none was given."""
    found = session.get(Identity, (number, "phone"))
    return found.blind if found else ""


def identities(session: Session, number: str) -> list[Identity]:
    return list(session.execute(select(Identity).where(tables.identities.c.number == number)).scalars())


def next_number(session: Session, prefix: str, day: date) -> str:
    """Take the next number of *day*."""
    return numbers.make(prefix, day, next_ordinal(session, f"{prefix}-{day:%Y%m%d}"))


def next_ordinal(session: Session, name: str) -> int:
    """Count *name* one up, from 1. The counter's row is locked until the transaction ends."""
    counter = tables.counters
    step = update(counter).where(counter.c.name == name).values(last=counter.c.last + 1)
    if session.execute(step).rowcount == 0:
        try:
            with session.begin_nested():
                session.execute(insert(counter).values(name=name, last=1))
        except IntegrityError:  # another filing opened the day in between
            session.execute(step)
    last: int = session.execute(select(counter.c.last).where(counter.c.name == name)).scalar_one()
    return last

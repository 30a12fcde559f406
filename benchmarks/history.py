"""Years of made-up tickets, each led through its life by the desk's own rules and stored with a sealed log."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from benchmarks.lives import Life, lives
from desk import accounts, case_words, numbers, tables
from desk.case import Effect
from desk.database import Database
from desk.events import GENESIS, Event
from desk.identities import TABLE
from desk.lifecycle import Actor, Role
from desk.moments import SHANGHAI
from desk.tickets import Ticket
from desk.vault import Vault
from desk.workdays import WorkCalendar
from knowledge.catalogue import Catalogue

SEED = 12345
PASSWORD = "ten-letters-or-more"
CLERKS = (Role.AGENT, Role.OFFICER, Role.HEAD, Role.OFFICE)
PHONES = 10_000  # 139 0000 0000 to 139 0000 9999
CITIZEN = Actor("群众", Role.CITIZEN)


@dataclass(frozen=True)
class Span:
    """The tickets are received in [after, until), and the log ends at *until*."""

    after: datetime
    until: datetime


def key_of(ordinal: int) -> str:
    """The idempotency key the ticket of this ordinal was filed under: with it its secret is known."""
    return f"history-{ordinal}"


def store(database: Database, vault: Vault, calendar: WorkCalendar, known: Catalogue, count: int, span: Span) -> None:
    """Store *count* tickets into an empty, migrated database, the same each time but for the seals."""
    head = (0, GENESIS)
    with database.engine.begin() as connection:
        made = _tickets(vault, calendar, known, count, span)
        for _, month in groupby(made, key=lambda each: (each[1].received.year, each[1].received.month)):
            head = _add(connection, vault, list(month), head)
        connection.execute(update(tables.chain).values(sequence=head[0], digest=head[1]))


def employ(session: Session, unit: str, *, at: datetime) -> None:
    """Give each of CLERKS an account of the role's name; those in a unit belong to *unit*."""
    for role in CLERKS:
        of = unit if role in accounts.IN_UNIT else ""
        accounts.add(session, role.value, PASSWORD, role=role, unit=of, by=CITIZEN, at=at)


def _tickets(
    vault: Vault, calendar: WorkCalendar, known: Catalogue, count: int, span: Span
) -> Iterator[tuple[int, Ticket]]:
    dice = random.Random(SEED)
    step = (span.until - span.after) / count
    seen: Counter[date] = Counter()
    for ordinal, life in enumerate(lives(known, dice, count)):
        received = _by_day(span.after + step * ordinal)
        seen[received.date()] += 1
        number = numbers.make(numbers.TICKET, received.date(), seen[received.date()])
        yield ordinal, _lived(_filed(ordinal, number, life, received, vault), life, calendar, span.until, dice)


def _filed(ordinal: int, number: str, life: Life, received: datetime, vault: Vault) -> Ticket:
    key = key_of(ordinal)
    return Ticket(
        number=number,
        key=key,
        fingerprint=vault.blind(key),
        secret_digest=vault.secret_digest(vault.secret(key)),
        channel=life.channel,
        unit=life.unit,
        received=received,
        counted_from=received,
        due=received,
        kind=life.kind,
        matter=life.matter,
        place=life.town,
        town=life.town,
        confidential=life.confidential,
        routing=[{"unit": life.unit, "score": 0.9, "reasons": ["示例"]}],
    )


def _lived(ticket: Ticket, life: Life, calendar: WorkCalendar, until: datetime, dice: random.Random) -> Ticket:
    """Do the deeds of *life* up to *until*."""
    ticket.recount(calendar)
    ticket.record("登记", Effect(facts={"channel": life.channel}), by=CITIZEN, at=ticket.received)
    at = ticket.received
    for step in life.steps:
        at = _later(at, step.days, calendar, dice)
        if at >= until:
            break
        details = replace(step.details, unit=step.details.unit or life.unit)
        ticket.do(step.deed, details, by=step.by(ticket.unit), at=at, calendar=calendar)
    return ticket


def _later(at: datetime, days: int, calendar: WorkCalendar, dice: random.Random) -> datetime:
    """Some time of the working day *days* later; 0 is the same moment and a few minutes."""
    if not days:
        return at + timedelta(minutes=dice.randint(1, 9))
    day = calendar.add(at.date(), days)
    return datetime.combine(day, time(dice.randint(8, 16), dice.randint(0, 59)), SHANGHAI)


def _by_day(at: datetime) -> datetime:
    """Nobody rings in the small hours."""
    return at.replace(hour=7 + at.hour * 14 // 24)


def _add(
    connection: Connection, vault: Vault, month: list[tuple[int, Ticket]], head: tuple[int, str]
) -> tuple[int, str]:
    """Seal the events of a month in the order of their time and store all; return the new head of the chain."""
    tickets = [ticket for _, ticket in month]
    sequence, digest = head
    events = sorted((event for ticket in tickets for event in ticket.events), key=lambda event: event.at)
    for event in events:
        sequence += 1
        event.seal(sequence, digest)
        digest = event.digest
    connection.execute(insert(tables.tickets), [_row(tables.tickets, ticket) for ticket in tickets])
    case_words.add(connection, tickets)
    connection.execute(insert(tables.events), [_row(tables.events, event) for event in events])
    connection.execute(insert(tables.identities), [_phone(vault, *each) for each in month])
    days = Counter(ticket.received.date() for ticket in tickets)
    counters = [{"name": f"{numbers.TICKET}-{day:%Y%m%d}", "last": last} for day, last in days.items()]
    connection.execute(insert(tables.counters), counters)
    return sequence, digest


def _row(table: Any, thing: Ticket | Event) -> dict[str, Any]:
    return {column.name: getattr(thing, column.name) for column in table.columns}


def _phone(vault: Vault, ordinal: int, ticket: Ticket) -> dict[str, str]:
    phone = f"1390000{ordinal * 7919 % PHONES:04d}"
    sealed = vault.seal(phone, table=TABLE, row=ticket.number, column="phone")
    return {"number": ticket.number, "column": "phone", "sealed": sealed, "blind": vault.blind(f"phone|{phone}")}

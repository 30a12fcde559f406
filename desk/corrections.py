"""Where people decided otherwise than the router proposed: kept, and handed out to train it on.

A proposal is what stood in the ticket when it was filed. A person who goes back to it after a correction is recorded
too, so that the last row of a ticket is what people settled on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import tables
from desk.case_records import Correction
from desk.lifecycle import Actor, Role
from desk.ticket_table import Deed, State, TicketType
from desk.tickets import Ticket
from knowledge.routing_examples import RoutingExample

CHOICES = (Deed.ROUTE, Deed.REROUTE, Deed.RETYPE)
PEOPLE = (Role.AGENT, Role.OFFICE)


def keep(session: Session, ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """Call it after a person chose type or unit. Nothing is kept while he agrees with the router."""
    if by.role not in PEOPLE:
        return
    unit, kind = proposal(ticket)
    chosen = ticket.unit if ticket.routed is not None else unit
    agrees = (unit, kind) == (chosen, ticket.kind.value)
    if agrees and not _known(session, ticket.number):
        return
    session.add(Correction(ticket.number, unit, chosen, kind, ticket.kind.value, by.name, at))
    session.flush()


def proposal(ticket: Ticket) -> tuple[str, str]:
    """Unit and type the router proposed; the type of a ticket filed before it was noted is the one it was given."""
    filed = ticket.events[0].facts if ticket.events else {}
    unit = str(ticket.routing[0]["unit"]) if ticket.routing else ""
    return unit, str(filed.get("proposed_type") or filed.get("type") or ticket.kind.value)


@dataclass(frozen=True)
class Lessons:
    """What people settled on.

    Attributes:
        units: Every corrected ticket with the unit it went to.
        kinds: Those whose type a person changed; the type of the others is only the router's own guess again.
    """

    units: tuple[RoutingExample, ...] = ()
    kinds: tuple[RoutingExample, ...] = ()


def lessons(session: Session) -> Lessons:
    """With the matter as it is stored, masked; oldest first, each text once.

    Left out: 举报 and confidential tickets, whose words may name people, and those their unit sent back.
    """
    columns, cases = tables.corrections.c, tables.tickets.c
    last = select(func.max(columns.id)).group_by(columns.number)
    wanted = (
        select(columns.chosen_unit, columns.chosen_kind, columns.proposed_kind, cases.matter)
        .join(tables.tickets, cases.number == columns.number)
        .where(columns.id.in_(last), columns.chosen_unit != "", columns.chosen_kind != TicketType.REPORT.value)
        .where(cases.confidential.is_(False), cases.kind != TicketType.REPORT, cases.state != State.RETURNED)
        .order_by(columns.id)
    )
    rows = {row.matter: row for row in session.execute(wanted)}.values()
    units = {row: RoutingExample(row.chosen_unit, row.chosen_kind, row.matter) for row in rows}
    kinds = tuple(example for row, example in units.items() if row.chosen_kind != row.proposed_kind)
    return Lessons(tuple(units.values()), kinds)


def lines(of: Iterable[RoutingExample]) -> list[str]:
    """In the format of knowledge/routing_examples.jsonl."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for example in of:
        texts[example.unit, example.type].append(example.text)
    return [
        json.dumps({"unit": unit, "type": kind, "texts": told}, ensure_ascii=False)
        for (unit, kind), told in sorted(texts.items())
    ]


def _known(session: Session, number: str) -> bool:
    return (
        session.execute(select(tables.corrections.c.id).where(tables.corrections.c.number == number)).first()
        is not None
    )

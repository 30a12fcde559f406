"""What needs a decision today: each heap with its size, its first cases and, for extensions, the decision itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api import inbox
from api.inbox import Row
from desk import offers, store, supervision
from desk.lifecycle import Actor, Role
from desk.standing import standing
from desk.supervision import PRESSING
from desk.ticket_table import Deed
from desk.tickets import Ticket
from desk.workdays import WorkCalendar

FIRST = 3  # cases shown of a heap
BAD = ("overdue", "escalated", "disputed")
DECISIONS = (Deed.GRANT_EXTENSION.value, Deed.REFUSE_EXTENSION.value)


@dataclass(frozen=True)
class Asked:
    """What an extension is asked for; *decisions* are the deeds offered on it now."""

    days: int
    reason: str
    basis: str
    decisions: tuple[str, ...]


@dataclass(frozen=True)
class Heap:
    """*rows* are the most urgent ones, each with the extension it asks for where the heap is about that."""

    name: str
    label: str
    count: int
    rows: Sequence[tuple[Row, Asked | None]]

    @property
    def link(self) -> str:
        return f"/office/cases?what={self.name}"

    @property
    def bad(self) -> bool:
        return self.name in BAD


def heaps(session: Session, by: Actor, at: datetime, calendar: WorkCalendar) -> list[Heap]:
    """All heaps in the order of PRESSING; 管理员 sees their sizes only."""
    lines = supervision.tally(session, standing(at=at), PRESSING, at=at)
    found = {name: [one.number for one in lines if one.answers[place]] for place, name in enumerate(PRESSING)}
    shown = [] if by.role is Role.ADMIN else [number for numbers in found.values() for number in numbers[:FIRST]]
    tickets = {ticket.number: ticket for ticket in store.tickets_numbered(session, shown)}
    return [
        Heap(
            name,
            question.label,
            len(found[name]),
            [
                (inbox.row(ticket, at=at, calendar=calendar), _asked(ticket, by, at) if name == "extensions" else None)
                for ticket in (tickets[number] for number in found[name][:FIRST] if number in tickets)
            ],
        )
        for name, question in PRESSING.items()
    ]


def _asked(ticket: Ticket, by: Actor, at: datetime) -> Asked:
    event = ticket.did(Deed.ASK_EXTENSION)[-1]
    offered = offers.offers(ticket, by=by, at=at)
    return Asked(
        ticket.extension_asked,
        event.note,
        str(event.facts["basis"]),
        tuple(deed for deed in DECISIONS if deed in offered),
    )

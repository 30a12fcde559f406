"""Keeps a report away from the unit it accuses (《信访工作条例》第三十条)."""

from __future__ import annotations

from functools import cache

from desk.accusation import Accusations
from desk.errors import Invalid
from desk.ticket_table import TicketType
from desk.tickets import Ticket
from knowledge.units import ANY_TOWN, load_units


@cache
def _accusations() -> Accusations:
    """Read once per process; raises KnowledgeError."""
    return Accusations(
        {unit.name: (unit.name, unit.full, *unit.aliases) for unit in load_units() if unit.name != ANY_TOWN}
    )


def accused_by(ticket: Ticket) -> str:
    """Short name of the unit that the words of *ticket* accuse; empty when they accuse none."""
    found = _accusations().find(f"{ticket.matter} {ticket.place}".strip())
    return found.unit if found else ""


def keep_away(ticket: Ticket, unit: str, *, kind: str = "") -> None:
    """Raises Invalid when *ticket* is, or as *kind* would be, a 举报 against *unit*."""
    if unit and (kind or ticket.kind) == TicketType.REPORT and accused_by(ticket) == unit:
        raise Invalid("承办单位", f"举报的是{unit}，不能交由其办理或协办")

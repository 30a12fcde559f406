"""What citizens were told before on the same matter."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.ticket_table import Deed
from desk.tickets import Ticket

SENT = (Deed.ANSWER.value, Deed.REPLY_AT_ONCE.value)
MOST = 50  # tickets looked at; nobody reads further back


def earlier_replies(session: Session, ticket: Ticket) -> list[str]:
    """Replies sent on *ticket* itself, on those it repeats, and on those merged with any of them, oldest first."""
    known = {ticket.number}
    fresh = _related(session, (ticket.number,)) | {ticket.repeat_of, ticket.merged_into} - {""}
    while fresh - known and len(known) < MOST:
        fresh -= known
        known |= fresh
        fresh = _related(session, fresh)
    events = tables.events.c
    sent = select(events.note).where(events.number.in_(known), events.deed.in_(SENT)).order_by(events.sequence)
    return list(session.execute(sent).scalars())


def _related(session: Session, numbers: Iterable[str]) -> set[str]:
    """The tickets these repeat or were merged into, and those merged into these."""
    columns, wanted = tables.tickets.c, list(numbers)
    before = select(columns.repeat_of, columns.merged_into).where(columns.number.in_(wanted))
    after = select(columns.number).where(columns.merged_into.in_(wanted))
    found = {number for row in session.execute(before) for number in row}
    return (found | set(session.execute(after).scalars())) - {""}

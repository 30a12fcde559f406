"""What people decided about two tickets that looked alike: the same citizen again, or not the same thing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from desk import identities, ledger, store
from desk.case import Effect
from desk.errors import Invalid, NotAllowed
from desk.lifecycle import Actor, Role
from desk.tickets import Ticket
from desk.vault import Vault

REPEATED, APART = "重复反映", "不是同一件事"  # events; no deeds, they move nothing
DECIDING = (Role.AGENT, Role.OFFICE)


def set_apart(session: Session, number: str, other: str, *, by: Actor, at: datetime) -> None:
    """Keep on record, on both tickets, that they are not about the same thing: neither is proposed again.

    Raises:
        NotFound, NotAllowed, Invalid.
    """
    for one, another in _pair(session, number, other, by):
        one.record(APART, Effect(note=another.number, facts={"number": another.number}), by=by, at=at)
        ledger.write(session, one)


def link(session: Session, number: str, earlier: str, *, by: Actor, at: datetime) -> None:
    """Mark ticket *number* as the same citizen's again (重复反映); whoever handles it sees the *earlier* one.

    Raises:
        NotFound, NotAllowed, Invalid.
    """
    (ticket, before), _ = _pair(session, number, earlier, by)
    if before.received > ticket.received:
        raise Invalid("此前办件", f"{earlier} 收到得更晚")
    if ticket.repeat_of == earlier:
        return
    ticket.repeat_of = earlier
    ticket.record(REPEATED, Effect(note=earlier, facts={"number": earlier}), by=by, at=at)
    ledger.write(session, ticket)


def check_earlier(session: Session, earlier: str, *, phone: str, by: Actor, vault: Vault) -> None:
    """Raises Invalid unless *earlier* is a ticket and, for a citizen, one filed with the same telephone."""
    own = set(identities.cases_of(session, phone=phone, vault=vault)) if phone else set()
    known = earlier in own if by.role is Role.CITIZEN else bool(store.tickets_numbered(session, [earlier]))
    if not known:
        raise Invalid("此前编号", f"没有找到此前的工单「{earlier}」，请核对编号和电话，或者不填")


def apart(ticket: Ticket) -> set[str]:
    """Numbers of the tickets somebody said are not about the same thing."""
    return {str(event.facts["number"]) for event in ticket.events if event.deed == APART}


def _pair(session: Session, number: str, other: str, by: Actor) -> tuple[tuple[Ticket, Ticket], tuple[Ticket, Ticket]]:
    """Both ways round; locked in one order, so that two people deciding at once cannot block each other."""
    if by.role not in DECIDING:
        raise NotAllowed(by.role.value, "判断重复件")
    if number == other:
        raise Invalid("另一件", "不能是本件自身")
    found = {each: store.ticket(session, each, lock=True) for each in sorted((number, other))}
    return (found[number], found[other]), (found[other], found[number])

"""Taking a call down: file it, then answer it at once or route it to the unit the agent chose, all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from api.review import Review
from desk import casework, filing, store
from desk.case import Details
from desk.filings import Filed, TicketFiling
from desk.lifecycle import Actor
from desk.routing import Routing
from desk.ticket_table import Deed
from desk.vault import Vault
from desk.workdays import WorkCalendar


def take_down(
    session: Session,
    call: TicketFiling,
    routing: Routing,
    reviewed: Review,
    *,
    key: str,
    unit: str,
    reply: str,
    by: Actor,
    at: datetime,
    calendar: WorkCalendar,
    vault: Vault,
) -> Filed:
    """File *call* once per *key*; with a *reply* it ends there, with a *unit* it goes to that one.

    Raises:
        Invalid: something is missing, or the reply must not leave (``Review.stop``); nothing was filed.
    """
    again = store.ticket_by_key(session, key) is not None
    chosen = replace(routing, sure=False) if unit or reply else routing
    receipt = filing.file_ticket(session, call, key=key, routing=chosen, by=by, at=at, calendar=calendar, vault=vault)
    if again or not (unit or reply):
        return receipt
    if reply:
        told = Details(text=reply, told=True)
        reviewed.stop(session, store.ticket(session, receipt.number), Deed.REPLY_AT_ONCE.value, told)
        casework.perform(session, receipt.number, Deed.REPLY_AT_ONCE.value, told, by=by, at=at, calendar=calendar)
        return receipt
    proposed = routing.candidates[0].unit if routing.candidates else ""
    reason = "坐席确认推荐" if unit == proposed else f"坐席改定，推荐为{proposed or '无'}"
    details = Details(unit=unit, reason=reason)
    casework.perform(session, receipt.number, Deed.ROUTE.value, details, by=by, at=at, calendar=calendar)
    return filing.ticket_receipt(store.ticket(session, receipt.number), vault)

"""Taking a call down: file it, then answer it at once or route it to the unit the agent chose, all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from api.review import Review
from desk import casework, filing, store
from desk.case import Details
from desk.errors import Invalid
from desk.filings import Filed, TicketFiling
from desk.lifecycle import Actor
from desk.routing import Routing
from desk.ticket_table import Deed
from desk.vault import Vault
from desk.workdays import WorkCalendar

SAME = "坐席确认反映的是同一件事"


def take_down(
    session: Session,
    call: TicketFiling,
    routing: Routing,
    reviewed: Review,
    *,
    key: str,
    unit: str,
    reply: str,
    merge: str = "",
    by: Actor,
    at: datetime,
    calendar: WorkCalendar,
    vault: Vault,
) -> Filed:
    """File *call* once per *key*; with a *reply* it ends there, with a *unit* it goes to that one.

    With *merge*, the number of a ticket about the same thing, it is handled with that one (并入).

    Raises:
        Invalid: something is missing, or the reply must not leave (``Review.perform``); nothing was filed.
    """
    again = store.ticket_by_key(session, key) is not None
    if reply and merge:
        raise Invalid("并入", "当场答复的不再并入其他工单，请只选一样")
    chosen = replace(routing, sure=False) if unit or reply or merge else routing
    receipt = filing.file_ticket(session, call, key=key, routing=chosen, by=by, at=at, calendar=calendar, vault=vault)
    if again or not (unit or reply or merge):
        return receipt
    if merge:
        same = Details(number=merge, reason=SAME)
        casework.perform(session, receipt.number, Deed.MERGE.value, same, by=by, at=at, calendar=calendar)
        return filing.ticket_receipt(store.ticket(session, receipt.number), vault)
    if reply:
        told = Details(text=reply, told=True)
        reviewed.perform(session, receipt.number, Deed.REPLY_AT_ONCE.value, told, by=by, at=at, calendar=calendar)
        return receipt
    proposed = routing.candidates[0].unit if routing.candidates else ""
    reason = "坐席确认推荐" if unit == proposed else f"坐席改定，推荐为{proposed or '无'}"
    details = Details(unit=unit, reason=reason)
    casework.perform(session, receipt.number, Deed.ROUTE.value, details, by=by, at=at, calendar=calendar)
    return filing.ticket_receipt(store.ticket(session, receipt.number), vault)

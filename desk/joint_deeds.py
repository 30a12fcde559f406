"""Deeds that join a ticket with other units (协办) or with another ticket (并入)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from desk.case import Details, Effect
from desk.errors import Invalid
from desk.lifecycle import Actor, Verdict
from desk.moments import closing, day_of, due_words
from desk.ticket_deeds import Apply, need, restart
from desk.ticket_table import Deed
from desk.workdays import WorkCalendar

if TYPE_CHECKING:
    from desk.tickets import Ticket


def _ask_assist(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    unit, words = need("协办单位", details.unit), need("协办事项", details.text)
    if unit == ticket.unit:
        raise Invalid("协办单位", "不能是主办单位")
    if any(assist.unit == unit for assist in ticket.open_assists):
        raise Invalid("协办单位", "已请该单位协办，尚未反馈")
    due = closing(calendar.explain(day_of(at), details.days).end) if details.days else ticket.due
    if not at < due <= ticket.due:
        raise Invalid("协办时限", f"应在主办期限（{due_words(ticket.due)}）之内")
    ticket.ask_assist(unit, words, at=at, due=due)
    return Effect(note=words, facts={"unit": unit, "due": due.isoformat()})


def _assist(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    opinion = need("协办意见", details.text)
    assist = next((assist for assist in ticket.open_assists if assist.unit == by.unit), None)
    if assist is None:
        raise Invalid("协办反馈", "没有待反馈的协办事项")
    assist.answered, assist.opinion = at, opinion
    verdict = Verdict.IN_TIME if at <= assist.due else Verdict.LATE
    return Effect(note=opinion, verdict=verdict, facts={"due": assist.due.isoformat()})


def _merge(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """The unit lays it down: the matter goes on in the other ticket. Whether that may be is ``merging.check``'s."""
    into, reason = need("并入的工单", details.number), need("并入理由", details.reason)
    ticket.merged_into, ticket.routed, ticket.signed = into, None, None
    return Effect(note=reason, facts={"number": into, "unit": ticket.unit})


def _split(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """Its clock starts anew (docs/decisions/0035): while it was merged no unit held it."""
    reason = need("拆出理由", details.reason)
    left, ticket.merged_into = ticket.merged_into, ""
    restart(ticket, at, calendar)
    return Effect(note=reason, facts={"number": left, "due": ticket.due.isoformat()})


EFFECTS: Mapping[Enum, Apply] = {
    Deed.ASK_ASSIST: _ask_assist,
    Deed.ASSIST: _assist,
    Deed.MERGE: _merge,
    Deed.SPLIT: _split,
}

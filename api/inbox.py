"""The list of cases a member of staff works through, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk import disclosure_table, store, ticket_table, urgency
from desk.casework import IN_UNITS
from desk.lifecycle import Actor, Role
from desk.store import AnyCase
from desk.tickets import Ticket
from desk.urgency import Level, Urgency
from desk.workdays import WorkCalendar

MOST = 200  # rows of a list
VIEWS = {"todo": "待我办理", "open": "全部在办", "done": "已办结"}

_T, _D = ticket_table.State, disclosure_table.State
CLOSED = (_T.CLOSED, _T.ARCHIVED, _T.WITHDRAWN)
CLOSED_REQUESTS = (_D.DELIVERED, _D.ABANDONED, _D.WITHDRAWN, _D.ARCHIVED)

# The states in which each role has the next step.
TURN: Mapping[Role, tuple[ticket_table.State, ...]] = {
    Role.AGENT: (_T.REGISTERED, _T.RETURNED, _T.ANSWERED, _T.VISITED, _T.RATED),
    Role.OFFICER: (_T.ROUTED, _T.HANDLING),
    Role.HEAD: (_T.DRAFTED,),
    Role.OFFICE: (_T.REGISTERED, _T.RETURNED, _T.APPROVED, _T.RATED),
}
TURN_REQUESTS: Mapping[Role, tuple[disclosure_table.State, ...]] = {
    Role.OFFICER: (_D.RECEIVED, _D.HANDLING, _D.CONSULTING, _D.SUPPLEMENT, _D.ANSWERED),
    Role.HEAD: (_D.DRAFTED, _D.HANDLING),
    Role.OFFICE: (_D.RECEIVED, _D.HANDLING, _D.CONSULTING, _D.SUPPLEMENT, _D.ANSWERED),
}


@dataclass(frozen=True)
class Row:
    """One case in a list; *about* is what it is about, masked."""

    number: str
    kind: str
    about: str
    place: str
    unit: str
    state: str
    urgency: Urgency
    received: datetime
    redone: bool
    asks_extension: bool


def rows(session: Session, view: str, *, by: Actor, at: datetime, calendar: WorkCalendar) -> list[Row]:
    """The cases of *view* that *by* may see, most urgent first; 坐席 do not handle disclosure requests."""
    unit = by.unit if by.role in IN_UNITS else None
    states, requested = _states(view, by.role)
    tickets: Sequence[AnyCase] = store.tickets(session, unit=unit, states=states, limit=MOST)
    requests = store.disclosures(session, unit=unit, states=requested, limit=MOST) if by.role is not Role.AGENT else []
    return ordered((*tickets, *requests), at=at, calendar=calendar, newest_first=view == "done")


def ordered(cases: Iterable[AnyCase], *, at: datetime, calendar: WorkCalendar, newest_first: bool = False) -> list[Row]:
    found = [row(case, at=at, calendar=calendar) for case in cases]
    if newest_first:
        return sorted(found, key=lambda each: each.received, reverse=True)
    levels = list(Level)
    return sorted(found, key=lambda each: (levels.index(each.urgency.level), each.urgency.until or each.received))


def row(case: AnyCase, *, at: datetime, calendar: WorkCalendar) -> Row:
    pressing = urgency.urgency(case, at=at, calendar=calendar)
    asks = bool(case.extension_asked) and not case.extension and case.running
    if isinstance(case, Ticket):
        kind, about, place, redone = case.kind.value, case.matter, case.place or case.town, bool(case.redone)
    else:
        kind, about, place, redone = "公开申请", case.wanted, "", False
    return Row(case.number, kind, about, place, case.unit, case.current.value, pressing, case.received, redone, asks)


def _states(view: str, role: Role) -> tuple[Sequence[ticket_table.State], Sequence[disclosure_table.State]]:
    if view == "done":
        return CLOSED, CLOSED_REQUESTS
    if view == "open":
        return [state for state in _T if state not in CLOSED], [state for state in _D if state not in CLOSED_REQUESTS]
    return TURN.get(role, ticket_table.OPEN), TURN_REQUESTS.get(role, disclosure_table.OPEN)


def counts(session: Session, *, by: Actor) -> dict[str, int]:
    """How many cases each view of *by* holds; disclosure requests are few and counted up to MOST."""
    unit = by.unit if by.role in IN_UNITS else None
    by_state = store.count_by_state(session, unit=unit)
    found = {}
    for view in VIEWS:
        states, requested = _states(view, by.role)
        requests = [] if by.role is Role.AGENT else store.disclosures(session, unit=unit, states=requested, limit=MOST)
        found[view] = sum(by_state.get(state.value, 0) for state in states) + len(requests)
    return found

"""The list of cases a member of staff works through, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from sqlalchemy.orm import Session

from api.filters import Filters
from desk import case_search, disclosure_table, store, ticket_table, urgency
from desk.case_search import Wanted
from desk.casework import IN_UNITS
from desk.lifecycle import Actor, Role
from desk.moments import closing, day_of
from desk.store import AnyCase
from desk.tickets import Ticket
from desk.urgency import Level, Urgency
from desk.workdays import WorkCalendar

MOST = 200  # rows of a list
EXPORTED = 5000  # rows of a file
VIEWS = {"todo": "待我办理", "today": "今日到期", "open": "全部在办", "done": "已办结", "find": "查找"}
COUNTED = ("todo", "open", "done")
PAGED = ("done", "find")
REQUESTS = Wanted(kind=case_search.REQUEST)

_T, _D = ticket_table.State, disclosure_table.State
CLOSED: Sequence[Enum] = (
    *(_T.CLOSED, _T.ARCHIVED, _T.WITHDRAWN, _T.MERGED),
    *(_D.DELIVERED, _D.ABANDONED, _D.WITHDRAWN, _D.SHELVED, _D.ARCHIVED),
)
OPEN: Sequence[Enum] = [state for state in (*_T, *_D) if state not in CLOSED]

# The states in which each role has the next step.
TURN: Mapping[Role, tuple[ticket_table.State, ...]] = {
    Role.AGENT: (_T.REGISTERED, _T.RETURNED, _T.ANSWERED, _T.VISITED, _T.RATED),
    Role.OFFICER: (_T.ROUTED, _T.HANDLING),
    Role.HEAD: (_T.DRAFTED,),
    Role.OFFICE: (_T.REGISTERED, _T.RETURNED, _T.APPROVED, _T.RATED),
}
_HANDLED = (_D.UNCONFIRMED, _D.RECEIVED, _D.HANDLING, _D.CONSULTING, _D.SUPPLEMENT, _D.PAYING, _D.ANSWERED)
TURN_REQUESTS: Mapping[Role, tuple[disclosure_table.State, ...]] = {
    Role.OFFICER: _HANDLED,
    Role.HEAD: (_D.DRAFTED, _D.HANDLING),
    Role.OFFICE: _HANDLED,
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
    supervised: bool = False
    repeated: bool = False


@dataclass(frozen=True)
class Listed:
    """*older* is the case the next page begins after, *more* whether the list was cut off."""

    rows: list[Row]
    older: str = ""
    more: bool = False


def listed(session: Session, filters: Filters, *, by: Actor, at: datetime, calendar: WorkCalendar) -> Listed:
    """What *by* asked for: work most urgent first, what was found or done newest first and paged."""
    unit = unit_of(by)
    if filters.view in PAGED:
        states = CLOSED if filters.view == "done" else ()
        found = case_search.newest(session, filters.wanted, by=by, states=states, after=filters.after)
        return Listed([row(case, at=at, calendar=calendar, unit=unit) for case in found.cases], found.older)
    if filters.view == "today":
        rows = due_today(session, filters.wanted, by=by, at=at, calendar=calendar)
    else:
        cases = case_search.pressing(session, filters.wanted, _states(filters.view, by.role), by=by, limit=MOST)
        rows = ordered(cases, at=at, calendar=calendar, unit=unit)
    return Listed(rows[:MOST], more=len(rows) >= MOST)


def whole(
    session: Session, filters: Filters, *, by: Actor, at: datetime, calendar: WorkCalendar
) -> tuple[list[Row], bool]:
    """All pages of what *by* asked for, up to EXPORTED rows, and whether there are more."""
    rows: list[Row] = []
    page = listed(session, filters, by=by, at=at, calendar=calendar)
    while page.older and len(rows) + len(page.rows) < EXPORTED:
        rows += page.rows
        session.expunge_all()
        page = listed(session, replace(filters, after=page.older), by=by, at=at, calendar=calendar)
    rows += page.rows
    return rows[:EXPORTED], len(rows) > EXPORTED or page.more or bool(page.older)


def due_today(session: Session, wanted: Wanted, *, by: Actor, at: datetime, calendar: WorkCalendar) -> list[Row]:
    """Everything late or owed before the day is over, whoever has the next step; also what must be signed today."""
    due_by = closing(day_of(at))
    cases = [
        *case_search.pressing(session, wanted, OPEN, by=by, limit=MOST, due_by=due_by),
        *case_search.pressing(session, wanted, (_T.ROUTED,), by=by, limit=MOST),
    ]
    rows = ordered({case.number: case for case in cases}.values(), at=at, calendar=calendar, unit=unit_of(by))
    return [row for row in rows if row.urgency.level in (Level.OVERDUE, Level.TODAY)]


def unit_of(by: Actor) -> str:
    """The unit whose cases *by* works on; empty for those who work on all."""
    return by.unit if by.role in IN_UNITS else ""


def ordered(cases: Iterable[AnyCase], *, at: datetime, calendar: WorkCalendar, unit: str = "") -> list[Row]:
    found = [row(case, at=at, calendar=calendar, unit=unit) for case in cases]
    levels = list(Level)
    return sorted(found, key=lambda each: (levels.index(each.urgency.level), each.urgency.until or each.received))


def row(case: AnyCase, *, at: datetime, calendar: WorkCalendar, unit: str = "") -> Row:
    """One case as *unit* has to deal with it: in charge of it, or only asked to assist."""
    pressing = urgency.urgency(case, at=at, calendar=calendar, unit=unit)
    asks = case.running and case.extension_pends
    if isinstance(case, Ticket):
        kind, about, place, redone = case.kind.value, case.matter, case.place or case.town, bool(case.redone)
    else:
        kind, about, place, redone = "公开申请", case.wanted, "", False
    marks = (
        redone,
        asks,
        isinstance(case, Ticket) and case.supervised,
        isinstance(case, Ticket) and bool(case.repeat_of),
    )
    return Row(case.number, kind, about, place, case.unit, case.current.value, pressing, case.received, *marks)


def _states(view: str, role: Role) -> Sequence[Enum]:
    """The states of the cases a view shows; none means any."""
    if view == "todo":
        return (*TURN.get(role, ticket_table.OPEN), *TURN_REQUESTS.get(role, disclosure_table.OPEN))
    return {"open": OPEN, "done": CLOSED}[view]


def counts(session: Session, *, by: Actor) -> dict[str, int]:
    """How many cases the views by state hold for *by*; disclosure requests are few and counted up to MOST."""
    by_state = store.count_by_state(session, unit=unit_of(by) or None)
    found = {}
    for view in COUNTED:
        states = _states(view, by.role)
        tickets = sum(by_state.get(state.value, 0) for state in states if isinstance(state, _T))
        found[view] = tickets + len(case_search.pressing(session, REQUESTS, states, by=by, limit=MOST))
    return found

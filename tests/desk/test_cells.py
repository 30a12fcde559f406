"""Every cell of the ticket's table, state × deed × role, through the function the pages and the API use."""

from itertools import product

import pytest
from sqlalchemy import select

from desk import casework, store, tables
from desk.case import Details
from desk.errors import DeskError, Invalid, NotAllowed, NotFound, WrongState
from desk.lifecycle import Actor, Role
from desk.offers import offers
from desk.ticket_table import LIFECYCLE, Deed, State
from tests.builders import ACTORS, AGENT, CITIZEN, HEAD, OFFICE, OFFICER, a_routing, filed_ticket, moment, walk

NOW = moment("2026-11-20 五 11:00")
ELSEWHERE = "城管执法局"
GIVEN = {
    "text": "已更换主板，电梯恢复运行。",
    "reason": "理由",
    "basis": "《流程》三",
    "unit": ELSEWHERE,
    "days": 2,
    "told": True,
    "rating": "满意",
    "kind": "求助",
}
SPECIAL = {Deed.ASK_ASSIST: {"unit": "交运局"}, Deed.REDO: {"unit": "住建局"}}

# The way to each state, each a continuation of another one's.
WAYS = {
    State.REGISTERED: (None, []),
    State.ROUTED: (State.REGISTERED, [("转办", {"unit": "住建局"}, AGENT), ("请协办", {}, AGENT)]),
    State.HANDLING: (State.ROUTED, [("签收", {}, OFFICER)]),
    State.RETURNED: (State.HANDLING, [("退回", {}, OFFICER)]),
    State.DRAFTED: (State.HANDLING, [("拟复", {}, OFFICER)]),
    State.APPROVED: (State.DRAFTED, [("审核通过", {}, HEAD)]),
    State.ANSWERED: (State.APPROVED, [("答复", {}, OFFICE)]),
    State.VISITED: (State.ANSWERED, [("回访", {}, AGENT)]),
    State.RATED: (State.VISITED, [("评价", {}, CITIZEN)]),
    State.CLOSED: (State.RATED, [("办结", {}, AGENT)]),
    State.ARCHIVED: (State.CLOSED, [("归档", {}, AGENT)]),
    State.WITHDRAWN: (State.REGISTERED, [("撤回", {}, CITIZEN)]),
    State.MERGED: (State.HANDLING, [("并入", {}, AGENT)]),
}
# What has to be done first for a deed whose own condition the plain way does not meet.
FIRST = {
    Deed.GRANT_EXTENSION: [("申请延期", {}, OFFICER)],
    Deed.REFUSE_EXTENSION: [("申请延期", {}, OFFICER)],
}
BACK = [(deed.value, {}, ACTORS[role]) for deed, role in ((Deed.DRAFT, Role.OFFICER), (Deed.APPROVE, Role.HEAD))]
TWICE_DISSATISFIED = [*BACK, ("答复", {}, OFFICE), ("评价", {"rating": "不满意"}, CITIZEN)]


def way(state):
    before, steps = WAYS[state]
    return [*(way(before) if before else []), *steps]


@pytest.fixture
def arrived(sessions, calendar, vault, at):
    """File a ticket and bring it to a state; also one to merge into."""

    def at_state(state):
        unsure = a_routing(sure=False)
        main = filed_ticket(sessions, at=at, calendar=calendar, vault=vault, key="main", routing=unsure).number
        number = filed_ticket(sessions, at=at, calendar=calendar, vault=vault, key="own", routing=unsure).number
        given = {**GIVEN, "number": main}
        steps = way(state)
        if state is State.RATED:  # the one situation in which every deed of a rated ticket but 办结 by an agent is open
            steps = [*way(State.ANSWERED), ("评价", {"rating": "不满意"}, CITIZEN), *TWICE_DISSATISFIED]
        for deed, own, by in steps:
            walk(sessions, number, [(deed, given | own, by, NOW)], calendar=calendar)
        return number, given

    return at_state


def actor(deed, role):
    """Whoever of *role* has the ticket on the table: for an opinion that is the assisting unit."""
    return Actor("协办", role, ELSEWHERE) if deed is Deed.ASSIST and ACTORS[role].unit == "住建局" else ACTORS[role]


def rows(session, number):
    found = [session.execute(select(tables.tickets).where(tables.tickets.c.number == number)).one()]
    for table in (tables.events, tables.assists, tables.corrections):
        found += session.execute(select(table).where(table.c.number == number)).all()
    return found


def untouched(session):
    return not (session.new or session.dirty or session.deleted)


def attempt(session, number, deed, details, by, calendar):
    """The refusal, or None when it was done."""
    try:
        casework.perform(session, number, deed.value, details, by=by, at=NOW, calendar=calendar)
    except DeskError as refusal:
        return refusal
    return None


def allowed(state):
    return [(deed, role) for (at, deed), move in LIFECYCLE.moves.items() if at is state for role in move.by]


@pytest.mark.parametrize("state", State)
def test_every_allowed_cell_leads_where_the_table_says(sessions, calendar, arrived, state):
    number, given = arrived(state)
    for deed, role in allowed(state):
        if state is State.RATED and deed is Deed.CLOSE and role is not Role.OFFICE:
            continue  # twice dissatisfied: the county office decides; see test_tickets
        with sessions() as session:
            for name, own, by in FIRST.get(deed, []):
                casework.perform(session, number, name, Details(**given | own), by=by, at=NOW, calendar=calendar)
            details = Details(**given | SPECIAL.get(deed, {}))
            case = casework.perform(
                session, number, deed.value, details, by=actor(deed, role), at=NOW, calendar=calendar
            )
            done = [event for event in case.events if event.deed == deed.value][-1]

            assert (done.before, done.after) == (state.value, LIFECYCLE.moves[state, deed].to.value), (deed, role)
            assert (done.role, done.rule) == (role.value, LIFECYCLE.moves[state, deed].rule)
            session.rollback()


@pytest.mark.parametrize("state", State)
def test_every_other_cell_is_refused_and_changes_nothing(sessions, calendar, arrived, state):
    number, given = arrived(state)
    open_cells = set(allowed(state))
    with sessions() as session:
        before = rows(session, number)
        for deed, role in product(Deed, Role):
            if (deed, role) in open_cells:
                continue
            with pytest.raises((NotAllowed, WrongState, NotFound)):
                casework.perform(
                    session, number, deed.value, Details(**given), by=actor(deed, role), at=NOW, calendar=calendar
                )
            assert untouched(session), (deed, role)
        assert rows(session, number) == before


@pytest.mark.parametrize("state", State)
def test_another_unit_finds_no_such_case_whatever_it_tries(sessions, calendar, arrived, state):
    number, given = arrived(state)
    with sessions() as session:
        for deed, role in product(Deed, (Role.OFFICER, Role.HEAD)):
            by = Actor("外单位", role, "公安局")
            with pytest.raises(NotFound):
                casework.perform(session, number, deed.value, Details(**given), by=by, at=NOW, calendar=calendar)


@pytest.mark.parametrize("state", State)
def test_an_allowed_deed_without_what_it_asks_for_changes_nothing(sessions, calendar, arrived, state):
    number, _ = arrived(state)
    for deed, role in allowed(state):
        with sessions() as session:
            before = rows(session, number)
            refusal = attempt(session, number, deed, Details(), actor(deed, role), calendar)
            if refusal is not None:
                assert isinstance(refusal, Invalid), (deed, role)
                assert untouched(session), (deed, role)
                assert rows(session, number) == before
            session.rollback()


@pytest.mark.parametrize("state", State)
def test_what_a_page_offers_is_what_may_be_done(sessions, calendar, arrived, state):
    """An offer is refused only for what was typed, never for the state, the role or the unit."""
    number, given = arrived(state)
    for role in Role:
        with sessions() as session:
            offered = offers(store.ticket(session, number), by=ACTORS[role], at=NOW) if may_see(state, role) else []
        for deed in offered:
            with sessions() as session:
                details = Details(**given | SPECIAL.get(Deed(deed), {}))
                casework.perform(session, number, deed, details, by=ACTORS[role], at=NOW, calendar=calendar)


def may_see(state, role):
    routed = state not in (State.REGISTERED, State.WITHDRAWN, State.MERGED)
    return role is not Role.ADMIN and (routed or ACTORS[role].unit != "住建局")

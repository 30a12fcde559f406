"""/desk: the cases of a unit, each with its clock, its log and the deeds offered now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api import cases, countdown, deed_forms, disclosure_forms, inbox, request_deeds, request_panel
from api.cases import DeedDetails
from api.deps import Calendar, Catalogue, Keys, Now, Reading, Reviewed
from api.errors import STATUS
from api.filters import Filters, Narrowing
from api.inbox_pages import Handler, list_of
from api.request_deeds import Done
from api.templating import page
from api.text import clean
from desk import attachments, casework, changes, numbers, store, urgency
from desk.case import Details
from desk.casework import may_read_identity
from desk.errors import DeskError
from desk.lifecycle import Actor
from desk.store import AnyCase
from desk.ticket_table import State
from knowledge.units import Unit

router = APIRouter(include_in_schema=False)

Number = Annotated[str, Path(max_length=40)]


@router.get("/desk/cases/{number}")
def case(
    request: Request,
    number: Number,
    by: Handler,
    session: Reading,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    given: Narrowing,
    done: str = "",
) -> Response:
    found = store.case(session, number)
    shown = cases.shown(session, found, by=by, at=at, calendar=calendar, vault=keys, previews=True)
    context = {
        **_case(request, found, shown, by, at, calendar),
        **request_panel.panel(request, session, found, by=by, vault=keys),
        **list_of(request, session, given, by, at, calendar),
    }
    known = done if any(form.deed == done for form in _forms(found)) else ""
    return page(request, "case.html", staff=by, here="desk", done=known, at=at, **context)


@router.post("/desk/cases/{number}/identity")
def identity(
    request: Request,
    number: Number,
    by: Handler,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Show who filed the case, this once; the look is on record."""
    database, problem = request.app.state.database, ""
    opened: Mapping[str, str] = {}
    try:
        with database.sessions.begin() as session:
            opened = casework.read_identity(session, number, reason=clean(reason), by=by, at=at, vault=keys)
    except DeskError as refusal:
        problem = str(refusal)
    return again(request, number, by, at, calendar, keys, problem=problem, opened=opened)


@router.post("/desk/cases/{number}/check")
def check(
    request: Request,
    number: Number,
    by: Handler,
    session: Reading,
    reviewed: Reviewed,
    text: Annotated[str, Form(max_length=5000)] = "",
    told: Annotated[bool, Form()] = False,
) -> Response:
    """What the linter says about a reply that is being written."""
    found = store.case(session, number)
    casework.reach(found, by)
    # As it stands in the editor, so that the positions fit; the browser counts line ends as one character.
    findings = reviewed.findings(session, found, text, told=told or None) if text.strip() else []
    return page(request, "findings.html", findings=findings, text=text)


@router.post("/desk/cases/{number}/{deed}")
def do(
    request: Request,
    number: Number,
    deed: Annotated[str, Path(max_length=10)],
    by: Handler,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    reasons: Catalogue,
    reviewed: Reviewed,
    details: Annotated[DeedDetails, Depends(deed_forms.given)],
    seen: Annotated[int | None, Form(ge=0)] = None,
) -> Response:
    """Do *deed*; a refusal shows the case again with the rule's own sentence and what was typed.

    *seen* is the last event of the page the form stood on: nothing is done to a case that somebody else changed since.
    """
    database = request.app.state.database
    try:
        with database.sessions.begin() as session:
            given = details.details(reasons)
            if seen is not None:
                found = store.case(session, number, lock=True)
                casework.reach(found, by)
                changes.refuse_if_changed(found, seen, by=by)
            done = _perform(request, session, number, deed, given, by, at, calendar, keys, reviewed)
            still_seen = by.role not in casework.IN_UNITS or by.unit in casework.units_of(done.case)
    except DeskError as refusal:
        shown = {"problem": str(refusal), "status": STATUS[type(refusal)], "tried": deed, "typed": details.dict()}
        return again(request, number, by, at, calendar, keys, **shown)
    if done.ticket is not None:  # its secret is told here only, for the applicant
        return again(request, number, by, at, calendar, keys, done=deed, ticket=done.ticket)
    return RedirectResponse(f"/desk/cases/{number}?done={deed}" if still_seen else "/desk", status_code=303)


def _perform(
    request: Request,
    session: Session,
    number: str,
    deed: str,
    details: Details,
    by: Actor,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    reviewed: Reviewed,
) -> Done:
    """A ticket's reply is reviewed first; a request's letter or ticket goes with the deed."""
    if number.startswith(numbers.DISCLOSURE):
        return request_deeds.do(request, session, number, deed, details, by=by, at=at, calendar=calendar, vault=keys)
    return Done(reviewed.perform(session, number, deed, details, by=by, at=at, calendar=calendar))


def again(
    request: Request, number: str, by: Actor, at: Now, calendar: Calendar, keys: Keys, **context: Any
) -> Response:
    """Raises NotFound when the case is not *by*'s to see."""
    with request.app.state.database.readers() as session:
        found = store.case(session, number)
        shown = cases.shown(session, found, by=by, at=at, calendar=calendar, vault=keys, previews=True)
        whole = {
            **_case(request, found, shown, by, at, calendar),
            **request_panel.panel(request, session, found, by=by, vault=keys),
            **list_of(request, session, Filters(), by, at, calendar),
            **context,
        }
    return page(request, "case.html", staff=by, here="desk", at=at, **whole)


def _case(
    request: Request, found: AnyCase, shown: Mapping[str, Any], by: Actor, at: Now, calendar: Calendar
) -> dict[str, Any]:
    return {
        "case": shown,
        "number": found.number,
        "seen": found.events[-1].sequence,
        "urgency": urgency.urgency(found, at=at, calendar=calendar, unit=inbox.unit_of(by)),
        "weeks": countdown.weeks(shown["clock"]),
        "forms": deed_forms.offered(_forms(found), shown["offers"]),
        "units": [*_recommended(shown), *units_by_kind(request.app.state.units)],
        "grounds": [
            (outcome, list(group))
            for outcome, group in groupby(request.app.state.reasons, key=lambda each: each.outcome)
        ],
        "may_identify": may_read_identity(found, by),
        "may_attach": attachments.may_add(found, by),
    }


def _forms(case: AnyCase) -> tuple[deed_forms.DeedForm, ...]:
    return deed_forms.TICKET if case.lifecycle.kind == "工单" else disclosure_forms.DISCLOSURE


def _recommended(shown: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """What the routing proposes, first in the list to choose a unit from; nothing once a unit has it."""
    open_to_choose = shown["state"] in (State.REGISTERED.value, State.RETURNED.value)
    routing = shown.get("routing") if open_to_choose else None
    return [("推荐", [each["unit"] for each in routing])] if routing else []


def units_by_kind(units: Iterable[Unit]) -> list[tuple[str, list[str]]]:
    """Short names for a list to choose from."""
    return [(kind, [unit.name for unit in group]) for kind, group in groupby(units, key=lambda unit: unit.kind)]

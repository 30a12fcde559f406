"""/desk: the lists of cases, narrowed, searched and exported; several tickets signed at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api import inbox, spreadsheets
from api.deps import Calendar, Now, Reading, Reviewed
from api.filters import Filters, Narrowing
from api.signin import Staff
from api.spreadsheets import Format
from api.templating import page
from desk import changes
from desk.case import Details
from desk.casework import IN_UNITS
from desk.disclosure_table import State as RequestState
from desk.errors import DeskError, NotAllowed
from desk.lifecycle import Actor, Role
from desk.ticket_table import Deed, State, TicketType

router = APIRouter(include_in_schema=False)

SIGNED_AT_ONCE = 50


def handler(staff: Staff) -> Actor:
    """Raises NotAllowed for 管理员, who may see no case."""
    if staff.role is Role.ADMIN:
        raise NotAllowed(staff.role.value, "查看办件")
    return staff


Handler = Annotated[Actor, Depends(handler)]


@router.get("/desk")
def desk(
    request: Request, by: Handler, session: Reading, at: Now, calendar: Calendar, given: Narrowing, signed: int = 0
) -> Response:
    shown = list_of(request, session, given, by, at, calendar)
    to_sign = [row for row in shown["rows"] if row.state == State.ROUTED.value and row.unit == by.unit]
    context: dict[str, Any] = {
        "towns": [unit.name for unit in request.app.state.units if unit.kind == "镇"],
        "kinds": [*TicketType, inbox.REQUESTS.kind],
        "states": list(dict.fromkeys(each.value for each in (*State, *RequestState))),
        "unit_names": [] if by.role in IN_UNITS else [unit.name for unit in request.app.state.units],
        "to_sign": to_sign[:SIGNED_AT_ONCE] if by.role in IN_UNITS else [],
        "signed": signed,
    }
    return page(request, "desk.html", staff=by, here="desk", at=at, **context, **shown)


@router.get("/desk/list")
def fragment(
    request: Request, by: Handler, session: Reading, at: Now, calendar: Calendar, given: Narrowing, number: str = ""
) -> Response:
    """The list alone, for the page that keeps itself fresh."""
    shown = list_of(request, session, given, by, at, calendar)
    return page(request, "inbox.html", staff=by, number=number, at=at, **shown)


@router.get("/desk/export")
def export(
    request: Request,
    by: Handler,
    session: Reading,
    at: Now,
    calendar: Calendar,
    given: Narrowing,
    format: Format = "xlsx",
) -> Response:
    """The list as a file, without anybody's identity: what is found is what is exported, page by page to the end."""
    rows, more = inbox.whole(session, given, by=by, at=at, calendar=calendar)
    return spreadsheets.download(rows, f"办件-{inbox.VIEWS[given.view]}", format, at=at, cut_off=more)


@router.post("/desk/sign")
def sign(
    request: Request,
    by: Handler,
    at: Now,
    calendar: Calendar,
    reviewed: Reviewed,
    number: Annotated[list[str], Form(max_items=SIGNED_AT_ONCE)] = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Sign each ticket in a transaction of its own: one that somebody else signed meanwhile stops no other."""
    signed = 0
    for each in number:
        try:
            with request.app.state.database.sessions.begin() as session:
                reviewed.perform(session, each, Deed.SIGN.value, Details(), by=by, at=at, calendar=calendar)
        except DeskError:
            continue
        signed += 1
    return RedirectResponse(f"/desk?signed={signed}", status_code=303)


def list_of(
    request: Request, session: Session, given: Filters, by: Actor, at: Now, calendar: Calendar
) -> dict[str, Any]:
    """What inbox_pane.html shows."""
    listed = inbox.listed(session, given, by=by, at=at, calendar=calendar)
    return {
        "view": given.view,
        "given": given,
        "query": given.query,
        "views": inbox.VIEWS,
        "counts": inbox.counts(session, by=by),
        "rows": listed.rows,
        "more": listed.more,
        "older": f"{given.query}&after={listed.older}" if listed.older else "",
        "newest": replace(given, after="").query if given.after else "",
        "head": changes.head(session),
    }

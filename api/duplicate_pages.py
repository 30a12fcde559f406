"""Tickets that may be about the same thing, beside a case: merged, linked or set apart by a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.deps import Calendar, Found, Now, Reading
from api.desk_pages import Number
from api.duplicates import Comparer
from api.errors import STATUS
from api.inbox_pages import Handler
from api.taking import SAME
from api.templating import page
from api.text import clean
from desk import casework, proposals, store
from desk.case import Details
from desk.errors import DeskError
from desk.lifecycle import Actor
from desk.ticket_table import BEFORE_ANSWER, Deed
from desk.workdays import WorkCalendar
from retrieval.encode import Encoder

router = APIRouter(include_in_schema=False)

MERGE, AGAIN, APART = Deed.MERGE.value, proposals.REPEATED, proposals.APART
Decision = Literal["并入", "重复反映", "不是同一件事"]


@router.get("/desk/cases/{number}/duplicates")
def show(request: Request, number: Number, by: Handler, session: Reading, found: Found, part: bool = False) -> Response:
    """A page of its own, or with *part* what the page of the case puts into itself."""
    return _page(request, session, number, by, found.encoder, "duplicate_list.html" if part else "duplicate_page.html")


@router.post("/desk/cases/{number}/duplicates")
def decide(
    request: Request,
    number: Number,
    by: Handler,
    at: Now,
    calendar: Calendar,
    found: Found,
    other: Annotated[str, Form(max_length=40)],
    decision: Annotated[Decision, Form()],
) -> Response:
    """Keep what a person decided; a refusal is shown in the rule's own sentence."""
    database = request.app.state.database
    try:
        with database.sessions.begin() as session:
            DEEDS[decision](session, number, clean(other).upper(), by=by, at=at, calendar=calendar)
    except DeskError as refusal:
        with database.readers() as session:
            return _page(
                request, session, number, by, found.encoder, "duplicate_page.html",
                problem=str(refusal), status=STATUS[type(refusal)],
            )  # fmt: skip
    return RedirectResponse(f"/desk/cases/{quote(number)}?done={quote(decision)}", status_code=303)


def _page(
    request: Request,
    session: Session,
    number: str,
    by: Actor,
    encoder: Encoder,
    template: str,
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    ticket = store.ticket(session, number)
    casework.reach(ticket, by)
    compare = Comparer(request, session, encoder, by)
    subject = compare.filed(ticket)
    return page(
        request,
        template,
        status=status,
        staff=by,
        here="desk",
        ticket=ticket,
        same_matter=compare.same_matter(subject),
        repeats=compare.repeats(subject),
        decides=by.role in proposals.DECIDING,
        mergeable=ticket.state in BEFORE_ANSWER,
        problem=problem,
    )


def _merge(session: Session, number: str, other: str, *, by: Actor, at: datetime, calendar: WorkCalendar) -> None:
    details = Details(number=other, reason=SAME)
    casework.perform(session, number, MERGE, details, by=by, at=at, calendar=calendar)


def _link(session: Session, number: str, other: str, *, by: Actor, at: datetime, calendar: WorkCalendar) -> None:
    proposals.link(session, number, other, by=by, at=at)


def _set_apart(session: Session, number: str, other: str, *, by: Actor, at: datetime, calendar: WorkCalendar) -> None:
    proposals.set_apart(session, number, other, by=by, at=at)


DEEDS: dict[str, Callable[..., None]] = {MERGE: _merge, AGAIN: _link, APART: _set_apart}

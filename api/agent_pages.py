"""/agent: the hotline console. A call is taken down, looked up and routed on one page, by keyboard alone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api import inbox, talk_lines
from api.call_form import Intake, intake
from api.deps import Admitting, Calendar, Found, Keys, Measured, Now, Reading, Reviewed, Routed
from api.desk_pages import units_by_kind
from api.duplicates import Comparer
from api.errors import STATUS
from api.signin import Staff
from api.taking import take_down
from api.templating import page
from api.text import clean
from desk import channels, identities, proposals, store, validity
from desk.admission import key_of
from desk.errors import DeskError, Excluded, Invalid, NotAllowed
from desk.lifecycle import Actor, Role
from desk.ticket_table import TicketType

router = APIRouter(include_in_schema=False)

EARLIER = 5  # cases of the caller shown


def agent(staff: Staff) -> Actor:
    if staff.role not in (Role.AGENT, Role.OFFICE):
        raise NotAllowed(staff.role.value, "使用接线台")
    return staff


Agent = Annotated[Actor, Depends(agent)]


@router.get("/agent")
def console(request: Request, by: Agent, session: Reading, at: Now) -> Response:
    return _console(request, by, session, at)


@router.post("/agent/tickets")
def file(
    request: Request,
    by: Agent,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    routes: Routed,
    metrics: Measured,
    reviewed: Reviewed,
    admitting: Admitting,
    given: Annotated[Intake, Depends(intake)],
) -> Response:
    """File the call; the receipt is for the agent to read out."""
    routing = routes.route(given.matter, place=given.where)
    database = request.app.state.database
    try:
        check_unit(given.unit, request.app.state.units)
        call = admitting.admit(given.filing(), by=by.role, at=at, insist=given.insist)
        with database.sessions.begin() as session:
            if call.repeat_of:
                proposals.check_earlier(session, call.repeat_of, phone=call.person["phone"], by=by, vault=keys)
            receipt = take_down(
                session,
                call,
                routing,
                reviewed,
                key=key_of(call, f"{call.channel}|{by.name}|{given.key}"),
                unit=given.unit,
                reply=given.reply,
                merge=given.merge,
                by=by,
                at=at,
                calendar=calendar,
                vault=keys,
            )
    except DeskError as refusal:
        with database.readers() as session:
            path = refusal if isinstance(refusal, Excluded) else None
            status = STATUS[type(refusal)]
            return _console(request, by, session, at, given=given, problem=str(refusal), path=path, status=status)
    metrics.filed("ticket", call.channel)
    with database.readers() as session:
        return _console(request, by, session, at, receipt=receipt, filed=store.ticket(session, receipt.number))


@router.post("/agent/looks")
def looks(
    request: Request,
    by: Agent,
    session: Reading,
    at: Now,
    keys: Keys,
    found: Found,
    admitting: Admitting,
    matter: Annotated[str, Form(max_length=2000)] = "",
    place: Annotated[str, Form(max_length=200)] = "",
    town: Annotated[str, Form(max_length=20)] = "",
    phone: Annotated[str, Form(max_length=30)] = "",
) -> Response:
    """What the call being typed looks like: a matter with a path of its own, one that is filed already, or both."""
    compare = Comparer(request, session, found.encoder, by)
    blind = identities.blind_phone(validity.normal_phone(phone) or "", vault=keys)
    subject = compare.typed(clean(matter), place=clean(place), town=clean(town), phone=blind, at=at)
    return page(
        request,
        "looks.html",
        path=admitting.exclusions.find(subject.matter),
        same_matter=compare.same_matter(subject),
        repeats=compare.repeats(subject),
    )


@router.post("/agent/caller")
def caller(
    request: Request,
    by: Agent,
    session: Reading,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    phone: Annotated[str, Form(max_length=30)] = "",
) -> Response:
    """The caller's earlier cases, newest first. The number comes in the body, so that no log holds it."""
    numbers = identities.cases_of(session, phone=validity.normal_phone(phone) or phone, vault=keys)[:EARLIER]
    rows = [inbox.row(store.case(session, number), at=at, calendar=calendar) for number in numbers]
    return page(request, "caller.html", rows=rows, asked=bool(phone.strip()))


@router.get("/agent/queue")
def queue(request: Request, by: Agent, session: Reading, at: Now) -> Response:
    return page(request, "queue.html", staff=by, queue=talk_lines.queue(session, agent=by.name, at=at))


def _console(
    request: Request, by: Actor, session: Session, at: datetime, *, status: int = 200, **context: Any
) -> Response:
    """A failed intake keeps its key, so that sending it again cannot file it twice; any other page gets a fresh one."""
    given = context.get("given")
    return page(
        request,
        "agent.html",
        status=status,
        staff=by,
        here="agent",
        at=at,
        key=given.key if given else secrets.token_urlsafe(16),
        kinds=list(TicketType),
        channels=channels.usable(request.app.state.admission.channels, by.role),
        units=units_by_kind(request.app.state.units),
        queue=talk_lines.queue(session, agent=by.name, at=at),
        **{"given": None, **context},
    )


def check_unit(unit: str, units: Sequence[Any]) -> None:
    if unit and all(each.name != unit for each in units):
        raise Invalid("承办单位", f"名录中没有「{unit}」")

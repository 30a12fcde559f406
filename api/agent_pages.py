"""/agent: the hotline console. A call is taken down, looked up and routed on one page, by keyboard alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api import inbox
from api.deps import Calendar, Keys, Measured, Now, Reading, Reviewed, Routed, Tx
from api.desk_pages import units_by_kind
from api.errors import STATUS
from api.signin import Staff
from api.taking import take_down
from api.templating import page
from api.text import clean
from desk import conversations, handovers, identities, store, validity
from desk.errors import DeskError, Invalid, NotAllowed
from desk.filings import TicketFiling
from desk.lifecycle import Actor, Role
from desk.records import Handover, Message
from desk.ticket_table import TicketType

router = APIRouter(include_in_schema=False)

PHONE = "电话"
EARLIER = 5  # cases of the caller shown


def agent(staff: Staff) -> Actor:
    if staff.role not in (Role.AGENT, Role.OFFICE):
        raise NotAllowed(staff.role.value, "使用接线台")
    return staff


Agent = Annotated[Actor, Depends(agent)]


@dataclass(frozen=True)
class Intake:
    """What the agent typed; *unit* is empty when the proposal may decide, *key* files it once.

    *reply* is what the caller was told on the phone; the ticket then ends there and goes to no unit.
    """

    key: str
    matter: str
    place: str
    town: str
    wanted: str
    kind: str
    name: str
    phone: str
    anonymous: bool
    confidential: bool
    unit: str
    reply: str

    @property
    def where(self) -> str:
        return self.place if self.town in self.place else f"{self.town}{self.place}"

    def filing(self) -> TicketFiling:
        """Raises Invalid for a telephone number that cannot be one."""
        problem = None if self.anonymous or not self.phone else validity.phone_problem(self.phone)
        if problem:
            raise Invalid("联系电话", problem)
        return TicketFiling(
            matter=self.matter,
            place=self.where,
            wanted=self.wanted,
            channel=PHONE,
            kind=TicketType(self.kind) if self.kind else None,
            anonymous=self.anonymous,
            confidential=self.confidential,
            person={"name": self.name, "phone": validity.normal_phone(self.phone) or self.phone},
        )


def intake(
    key: Annotated[str, Form(max_length=60)],
    matter: Annotated[str, Form(max_length=2000)] = "",
    place: Annotated[str, Form(max_length=200)] = "",
    town: Annotated[str, Form(max_length=20)] = "",
    wanted: Annotated[str, Form(max_length=500)] = "",
    kind: Annotated[str, Form(pattern=f"^({'|'.join(TicketType)})?$")] = "",
    name: Annotated[str, Form(max_length=40)] = "",
    phone: Annotated[str, Form(max_length=30)] = "",
    anonymous: Annotated[bool, Form()] = False,
    confidential: Annotated[bool, Form()] = False,
    unit: Annotated[str, Form(max_length=40)] = "",
    other_unit: Annotated[str, Form(max_length=40)] = "",
    reply: Annotated[str, Form(max_length=5000)] = "",
) -> Intake:
    return Intake(
        key=key,
        matter=clean(matter),
        place=clean(place),
        town=clean(town),
        wanted=clean(wanted),
        kind=kind,
        name=clean(name),
        phone=clean(phone),
        anonymous=anonymous,
        confidential=confidential,
        unit=clean(other_unit or unit),
        reply=clean(reply),
    )


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
    given: Annotated[Intake, Depends(intake)],
) -> Response:
    """File the call; the receipt is for the agent to read out."""
    routing = routes.route(given.matter, place=given.where)
    database = request.app.state.database
    try:
        check_unit(given.unit, request.app.state.units)
        with database.sessions.begin() as session:
            receipt = take_down(
                session,
                given.filing(),
                routing,
                reviewed,
                key=f"{PHONE}|{by.name}|{given.key}",
                unit=given.unit,
                reply=given.reply,
                by=by,
                at=at,
                calendar=calendar,
                vault=keys,
            )
    except DeskError as refusal:
        with database.readers() as session:
            return _console(request, by, session, at, given=given, problem=str(refusal), status=STATUS[type(refusal)])
    metrics.filed("ticket", PHONE)
    with database.readers() as session:
        return _console(request, by, session, at, receipt=receipt, state=store.ticket(session, receipt.number).state)


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
    return page(request, "queue.html", staff=by, waiting=list(_waiting(session)), at=at)


@router.post("/agent/queue/{handover}/take")
def take(handover: Annotated[int, Path(ge=1)], by: Agent, tx: Tx, at: Now) -> Response:
    handovers.take(tx, handover, agent=by.name, at=at)
    return RedirectResponse("/agent#queue", status_code=303)


@router.post("/agent/queue/{handover}/close")
def close(handover: Annotated[int, Path(ge=1)], by: Agent, tx: Tx, at: Now) -> Response:
    handovers.close(tx, handover, at=at)
    return RedirectResponse("/agent#queue", status_code=303)


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
        units=units_by_kind(request.app.state.units),
        waiting=list(_waiting(session)),
        **{"given": None, **context},
    )


def check_unit(unit: str, units: Sequence[Any]) -> None:
    if unit and all(each.name != unit for each in units):
        raise Invalid("承办单位", f"名录中没有「{unit}」")


def _waiting(session: Session) -> Iterator[tuple[Handover, list[Message]]]:
    """Those who wait for a person, with the end of what was said so far (masked)."""
    for handover in handovers.waiting(session):
        yield handover, conversations.transcript(session, handover.conversation)[-12:]

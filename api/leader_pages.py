"""/agent/sessions: the hotline's side of 领导接听. Plan and announce, log calls while leaders answer, report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api import leader_paper
from api.deps import Calendar, Keys, Measured, Now, Reading, Reviewed, Routed
from api.desk_pages import units_by_kind
from api.downloads import download
from api.errors import STATUS
from api.leader_call_form import LeaderCall, leader_call
from api.leader_sessions import LONGEST_TOPICS, Settled, done, told
from api.leader_shown import LOGGING, again, live, whole
from api.paper import WORD
from api.signin import Staff
from api.taking import take_down
from api.templating import page
from api.text import clean
from desk import casework, leader_diary, leader_sessions
from desk.case import Details
from desk.errors import DeskError, NotAllowed
from desk.leader_calls import taken
from desk.leader_report import report
from desk.leader_sessions import LONGEST_LEADERS, LONGEST_SUMMARY, MOST_ISSUES
from desk.lifecycle import Actor, Role
from desk.moments import local
from desk.ticket_table import Deed as TicketDeed
from desk.workdays import WorkCalendar

router = APIRouter(prefix="/agent/sessions", include_in_schema=False)

READING = (*LOGGING, Role.AUDITOR)
Number = Annotated[str, Path(max_length=20)]


def reader(staff: Staff) -> Actor:
    if staff.role not in READING:
        raise NotAllowed(staff.role.value, "查看领导接听")
    return staff


def logger(staff: Staff) -> Actor:
    if staff.role not in LOGGING:
        raise NotAllowed(staff.role.value, "登记领导接听来电")
    return staff


def settled(
    day: Annotated[date, Form()],
    starts: Annotated[time, Form()],
    ends: Annotated[time, Form()],
    unit: Annotated[str, Form(max_length=40)] = "",
    leaders: Annotated[str, Form(max_length=LONGEST_LEADERS)] = "",
    topics: Annotated[str, Form(max_length=LONGEST_TOPICS)] = "",
    issue: Annotated[int | None, Form(ge=1, le=MOST_ISSUES)] = None,
) -> Settled:
    return Settled(day=day, starts=starts, ends=ends, unit=unit, leaders=leaders, topics=topics, issue=issue)


Reader = Annotated[Actor, Depends(reader)]
Logger = Annotated[Actor, Depends(logger)]
Wanted = Annotated[Settled, Depends(settled)]


@router.get("")
def diary(request: Request, by: Reader, session: Reading, at: Now) -> Response:
    return _diary(request, by, session, at)


@router.post("")
def plan(request: Request, by: Reader, at: Now, wanted: Wanted) -> Response:
    """Settle a session; a refusal shows what was typed again."""
    database = request.app.state.database
    try:
        with database.sessions.begin() as session:
            held = leader_sessions.plan(session, wanted.plan(), issue=wanted.issue, by=by, at=at)
            number = held.number
    except DeskError as refusal:
        with database.readers() as session:
            return _diary(request, by, session, at, status=STATUS[type(refusal)], problem=str(refusal), typed=wanted)
    return RedirectResponse(f"/agent/sessions/{number}", status_code=303)


@router.get("/{number}")
def one(request: Request, number: Number, by: Reader, session: Reading, at: Now, calendar: Calendar) -> Response:
    return whole(request, number, by, session, at, calendar)


@router.get("/{number}/now")
def fragment(request: Request, number: Number, by: Reader, session: Reading, at: Now, calendar: Calendar) -> Response:
    """Counters and calls alone, for the page that keeps itself fresh."""
    shown = live(session, leader_diary.find(session, number), by, at, calendar)
    return page(request, "leader_calls.html", staff=by, at=at, **shown)


@router.get("/{number}/report.docx")
def word(number: Number, by: Reader, session: Reading, at: Now, calendar: Calendar) -> Response:
    found = report(session, leader_diary.find(session, number), at=at, calendar=calendar)
    return download(leader_paper.word(found), f"领导接听{number}报告.docx", WORD)


@router.post("/{number}/calls")
def log(
    request: Request,
    number: Number,
    by: Logger,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    routes: Routed,
    metrics: Measured,
    reviewed: Reviewed,
    given: Annotated[LeaderCall, Depends(leader_call)],
) -> Response:
    """File a call; the page comes back with its receipt to read out and an empty form for the next one."""
    routing = routes.route(given.matter, place=given.where)
    database = request.app.state.database
    try:
        with database.sessions.begin() as session:
            held = leader_diary.find(session, number)
            call = taken(held, given.filing(), topic=given.topic, issue=given.issue, at=at)
            receipt = take_down(
                session,
                call,
                routing,
                reviewed,
                key=f"{number}|{by.name}|{given.key}",
                unit=given.unit or (held.unit if given.topic else ""),
                reply=given.reply,
                by=by,
                at=at,
                calendar=calendar,
                vault=keys,
            )
    except DeskError as refusal:
        shown = {"problem": str(refusal), "given": given, "status": STATUS[type(refusal)]}
        return again(request, number, by, at, calendar, **shown)
    metrics.filed("ticket", call.channel)
    return again(request, number, by, at, calendar, receipt=receipt, replied=bool(given.reply))


@router.post("/{number}/calls/{case}/supervise")
def supervise(
    request: Request,
    number: Number,
    case: Annotated[str, Path(max_length=40)],
    by: Logger,
    at: Now,
    calendar: Calendar,
    text: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Make a call a 督办件 (《领导接听制度》第八条)."""

    def marked(session: Session) -> object:
        wanted = Details(text=clean(text))
        return casework.perform(session, case, TicketDeed.SUPERVISE.value, wanted, by=by, at=at, calendar=calendar)

    return _done(request, number, by, at, calendar, marked)


@router.post("/{number}/更改")
def change(request: Request, number: Number, by: Reader, at: Now, calendar: Calendar, wanted: Wanted) -> Response:
    def changed(session: Session) -> object:
        return leader_sessions.change(session, number, wanted.plan(), by=by, at=at)

    return _done(request, number, by, at, calendar, changed, typed=wanted)


@router.post("/{number}/{deed}")
def do(
    request: Request,
    number: Number,
    deed: Annotated[str, Path(max_length=10)],
    by: Reader,
    at: Now,
    calendar: Calendar,
    text: Annotated[str, Form(max_length=LONGEST_SUMMARY)] = "",
) -> Response:
    def did(session: Session) -> object:
        return done(session, number, deed, text=clean(text), by=by, at=at)

    return _done(request, number, by, at, calendar, did, text=text)


def _done(
    request: Request,
    number: str,
    by: Actor,
    at: datetime,
    calendar: WorkCalendar,
    deed: Callable[[Session], object],
    **typed: Any,
) -> Response:
    """Do *deed* in one transaction and come back to the session; a refusal keeps what was typed."""
    try:
        with request.app.state.database.sessions.begin() as session:
            deed(session)
    except DeskError as refusal:
        shown = {"problem": str(refusal), "status": STATUS[type(refusal)], **typed}
        return again(request, number, by, at, calendar, **shown)
    return RedirectResponse(f"/agent/sessions/{number}", status_code=303)


def _diary(
    request: Request, by: Actor, session: Session, at: datetime, *, status: int = 200, **context: Any
) -> Response:
    return page(
        request,
        "leader_diary.html",
        status=status,
        staff=by,
        here="sessions",
        at=at,
        sessions=[told(held, at) for held in leader_diary.everything(session)],
        may_plan=by.role is Role.OFFICE,
        units=units_by_kind(request.app.state.units),
        next_issue=leader_diary.next_issue(session, local(at).year),
        **{"typed": None, **context},
    )

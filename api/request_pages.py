"""/desk/requests/new: an officer registers a request that came on paper; and the small forms of a request's page."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import desk_pages
from api.attachments import Ordinal
from api.deps import Calendar, Keys, Measured, Now
from api.desk_pages import Number
from api.errors import STATUS
from api.inbox_pages import Handler
from api.request_form import PAPER, WAITING, Registration, registration
from api.signin import Staff
from api.templating import page
from api.text import clean
from desk import disclosure_work, enclosures, filing, store
from desk.errors import DeskError, NotAllowed
from desk.filing import DISCLOSURE_UNIT
from desk.filings import APPLICANTS
from desk.identity_documents import PERSONAL
from desk.lifecycle import Actor, Role

router = APIRouter(include_in_schema=False)

FORMS = ("纸质", "电子邮件", "光盘", "当面查阅")
DELIVERIES = ("邮寄", "电子邮件", "传真", "自行领取", "当场阅读、抄录")


def registrar(staff: Staff) -> Actor:
    """坐席 reads the page, which says why a call registers nothing; the office and its own clerks register."""
    own = staff.role is Role.OFFICER and staff.unit == DISCLOSURE_UNIT
    if staff.role not in (Role.OFFICE, Role.AGENT) and not own:
        raise NotAllowed(staff.role.value, "登记公开申请")
    return staff


Registrar = Annotated[Actor, Depends(registrar)]
Typed = Annotated[Registration, Depends(registration)]


@router.get("/desk/requests/new")
def blank(request: Request, by: Registrar, at: Now) -> Response:
    return _form(request, by, at, secrets.token_urlsafe(16))


@router.post("/desk/requests/new")
def register(
    request: Request, given: Typed, by: Registrar, at: Now, calendar: Calendar, keys: Keys, metrics: Measured
) -> Response:
    """File it; the receipt page is for the applicant to take along."""
    database = request.app.state.database
    try:
        if by.role is Role.AGENT:
            raise NotAllowed(by.role.value, "登记公开申请")
        with database.sessions.begin() as session:
            wanted = given.filing()
            receipt = filing.file_disclosure(
                session, wanted, key=f"公开|{by.name}|{given.key}", by=by, at=at, calendar=calendar, vault=keys
            )
    except DeskError as refusal:
        problem, status = str(refusal), STATUS[type(refusal)]
        return _form(request, by, at, given.key, given=given, problem=problem, status=status)
    metrics.filed("disclosure", given.channel)
    with database.readers() as session:
        found = store.disclosure(session, receipt.number)
        context: dict[str, Any] = {"receipt": receipt, "request_filed": found, "waits": found.state.value == "待确认"}
        return page(request, "request_receipt.html", staff=by, here="desk", at=at, **context)


@router.post("/desk/cases/{number}/parties")
def parties(
    request: Request,
    number: Number,
    by: Handler,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Show who was asked and what they said, this once; the look is on record."""
    shown: dict[str, Any] = {}
    opened: Mapping[str, str] = {}
    try:
        with request.app.state.database.sessions.begin() as session:
            opened = disclosure_work.read_parties(session, number, reason=clean(reason), by=by, at=at, vault=keys)
    except DeskError as refusal:
        shown = {"problem": str(refusal), "status": STATUS[type(refusal)]}
    return desk_pages.again(request, number, by, at, calendar, keys, asked_names=opened, **shown)


@router.post("/desk/cases/{number}/attachments/{ordinal}/enclose")
def enclose(
    request: Request,
    number: Number,
    ordinal: Ordinal,
    by: Handler,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    out: Annotated[bool, Form()] = False,
) -> Response:
    """List a file for the answer, or take it off."""
    try:
        with request.app.state.database.sessions.begin() as session:
            enclosures.choose(session, number, ordinal, out=out, by=by, at=at)
    except DeskError as refusal:
        shown = {"problem": str(refusal), "status": STATUS[type(refusal)]}
        return desk_pages.again(request, number, by, at, calendar, keys, **shown)
    return RedirectResponse(f"/desk/cases/{number}#attachments", status_code=303)


def _form(request: Request, by: Actor, at: Now, key: str, *, status: int = 200, **context: Any) -> Response:
    """A refused registration keeps its key, so that sending it again files it once."""
    return page(
        request,
        "request_new.html",
        status=status,
        staff=by,
        here="desk",
        at=at,
        key=key,
        may_register=by.role is not Role.AGENT,
        channels=PAPER,
        waiting=WAITING,
        applicants=APPLICANTS,
        proofs=PERSONAL,
        forms=FORMS,
        deliveries=DELIVERIES,
        **{"given": None, "problem": "", **context},
    )

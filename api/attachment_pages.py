"""The files of a case in a browser, without scripts: the citizen's on /track, the offices' on the case's page."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import attachments as files
from api import cases, desk_pages, track_pages
from api.attachments import Files, Ordinal
from api.cases import CITIZEN
from api.deps import Buckets, Calendar, Keys, Network, Now, upload_allowance
from api.desk_pages import Number
from api.errors import STATUS, TooMany
from api.inbox_pages import Handler
from api.text import clean
from desk import attachments
from desk.errors import DeskError
from desk.redactions import MOST_ORDINAL

router = APIRouter(include_in_schema=False)

TypedNumber = Annotated[str, Form(alias="number", max_length=40)]
TypedSecret = Annotated[str, Form(alias="secret", max_length=80)]
ADDED = "已添加附件。"


@router.post("/track/attachments", dependencies=[Depends(upload_allowance)])
def add_mine(
    request: Request,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    buckets: Buckets,
    network: Network,
    file: Files,
    typed: TypedNumber = "",
    secret: TypedSecret = "",
) -> Response:
    """Add a citizen's files and show the case again."""
    number = track_pages.typed_number(typed)
    try:
        cases.caller_of_case(request, number, None, at, keys, buckets, network, secret.strip())
    except (DeskError, TooMany) as refusal:
        return track_pages.refused(request, number, refusal)
    shown: dict[str, Any] = {"done": ADDED, "secret": secret.strip()}
    try:
        files.kept(request.app.state.database, number, file, by=CITIZEN, at=at, vault=keys)
    except DeskError as refusal:
        shown |= {"done": "", "problem": str(refusal), "status": STATUS[type(refusal)]}
    return track_pages.answer(request, number, at, calendar, keys, **shown)


@router.post("/track/attachment")
def open_mine(
    request: Request,
    at: Now,
    keys: Keys,
    buckets: Buckets,
    network: Network,
    ordinal: Annotated[int, Form(ge=1, le=MOST_ORDINAL)],
    typed: TypedNumber = "",
    secret: TypedSecret = "",
) -> Response:
    """The file itself; a form asks for it, because number and secret may stand in no address."""
    number = track_pages.typed_number(typed)
    by = cases.caller_of_case(request, number, None, at, keys, buckets, network, secret.strip())
    return files.served(request.app.state.database, number, ordinal, by=by, at=at, vault=keys)


@router.post("/desk/cases/{number}/attachments", dependencies=[Depends(upload_allowance)])
def add(
    request: Request, number: Number, file: Files, by: Handler, at: Now, calendar: Calendar, keys: Keys
) -> Response:
    try:
        files.kept(request.app.state.database, number, file, by=by, at=at, vault=keys)
    except DeskError as refusal:
        return _refused(request, number, refusal, by, at, calendar, keys)
    return RedirectResponse(f"/desk/cases/{number}#attachments", status_code=303)


@router.get("/desk/cases/{number}/attachments/{ordinal}")
def read(request: Request, number: Number, ordinal: Ordinal, by: Handler, at: Now, keys: Keys) -> Response:
    return files.served(request.app.state.database, number, ordinal, by=by, at=at, vault=keys)


@router.post("/desk/cases/{number}/attachments/{ordinal}/release")
def release(
    request: Request,
    number: Number,
    ordinal: Ordinal,
    by: Handler,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    try:
        with request.app.state.database.sessions.begin() as session:
            attachments.release(session, number, ordinal, reason=clean(reason), by=by, at=at)
    except DeskError as refusal:
        return _refused(request, number, refusal, by, at, calendar, keys)
    return RedirectResponse(f"/desk/cases/{number}#attachments", status_code=303)


def _refused(
    request: Request, number: str, refusal: DeskError, by: Handler, at: Now, calendar: Calendar, keys: Keys
) -> Response:
    return desk_pages.again(request, number, by, at, calendar, keys, problem=str(refusal), status=STATUS[type(refusal)])

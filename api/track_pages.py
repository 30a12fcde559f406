"""/track: what became of a case, for whoever holds its number and secret; works without JavaScript.

The secret travels in the body of a POST only, never in an address. All answers come from the one address ``/track``,
because that is the page a widget's frame may show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api import cases, countdown, deed_forms
from api.cases import CITIZEN, DeedDetails
from api.deps import Buckets, Calendar, Keys, Network, Now
from api.errors import STATUS, TooMany
from api.letters import told
from api.templating import page
from api.text import clean
from desk import applicant_views, attachments, casework, due_calendar, identity_documents, letters, store, urgency
from desk.acknowledgements import acknowledge
from desk.digits import half_width
from desk.disclosure import Disclosure
from desk.errors import DeskError
from desk.masking import mask
from desk.store import AnyCase

router = APIRouter(include_in_schema=False)

PROOF, WITHDRAW, REVIEW = "身份证明", "撤回", "复议"
PROVEN = "已收到您的身份证明，加密保存，只用于本次申请。"


def proof(
    id_kind: Annotated[str, Form(max_length=30)] = "",
    id_number: Annotated[str, Form(max_length=30)] = "",
    organisation: Annotated[str, Form(max_length=60)] = "",
    address: Annotated[str, Form(max_length=200)] = "",
) -> Mapping[str, str]:
    """The proof of identity an applicant gives on the page (第二十九条)."""
    given = {"id_kind": id_kind, "id_number": id_number, "organisation": organisation, "address": address}
    return {column: clean(text) for column, text in given.items()}


@router.get("/track")
def ask(request: Request) -> Response:
    return page(request, "track.html", here="track", number="")


@router.post("/track")
def show(
    request: Request,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    buckets: Buckets,
    network: Network,
    details: Annotated[DeedDetails, Depends(deed_forms.given)],
    identity: Annotated[Mapping[str, str], Depends(proof)],
    number: Annotated[str, Form(max_length=40)] = "",
    secret: Annotated[str, Form(max_length=80)] = "",
    deed: Annotated[str, Form(max_length=10)] = "",
    agreed: Annotated[bool, Form()] = False,
) -> Response:
    """Show the case, after doing *deed* on it if one is named; withdrawing is asked once more unless *agreed*."""
    number = typed_number(number)
    try:
        cases.caller_of_case(request, number, None, at, keys, buckets, network, secret.strip())
    except (DeskError, TooMany) as refusal:
        return refused(request, number, refusal)
    typed = {name: mask(str(value)) for name, value in details.dict().items()}
    shown: dict[str, Any] = {"secret": secret.strip()}
    if deed == WITHDRAW and not agreed:
        return answer(request, number, at, calendar, keys, asks=deed, typed=typed, **shown)
    try:
        done = _do(request, number, deed, details, identity, at, calendar, keys)
    except DeskError as refusal:
        shown |= {"problem": str(refusal), "typed": typed, "tried": deed}
        return answer(request, number, at, calendar, keys, status=STATUS[type(refusal)], **shown)
    return answer(request, number, at, calendar, keys, done=done, **shown)


@router.post("/track/calendar")
def calendar_file(
    request: Request,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    buckets: Buckets,
    network: Network,
    number: Annotated[str, Form(max_length=40)] = "",
    secret: Annotated[str, Form(max_length=80)] = "",
    what: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """The due date for the calendar of a telephone, or with *what* REVIEW the last day for 行政复议."""
    number = typed_number(number)
    try:
        cases.caller_of_case(request, number, None, at, keys, buckets, network, secret.strip())
    except (DeskError, TooMany) as refusal:
        return refused(request, number, refusal)
    with request.app.state.database.readers() as session:
        case = store.case(session, number)
        last = applicant_views.review_until(case, calendar) if isinstance(case, Disclosure) and what == REVIEW else None
        content = (
            due_calendar.entry(case, last, "申请行政复议最后一日", uid=f"{number}-review", at=at)
            if last
            else due_calendar.content(case, at=at)
        )
    headers = {"Content-Disposition": f'attachment; filename="{number}.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _do(
    request: Request,
    number: str,
    deed: str,
    details: DeedDetails,
    identity: Mapping[str, str],
    at: Now,
    calendar: Calendar,
    keys: Keys,
) -> str:
    """Return what to tell the citizen afterwards; nothing was asked where *deed* is empty. Raises DeskError."""
    if not deed:
        return ""
    with request.app.state.database.sessions.begin() as session:
        if deed == PROOF:
            casework.add_identity(session, number, identity, by=CITIZEN, at=at, vault=keys)
            return PROVEN
        case = casework.perform(session, number, deed, details.details(()), by=CITIZEN, at=at, calendar=calendar)
        return acknowledge(case, deed)


def typed_number(number: str) -> str:
    return half_width(number).strip().upper()


def refused(request: Request, number: str, refusal: DeskError | TooMany) -> Response:
    """The empty form again, with why number and secret open nothing."""
    status = refusal.status if isinstance(refusal, TooMany) else STATUS[type(refusal)]
    return page(request, "track.html", status=status, here="track", number=number, problem=str(refusal))


def answer(
    request: Request, number: str, at: Now, calendar: Calendar, keys: Keys, *, status: int = 200, **more: Any
) -> Response:
    """The case as its citizen sees it; *more* says what was done or why not."""
    with request.app.state.database.readers() as session:
        case = store.case(session, number)
        shown = cases.shown(session, case, by=CITIZEN, at=at, calendar=calendar, vault=keys, previews=True)
        pressing = urgency.urgency(case, at=at, calendar=calendar)
        sent = applicants_letters(request, session, case)
        office = request.app.state.press.office
        mine = applicant_views.told(case, office=office, calendar=calendar) if isinstance(case, Disclosure) else {}
    context: dict[str, Any] = {
        "case": shown,
        "urgency": pressing,
        "weeks": countdown.weeks(shown["clock"]),
        "letters": sent,
        "mine": mine,
        "identity_kinds": identity_documents.PERSONAL,
        "may_attach": attachments.may_add(case, CITIZEN),
        "forms": deed_forms.offered(deed_forms.CITIZEN, shown["offers"]),
        "problem": "",
        "typed": {},
        "tried": "",
        "asks": "",
        **more,
    }
    return page(request, "track.html", status=status, here="track", number=number, **context)


def applicants_letters(request: Request, session: Session, case: AnyCase) -> list[dict[str, Any]]:
    """The letters sent to the applicant of a disclosure request; none for a ticket."""
    if not isinstance(case, Disclosure):
        return []
    office = request.app.state.press.office
    return [told(each) for each in letters.seen(session, case.number, office=office, by=CITIZEN)]

"""/track: what became of a case, for whoever holds its number and secret; works without JavaScript.

The secret travels in the body of a POST only, never in an address. All answers come from the one address ``/track``,
because that is the page a widget's frame may show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api import cases, countdown, deed_forms
from api.cases import CITIZEN, DeedDetails
from api.deps import Buckets, Calendar, Keys, Network, Now
from api.errors import STATUS, TooMany
from api.templating import page
from api.text import clean
from desk import attachments, casework, store, urgency
from desk.digits import half_width
from desk.errors import DeskError
from desk.masking import mask

router = APIRouter(include_in_schema=False)

PROOF = "身份证明"
DONE = {
    "催办": "已催办，承办单位会看到。",
    "补充": "已补充，承办单位会看到。",
    "撤回": "已撤回，本件不再办理。",
    "评价": "感谢您的评价。",
    "补正": "已收到您的补正，答复期限从今天重新计算。",
    PROOF: "已收到您的身份证明，加密保存，只用于本次申请。",
}


def proof(
    id_number: Annotated[str, Form(max_length=30)] = "",
    organisation: Annotated[str, Form(max_length=60)] = "",
    address: Annotated[str, Form(max_length=200)] = "",
) -> Mapping[str, str]:
    """The proof of identity an applicant gives on the page (第二十九条)."""
    return {"id_number": clean(id_number), "organisation": clean(organisation), "address": clean(address)}


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
) -> Response:
    """Show the case, after doing *deed* on it if one is named."""
    number = typed_number(number)
    try:
        cases.caller_of_case(request, number, None, at, keys, buckets, network, secret.strip())
    except (DeskError, TooMany) as refusal:
        return refused(request, number, refusal)
    database, problem, status = request.app.state.database, "", 200
    try:
        with database.sessions.begin() as session:
            if deed == PROOF:
                casework.add_identity(session, number, identity, by=CITIZEN, at=at, vault=keys)
            elif deed:
                casework.perform(session, number, deed, details.details(()), by=CITIZEN, at=at, calendar=calendar)
    except DeskError as refusal:
        problem, status = str(refusal), STATUS[type(refusal)]
    typed = {name: mask(str(value)) for name, value in details.dict().items()} if problem else {}
    done = "" if problem else DONE.get(deed, "")
    shown = {"secret": secret.strip(), "problem": problem, "done": done, "typed": typed}
    return answer(request, number, at, calendar, keys, status=status, **shown)


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
    context: dict[str, Any] = {
        "case": shown,
        "urgency": pressing,
        "weeks": countdown.weeks(shown["clock"]),
        "may_attach": attachments.may_add(case, CITIZEN),
        "forms": deed_forms.offered(deed_forms.CITIZEN, shown["offers"]),
        "problem": "",
        "typed": {},
        **more,
    }
    return page(request, "track.html", status=status, here="track", number=number, **context)

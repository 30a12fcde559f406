"""/desk/requests: the register of disclosure requests, searched and exported; and what 复议 and suits are running."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api.deps import Calendar, Keys, Letters, Now, Reading
from api.errors import STATUS
from api.inbox import EXPORTED
from api.register_filters import Narrowed, Narrowing
from api.signin import Staff
from api.spreadsheets import CUT_OFF, Format, dated
from api.templating import page
from api.text import clean
from desk import exports, proceedings, register
from desk.disclosure import Disclosure
from desk.disclosure_table import Channel, Deed, State
from desk.errors import DeskError, NotAllowed
from desk.filings import APPLICANTS
from desk.lifecycle import Actor
from desk.proceedings import PENDING

router = APIRouter(include_in_schema=False)

WITHOUT_REPLY = ("视为放弃申请", "登记备查")  # outcomes that are no answer
HEADER = (
    "编号",
    "收到时间",
    "渠道",
    "申请人类别",
    "所需信息",
    "状态",
    "承办单位",
    "交办单位",
    "答复期限",
    "延期（工作日）",
    "结果",
    "法定依据",
    "年报栏目",
    "答复时间",
    "时限",
    "复议诉讼（件）",
)


def keeper(staff: Staff) -> Actor:
    """Raises NotAllowed for those the register is not for."""
    if not register.may_open(staff):
        raise NotAllowed(staff.role.value, "查看依申请公开登记簿")
    return staff


Keeper = Annotated[Actor, Depends(keeper)]


@router.get("/desk/requests")
def show(request: Request, by: Keeper, session: Reading, at: Now, given: Narrowing) -> Response:
    found = register.listed(session, given.asked, by=by, at=at, after=given.after)
    return _page(request, by, at, given, found.requests, older=found.older)


@router.get("/desk/requests/export")
def export(
    request: Request, by: Keeper, session: Reading, at: Now, given: Narrowing, format: Format = "xlsx"
) -> Response:
    """All pages of the list, up to what one file holds; without anybody's identity."""
    names = {reason.code: reason.name for reason in request.app.state.reasons}
    rows: list[Sequence[object]] = []
    asked = replace(given, after="")
    while True:
        found = register.listed(session, asked.asked, by=by, at=at, after=asked.after, logs=True)
        rows += [_row(each, names) for each in found.requests]
        session.expunge_all()
        if not found.older or len(rows) >= EXPORTED:
            break
        asked = replace(asked, after=found.older)
    if found.older:
        rows.append((CUT_OFF.format(count=len(rows)),))
    return dated(exports.FORMATS[format](HEADER, rows), "依申请公开登记簿", format, at=at)


@router.post("/desk/requests/person")
def find_person(
    request: Request,
    by: Keeper,
    at: Now,
    keys: Keys,
    column: Annotated[str, Form(max_length=20)] = "",
    value: Annotated[str, Form(max_length=100)] = "",
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """The requests of one applicant; what was typed never comes back in a page or an address."""
    database = request.app.state.database
    try:
        with database.sessions.begin() as session:
            found = register.of_person(
                session, clean(column), clean(value), reason=clean(reason), by=by, at=at, vault=keys
            )
            return _page(request, by, at, Narrowed(), found, person=register.PERSON[clean(column)])
    except DeskError as refusal:
        return _page(request, by, at, Narrowed(), [], problem=str(refusal), status=STATUS[type(refusal)])


@router.get("/desk/requests/proceedings")
def running(request: Request, by: Keeper, session: Reading, at: Now, calendar: Calendar, press: Letters) -> Response:
    """复议 and suits, those not decided first, with the days the law gives."""
    found = sorted(proceedings.all_of(session, before=at), key=lambda each: each.began, reverse=True)
    shown = [(each, each.sue_until(calendar)) for each in sorted(found, key=lambda each: each.result != PENDING)]
    return page(
        request,
        "proceedings.html",
        staff=by,
        here="desk",
        at=at,
        rows=shown,
        remedies=list(press.office.organs.values()),
    )


def _row(each: Disclosure, names: dict[str, str]) -> Sequence[object]:
    answered = each.did(Deed.ANSWER)
    return (
        each.number,
        each.received,
        each.channel,
        each.applicant,
        each.wanted,
        each.state,
        each.unit,
        each.assigned_unit,
        each.due,
        each.extension,
        each.outcome,
        names.get(each.ground, ""),
        each.row,
        answered[-1].at if answered else None,
        answered[-1].verdict if answered else "",
        len(each.did(Deed.PROCEED)),
    )


def _page(
    request: Request,
    by: Actor,
    at: Now,
    given: Narrowed,
    found: Sequence[Disclosure],
    *,
    status: int = 200,
    **more: Any,
) -> Response:
    state = request.app.state
    return page(
        request,
        "register.html",
        status=status,
        staff=by,
        here="desk",
        at=at,
        given=given,
        asked=given.asked,
        requests=found,
        channels=[channel.value for channel in Channel],
        applicants=APPLICANTS,
        states=[each.value for each in State],
        outcomes=[*dict.fromkeys(each.outcome for each in state.reasons), *WITHOUT_REPLY],
        grounds=[(outcome, list(group)) for outcome, group in groupby(state.reasons, key=lambda each: each.outcome)],
        unit_names=[unit.name for unit in state.units],
        late=register.LATE,
        columns=register.PERSON,
        finds_people=register.may_find_people(by),
        **more,
    )

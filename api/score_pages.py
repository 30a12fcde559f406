"""/office/score: the yearly assessment, its proofs and what people enter; /desk/score: what one unit loses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api import score_sheet
from api.deps import Calendar, Now, Reading
from api.desk_pages import units_by_kind
from api.errors import STATUS
from api.reports import reader_of_reports
from api.signin import Staff
from api.templating import page
from api.text import clean
from desk import score_entries, scoring
from desk.errors import DeskError, Invalid, NotAllowed
from desk.lifecycle import Actor, Role
from desk.moments import local
from desk.score import ASSUMPTIONS

router = APIRouter(include_in_schema=False)

Year = Annotated[int | None, Query(ge=2000, le=2100)]
Reader = Depends(reader_of_reports)


@router.get("/office/score", dependencies=[Reader])
def show(
    request: Request, by: Staff, session: Reading, at: Now, calendar: Calendar, year: Year = None, done: str = ""
) -> Response:
    return _page(request, session, by, at, calendar, year or local(at).year, done=done)


@router.post("/office/score/entries", dependencies=[Reader])
def enter(
    request: Request,
    by: Staff,
    at: Now,
    calendar: Calendar,
    year: Annotated[int, Form(ge=2000, le=2100)],
    unit: Annotated[str, Form(max_length=40)] = "",
    item: Annotated[str, Form(max_length=60)] = "",
    points: Annotated[str, Form(max_length=10)] = "",
    number: Annotated[str, Form(max_length=20)] = "",
    reason: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """A refusal shows the page again with everything that was typed."""
    typed = {"unit": unit, "item": item, "number": clean(number).upper(), "reason": clean(reason)}
    database, sheet = request.app.state.database, request.app.state.appraisal
    try:
        with database.sessions.begin() as session:
            score_entries.enter(session, sheet, year=year, points=_points(points), **typed, by=by, at=at)
    except DeskError as refusal:
        with database.readers() as session:
            shown = {**typed, "points": points}
            return _page(request, session, by, at, calendar, year, refusal=refusal, typed=shown)
    return RedirectResponse(f"/office/score?year={year}&done=entered#entries", status_code=303)


@router.post("/office/score/entries/{id}/withdraw", dependencies=[Reader])
def withdraw(
    request: Request,
    by: Staff,
    at: Now,
    calendar: Calendar,
    id: int,
    year: Annotated[int, Form(ge=2000, le=2100)],
    reason: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    database = request.app.state.database
    try:
        with database.sessions.begin() as session:
            score_entries.withdraw(session, id, reason=clean(reason), by=by, at=at)
    except DeskError as refusal:
        with database.readers() as session:
            return _page(request, session, by, at, calendar, year, refusal=refusal)
    return RedirectResponse(f"/office/score?year={year}&done=withdrawn#entries", status_code=303)


@router.get("/desk/score")
def own(request: Request, by: Staff, session: Reading, at: Now, calendar: Calendar, year: Year = None) -> Response:
    """A unit's head sees what was deducted from that unit, and nothing of the others."""
    if by.role is not Role.HEAD:
        raise NotAllowed(by.role.value, "查看本单位扣分")
    wanted, sheet = year or local(at).year, request.app.state.appraisal
    scores = scoring.score(session, wanted, at=at, calendar=calendar, sheet=sheet, unit=by.unit)
    return page(
        request, "own_score.html", staff=by, here="desk", at=at, year=wanted, scores=scores, proof=score_sheet.proof
    )


def _points(text: str) -> float:
    try:
        return float(clean(text))
    except ValueError:
        raise Invalid("分值", "应为数字，如 2 或 0.5") from None


def _page(
    request: Request,
    session: Session,
    by: Actor,
    at: Now,
    calendar: Calendar,
    year: int,
    *,
    refusal: DeskError | None = None,
    typed: Mapping[str, Any] | None = None,
    done: str = "",
) -> Response:
    sheet = request.app.state.appraisal
    scores = scoring.score(session, year, at=at, calendar=calendar, sheet=sheet)
    return page(
        request,
        "score.html",
        status=STATUS[type(refusal)] if refusal is not None else 200,
        staff=by,
        here="office",
        at=at,
        year=year,
        sheet=sheet,
        scores=scores,
        assumptions=ASSUMPTIONS,
        lost=score_sheet.lost(sheet),
        doubts=score_sheet.doubts(scores),
        proof=score_sheet.proof,
        entries=score_entries.entries(session, year),
        units=units_by_kind(request.app.state.units),
        writes=by.role is Role.OFFICE,
        problem=str(refusal or ""),
        typed=typed or {},
        done=done,
    )

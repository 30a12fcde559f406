"""/: the first page of a citizen, with the conversation; /ask: the same question answered without JavaScript.

What is asked travels in the body of a POST, so that no address and no log keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.deps import Calendar, Found, Measured, Now, Reading, read_allowance
from api.leader_sessions import told
from api.search import asked
from api.templating import page
from desk import gaps, handovers, leader_diary
from desk.errors import CalendarUnknown, Invalid
from desk.workdays import WorkCalendar
from knowledge.documents import Document
from knowledge.units import Unit

router = APIRouter(include_in_schema=False)

NEWEST = 4  # documents
LONGEST = 2000  # characters


@router.get("/")
def home(request: Request, session: Reading, at: Now, calendar: Calendar, embed: bool = False) -> Response:
    sites = (str(request.base_url).rstrip("/"), *request.app.state.settings.widget_sites)
    shown = _welcome(request, session, at, calendar)
    return page(request, "citizen.html", here="home", embed=embed, sites=sites, **shown)


@router.get("/ask")
def ask(request: Request) -> Response:
    return page(request, "ask.html", here="home", question="", problem="")


@router.post("/ask", dependencies=[Depends(read_allowance)])
def answer(
    request: Request,
    found: Found,
    at: Now,
    metrics: Measured,
    text: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    """Answer from the public documents alone; danger is told its number first, as in the conversation."""
    try:
        question = asked(text)
    except Invalid as refusal:
        return page(request, "ask.html", status=422, here="home", question="", problem=str(refusal))
    given = found.search(question, k=1)
    if not given.answerable:
        with request.app.state.database.sessions.begin() as session:
            gaps.record(session, question, score=given.score, at=at)
        metrics.gap()
    danger = request.app.state.emergencies.spot(question)
    return page(request, "ask.html", here="home", question=question, given=given, danger=danger, problem="")


def newest(documents: Iterable[Document]) -> list[Document]:
    """The public documents issued last that are in force."""
    dated = [(each.issued, each) for each in documents if each.issued and _for_everybody(each)]
    return [each for _, each in sorted(dated, key=lambda pair: pair[0], reverse=True)[:NEWEST]]


def _for_everybody(document: Document) -> bool:
    return document.audience == "public" and document.status != "已失效"


def published(units: Iterable[Unit]) -> list[Unit]:
    """The units that have published a telephone number, the county office first."""
    return sorted((unit for unit in units if unit.phones), key=lambda unit: unit.kind != "县政府办")


def _welcome(request: Request, session: Session, at: Now, calendar: WorkCalendar) -> dict[str, Any]:
    state = request.app.state
    coming = leader_diary.coming(session, at)
    return {
        "hot": state.hot_questions,
        "leaders": told(coming, at) if coming else None,
        "newest": newest(state.documents.values()),
        "units": published(state.units),
        "hours": handovers.HOURS_WORDS,
        "open_now": _open(at, calendar),
    }


def _open(at: Now, calendar: WorkCalendar) -> bool | None:
    """None in a year whose holidays are not announced: then nothing is said."""
    try:
        return handovers.office_is_open(at, calendar)
    except CalendarUnknown:
        return None

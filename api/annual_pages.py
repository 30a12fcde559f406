"""/office/annual: the yearly report on disclosure in its six parts, what people write into it, and the Word file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api import annual_word, paper
from api.bulletin_pages import NOTED
from api.deps import Calendar, Now, Reading
from api.downloads import download
from api.reports import reader_of_reports
from api.signin import Staff
from api.templating import page
from api.text import clean
from desk import annual_drafts, annual_figures, annual_text, disclosure_year
from desk.annual_blanks import BLANKS, DAYS, ENTERED
from desk.annual_drafts import AnnualDraft
from desk.annual_text import ISSUER, Annual
from desk.bulletin_drafts import LONGEST
from desk.errors import DeskError, Invalid
from desk.lifecycle import Actor, Role
from desk.moments import local

router = APIRouter(include_in_schema=False, dependencies=[Depends(reader_of_reports)])

MONTHS_OF_WRITING = 6  # until when the report asked for is that of the year before


def year_asked(at: Now, year: Annotated[int | None, Query(ge=2000, le=2100)] = None) -> int:
    today = local(at)
    return year or (today.year - 1 if today.month <= MONTHS_OF_WRITING else today.year)


async def written(request: Request) -> dict[str, str]:
    """What the form was sent with, by the names of BLANKS and CELLS."""
    return {name: clean(str(value)) for name, value in (await request.form()).items()}


Year = Annotated[int, Depends(year_asked)]


@router.get("/office/annual")
def show(
    request: Request,
    by: Staff,
    session: Reading,
    at: Now,
    calendar: Calendar,
    year: Year,
    saved: bool = False,
    note: str = "",
) -> Response:
    draft = annual_drafts.latest(session, year)
    report = _report(request, session, at, calendar, year, draft)
    return _page(request, by, at, year, draft, report, saved=saved, agreed=note == NOTED)


@router.post("/office/annual")
def save(
    request: Request,
    by: Staff,
    at: Now,
    calendar: Calendar,
    year: Year,
    form: Annotated[dict[str, str], Depends(written)],
) -> Response:
    """Keep what was written; a refusal shows the form again with everything still in it."""
    database = request.app.state.database
    try:
        with database.sessions.begin() as session:
            annual_drafts.save(session, year, form, form, by=by, at=at)
    except Invalid as refusal:
        with database.readers() as session:
            report = _report(request, session, at, calendar, year, annual_drafts.latest(session, year))
        return _page(request, by, at, year, AnnualDraft(form, form), report, refusal=refusal)
    return RedirectResponse(f"/office/annual?year={year}&saved=true#paper", status_code=303)


@router.get("/office/annual.docx")
def word(request: Request, session: Reading, at: Now, calendar: Calendar, year: Year, note: str = "") -> Response:
    """Raises Invalid when figures contradict each other, unless *note* says they are printed with a note."""
    report = _report(request, session, at, calendar, year, annual_drafts.latest(session, year))
    if report.problems and note != NOTED:
        raise Invalid(
            "核对",
            f"数字互相矛盾，不予印发：{'；'.join(report.problems)}。请先改正；确需印发的，在年报页面选择“{NOTED}”",
        )
    return download(annual_word.word(report), f"{report.title}.docx", paper.WORD)


def _report(request: Request, session: Session, at: Now, calendar: Calendar, year: int, draft: AnnualDraft) -> Annual:
    figures = annual_figures.year_figures(session, year, at=at, calendar=calendar)
    return annual_text.compose(figures, draft, disclosure_year.rows_of(request.app.state.reasons))


def _page(
    request: Request,
    by: Actor,
    at: Now,
    year: int,
    draft: AnnualDraft,
    report: Annual,
    *,
    refusal: DeskError | None = None,
    saved: bool = False,
    agreed: bool = False,
) -> Response:
    """*agreed*: the office prints although figures contradict each other; else the paper itself stays unprinted."""
    return page(
        request,
        "annual.html",
        status=422 if refusal is not None else 200,
        staff=by,
        here="office",
        at=at,
        year=year,
        draft=draft,
        report=report,
        blanks=BLANKS,
        days=[blank.name for blank in DAYS],
        entered=ENTERED,
        longest=LONGEST,
        writes=by.role is Role.OFFICE,
        problem=str(refusal or ""),
        saved=saved,
        agreed=agreed,
        noted=NOTED,
        issuer=ISSUER,
    )

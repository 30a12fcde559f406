"""/office/bulletin: the quarter's bulletin as it is printed, what people still have to write, and the Word file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api import bulletin_word, paper
from api.deps import Now, Reading
from api.downloads import download
from api.office_period import Period, Within
from api.reports import contradictions_in_print, hints_of_print, reader_of_reports
from api.signin import Staff
from api.templating import page
from api.text import clean
from desk import bulletin_drafts, bulletin_text, statistics
from desk.bulletin_blanks import BLANKS
from desk.bulletin_text import ADDRESSEES, HEADER, ISSUER, Bulletin
from desk.errors import DeskError, Invalid
from desk.lifecycle import Role

router = APIRouter(include_in_schema=False, dependencies=[Depends(reader_of_reports)])

NOTED = "带矛盾说明印发"


def written(
    number: Annotated[str, Form(max_length=100)] = "",
    issued: Annotated[str, Form(max_length=20)] = "",
    opening: Annotated[str, Form()] = "",
    overall: Annotated[str, Form()] = "",
    units: Annotated[str, Form()] = "",
    problems: Annotated[str, Form()] = "",
    demands: Annotated[str, Form()] = "",
    remarks: Annotated[str, Form()] = "",
    contact: Annotated[str, Form(max_length=200)] = "",
) -> dict[str, str]:
    """What the form was sent with, by the names of ``BLANKS``."""
    return {name: clean(text) for name, text in locals().items()}


@router.get("/office/bulletin")
def show(
    request: Request, by: Staff, session: Reading, at: Now, within: Within, saved: bool = False, note: str = ""
) -> Response:
    words = bulletin_drafts.latest(session, within.year, within.quarter)
    return _page(request, session, by, at, within, words, saved=saved, agreed=note == NOTED)


@router.post("/office/bulletin")
def save(
    request: Request, by: Staff, at: Now, within: Within, words: Annotated[dict[str, str], Depends(written)]
) -> Response:
    """Keep what was written; a refusal shows the form again with everything still in it."""
    database = request.app.state.database
    try:
        with database.sessions.begin() as session:
            bulletin_drafts.save(session, within.year, within.quarter, words, by=by, at=at)
    except Invalid as refusal:
        with database.readers() as session:
            return _page(request, session, by, at, within, words, refusal=refusal)
    return RedirectResponse(f"{_address(within)}&saved=true#paper", status_code=303)


@router.get("/office/bulletin.docx")
def word(request: Request, session: Reading, at: Now, within: Within, note: str = "") -> Response:
    """Raises Invalid when figures contradict each other, unless *note* says they are printed with a note."""
    words = bulletin_drafts.latest(session, within.year, within.quarter)
    bulletin = _bulletin(request, session, at, within, words)
    if bulletin.problems and note != NOTED:
        raise Invalid(
            "核对",
            f"数字互相矛盾，不予印发：{'；'.join(bulletin.problems)}。请先改正；确需印发的，在通报页面选择“{NOTED}”",
        )
    return download(bulletin_word.word(bulletin), f"{bulletin.title}.docx", paper.WORD)


def _address(of: Period) -> str:
    return f"/office/bulletin?year={of.year}&quarter={of.quarter}"


def _bulletin(request: Request, session: Session, at: Now, within: Period, words: dict[str, str]) -> Bulletin:
    state = request.app.state
    table = statistics.quarter_table(session, within.year, within.quarter, at=at)
    published = contradictions_in_print(state.documents.values(), within.year, within.quarter)
    return bulletin_text.compose(table, words, units=state.units, published=published)


def _page(
    request: Request,
    session: Session,
    by: Staff,
    at: Now,
    within: Period,
    words: dict[str, str],
    *,
    refusal: DeskError | None = None,
    saved: bool = False,
    agreed: bool = False,
) -> Response:
    """*agreed*: the office prints although figures contradict each other; else the paper itself stays unprinted."""
    state = request.app.state
    shown = {} if refusal is not None else words
    return page(
        request,
        "bulletin.html",
        status=422 if refusal is not None else 200,
        staff=by,
        here="office",
        at=at,
        within=within,
        before=_address(within.moved(-1)),
        after=_address(within.moved(1)),
        bulletin=_bulletin(request, session, at, within, shown),
        hints=hints_of_print(state.documents.values(), state.units, within.year, within.quarter),
        words=words,
        blanks=BLANKS,
        longest=bulletin_drafts.LONGEST,
        writes=by.role is Role.OFFICE,
        problem=str(refusal or ""),
        saved=saved,
        agreed=agreed,
        noted=NOTED,
        header=HEADER,
        issuer=ISSUER,
        addressees=ADDRESSEES,
    )

"""The letters of a request in a browser: looked at as they print, signed, sent, and opened by the applicant."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api import cases, desk_pages, track_pages
from api.attachment_pages import TypedNumber, TypedSecret
from api.deps import Buckets, Calendar, Keys, Letters, Network, Now, Reading, Tx
from api.desk_pages import Number
from api.errors import STATUS
from api.inbox_pages import Handler
from api.letter_word import word
from api.letters import LetterId, file, opened
from api.templating import page
from api.text import clean
from desk import letter_drafts, letters, store, views
from desk.disclosure_table import Deed, State
from desk.errors import DeskError
from desk.letter_drafts import Choice, Draft
from desk.lifecycle import Role

router = APIRouter(include_in_schema=False)

Key = Annotated[str, Path(max_length=14)]
DRAFT = "/desk/cases/{number}/letters/drafts/{key}"


def chosen(
    key: Key,
    item: Annotated[int, Query(ge=0, le=99)] = 0,
    organ: Annotated[str, Query(max_length=40)] = "",
) -> Choice:
    return Choice(key, item, clean(organ))


def written(
    key: Key,
    item: Annotated[int, Form(ge=0, le=99)] = 0,
    organ: Annotated[str, Form(max_length=40)] = "",
    matter: Annotated[str, Form(max_length=2000)] = "",
) -> Choice:
    return Choice(key, item, clean(organ), clean(matter))


Chosen = Annotated[Choice, Depends(chosen)]
Written = Annotated[Choice, Depends(written)]


@router.get(DRAFT)
def look(
    request: Request, number: Number, choice: Chosen, by: Handler, session: Reading, keys: Keys, press: Letters
) -> Response:
    return _sheet(request, number, choice, by, session, keys, press)


@router.post(DRAFT)
def look_again(
    request: Request, number: Number, choice: Written, by: Handler, session: Reading, keys: Keys, press: Letters
) -> Response:
    """With another organ, or with what a person wrote into it; no address may hold that."""
    return _sheet(request, number, choice, by, session, keys, press)


@router.post(f"{DRAFT}/word")
def as_word(number: Number, choice: Written, by: Handler, tx: Tx, at: Now, keys: Keys, press: Letters) -> Response:
    made = letter_drafts.draft(tx, number, choice, office=press.office, by=by, vault=keys)
    letters.note_reading(tx, number, made.text.title, by=by, at=at)
    return file(made.text.title if made.filled_by_hand else f"{made.text.title}（未签发）", word(made.text))


@router.post(f"{DRAFT}/sign")
def sign(
    request: Request, number: Number, choice: Written, by: Handler, at: Now, keys: Keys, press: Letters
) -> Response:
    """A refusal shows the letter again with what stands in the way."""
    database = request.app.state.database
    try:
        with database.sessions.begin() as session:
            letters.sign(session, number, choice, office=press.office, by=by, at=at, vault=keys, render=press.render)
    except DeskError as refusal:
        with database.readers() as session:
            problem, status = str(refusal), STATUS[type(refusal)]
            return _sheet(request, number, choice, by, session, keys, press, problem=problem, status=status)
    return RedirectResponse(f"/desk/cases/{number}#letters", status_code=303)


@router.post("/desk/cases/{number}/letters/{letter_id}/send")
def send(
    request: Request,
    number: Number,
    letter_id: LetterId,
    by: Handler,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    manner: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    try:
        with request.app.state.database.sessions.begin() as session:
            letters.send(session, number, letter_id, manner=clean(manner), by=by, at=at)
    except DeskError as refusal:
        shown = {"problem": str(refusal), "status": STATUS[type(refusal)]}
        return desk_pages.again(request, number, by, at, calendar, keys, **shown)
    return RedirectResponse(f"/desk/cases/{number}#letters", status_code=303)


@router.post("/desk/cases/{number}/letters/{letter_id}/file")
def read(number: Number, letter_id: LetterId, by: Handler, tx: Tx, at: Now, keys: Keys, press: Letters) -> Response:
    return opened(tx, number, letter_id, by, at, keys, press)


@router.post("/track/letter")
def open_mine(
    request: Request,
    at: Now,
    keys: Keys,
    buckets: Buckets,
    network: Network,
    press: Letters,
    letter: Annotated[int, Form(ge=1)],
    typed: TypedNumber = "",
    secret: TypedSecret = "",
) -> Response:
    """The applicant's letter; a form asks for it, because number and secret may stand in no address."""
    number = track_pages.typed_number(typed)
    by = cases.caller_of_case(request, number, None, at, keys, buckets, network, secret.strip())
    with request.app.state.database.readers() as session:
        return opened(session, number, letter, by, at, keys, press)


def _sheet(
    request: Request,
    number: str,
    choice: Choice,
    by: Handler,
    session: Session,
    keys: Keys,
    press: Letters,
    *,
    status: int = 200,
    problem: str = "",
) -> Response:
    """The letter as it will be printed, but for the name it is written to, which only the Word file tells."""
    made = letter_drafts.draft(session, number, choice, office=press.office, by=by, vault=keys)
    state = store.disclosure(session, number).state
    return page(
        request,
        "letter.html",
        status=status,
        staff=by,
        here="desk",
        number=number,
        made=made,
        letter=replace(made.text, addressee=views.masked("name", made.text.addressee)),
        problem=problem,
        organs=list(press.office.organs),
        sign_at=_sign_at(number, made, by, state),
    )


def _sign_at(number: str, made: Draft, by: Handler, state: Any) -> str:
    """Where the head signs it: an answer with its deed, another letter by itself; empty for everybody else."""
    if by.role is not Role.HEAD or made.filled_by_hand:
        return ""
    if not made.template.answer:
        return f"/desk/cases/{number}/letters/drafts/{made.choice.key}/sign"
    return f"/desk/cases/{number}/{Deed.ANSWER.value}" if state is State.DRAFTED else ""

"""区分处理 on pages, without scripts: the findings of a file to tick, its preview, the approval, and a text box."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api import redactions as shared
from api.attachments import Ordinal
from api.deps import Keys, Now, Reading
from api.desk_pages import Number
from api.errors import STATUS
from api.inbox_pages import Handler
from api.redactions import MOST_TEXT, Approval, Chosen, PageNumber
from api.templating import page
from api.text import clean
from desk import attachments, redact, redactions, store
from desk.errors import DeskError, Invalid
from desk.lifecycle import Actor
from desk.redaction import MOST_FINDINGS
from desk.vault import Vault

router = APIRouter(include_in_schema=False)

Ticked = Annotated[list[int], Form(max_items=MOST_FINDINGS)]
Own = Annotated[str, Form(max_length=5000)]
Version = Annotated[str, Form(max_length=16)]
_RANGE = re.compile(r"([0-9]{1,3})(?:-([0-9]{1,3}))?")


@router.get("/desk/cases/{number}/redactions")
def overview(request: Request, number: Number, by: Handler, session: Reading, keys: Keys) -> Response:
    """The papers of a request that may be redacted, and a box for a text."""
    return _overview(request, session, number, by, keys)


@router.post("/desk/cases/{number}/redactions/text")
def text(
    request: Request,
    number: Number,
    by: Handler,
    session: Reading,
    keys: Keys,
    text: Annotated[str, Form(max_length=MOST_TEXT)] = "",
    before: Annotated[str, Form(max_length=MOST_TEXT)] = "",
    hide: Ticked = [],  # noqa: B006  # FastAPI copies it
    own: Own = "",
) -> Response:
    """Nothing is kept. The ticks are of the text *before*: another one is looked through anew."""
    found, problem = None, ""
    try:
        redactions.check_reach(store.disclosure(session, number), by)
        ticked = hide if clean(text) == clean(before) else None
        found = shared.hidden_text(clean(text), ticked, own=clean(own))
    except Invalid as refusal:
        problem = str(refusal)
    return _overview(request, session, number, by, keys, text=clean(text), own=own, found=found, problem=problem)


@router.get("/desk/cases/{number}/redactions/{ordinal}")
def show(request: Request, number: Number, ordinal: Ordinal, by: Handler, session: Reading, keys: Keys) -> Response:
    return _paper(request, session, number, ordinal, by, keys)


@router.post("/desk/cases/{number}/redactions/{ordinal}/proposal")
def propose(request: Request, number: Number, ordinal: Ordinal, by: Handler, at: Now, keys: Keys) -> Response:
    database = request.app.state.database
    return _done(
        request, number, ordinal, by, keys, lambda: shared.proposed(database, number, ordinal, by=by, at=at, vault=keys)
    )


@router.post("/desk/cases/{number}/redactions/{ordinal}")
def change(
    request: Request,
    number: Number,
    ordinal: Ordinal,
    by: Handler,
    at: Now,
    keys: Keys,
    version: Version,
    hide: Ticked = [],  # noqa: B006  # FastAPI copies it
    own: Own = "",
    pages: Annotated[str, Form(max_length=400)] = "",
    drop_pictures: Annotated[bool, Form()] = False,
) -> Response:
    database = request.app.state.database

    def do() -> object:
        wanted = Chosen(version=version, hide=hide, own=own, pages=_pages(pages), with_pictures=not drop_pictures)
        return shared.changed(database, number, ordinal, wanted, by=by, at=at, vault=keys)

    return _done(request, number, ordinal, by, keys, do, own=own, typed_pages=pages)


@router.post("/desk/cases/{number}/redactions/{ordinal}/approval")
def approve(
    request: Request,
    number: Number,
    ordinal: Ordinal,
    by: Handler,
    at: Now,
    keys: Keys,
    version: Version,
    looked: Annotated[bool, Form()] = False,
) -> Response:
    database, wanted = request.app.state.database, Approval(version=version, looked=looked)
    return _done(
        request,
        number,
        ordinal,
        by,
        keys,
        lambda: shared.approved(database, number, ordinal, wanted, by=by, at=at, vault=keys),
    )


@router.get("/desk/cases/{number}/redactions/{ordinal}/pages/{page_number}")
def picture(
    request: Request, number: Number, ordinal: Ordinal, page_number: PageNumber, by: Handler, keys: Keys
) -> Response:
    return shared.picture(request.app.state.database, number, ordinal, page_number, by=by, vault=keys)


def _done(
    request: Request, number: str, ordinal: int, by: Actor, keys: Vault, do: Callable[[], object], **typed: Any
) -> Response:
    """Do it and show the page; a refusal shows it in the rule's own sentence, with what was *typed*."""
    try:
        do()
    except DeskError as refusal:
        with request.app.state.database.readers() as session:
            shown = {"problem": str(refusal), "status": STATUS[type(refusal)], **typed}
            return _paper(request, session, number, ordinal, by, keys, **shown)
    return RedirectResponse(f"/desk/cases/{number}/redactions/{ordinal}", status_code=303)


def _paper(
    request: Request, session: Session, number: str, ordinal: int, by: Actor, keys: Vault, **context: Any
) -> Response:
    case = store.disclosure(session, number)
    redactions.check_reach(case, by)
    row = redactions.latest(session, number, ordinal)
    found = shared.shown(session, number, ordinal, by=by, vault=keys) if row else None
    whole = {
        "number": number,
        "ordinal": ordinal,
        "found": found,
        "made": row.made if row else None,
        "approved": row.approved if row else None,
        "may_propose": redactions.may(case, redactions.PROPOSE, by) and (row is None or row.approved is not None),
        **context,
    }
    return page(request, "redaction.html", staff=by, here="desk", **whole)


def _overview(
    request: Request, session: Session, number: str, by: Actor, keys: Vault, *, problem: str = "", **context: Any
) -> Response:
    case = store.disclosure(session, number)
    redactions.check_reach(case, by)
    rows = {row.source: row for row in redactions.listed(session, number)}
    made = {row.result for row in redactions.listed(session, number)}
    papers = [
        (each, rows.get(each.ordinal))
        for each in attachments.listed(session, case, by=by, vault=keys)
        if each.media in redact.MEDIA and each.ordinal not in made and each.added_by not in attachments.CALLERS
    ]
    shown = {"number": number, "papers": papers, "problem": problem, "status": 422 if problem else 200, **context}
    return page(request, "redactions.html", staff=by, here="desk", **shown)


def _pages(typed: str) -> list[int]:
    """Page numbers as people write them: 2、5-7. Raises Invalid."""
    parts = [part for part in re.split(r"[,，、;；\s]+", typed.replace("—", "-").replace("－", "-")) if part]
    ranges = [_RANGE.fullmatch(part) for part in parts]
    if not all(ranges):
        raise Invalid("遮盖整页", "请写页码，例如 2、5-7")
    return [at for each in ranges if each for at in range(int(each[1]), int(each[2] or each[1]) + 1)]

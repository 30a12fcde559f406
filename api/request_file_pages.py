"""/desk/requests/{number}: the whole file of a request to read, print and take out for the archive."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from api import paper, request_file_word
from api.deps import Calendar, Keys, Letters, Now, Reading
from api.desk_pages import Number
from api.downloads import PRIVATE, download
from api.errors import STATUS
from api.register_pages import Keeper
from api.templating import page
from api.text import clean
from desk import proceedings, request_file
from desk.errors import DeskError
from desk.lifecycle import Actor
from desk.request_file import RequestFile, Taken

router = APIRouter(include_in_schema=False)

ZIP = "application/zip"


@router.get("/desk/requests/{number}")
def show(
    request: Request, number: Number, by: Keeper, session: Reading, at: Now, calendar: Calendar, keys: Keys
) -> Response:
    whole = request_file.whole(session, number, by=by, vault=keys)
    begun = proceedings.all_of(session, before=at, numbers=[number])
    return _page(request, by, at, whole, proceedings=[(each, each.sue_until(calendar)) for each in begun])


@router.get("/desk/requests/{number}/file.docx")
def word(number: Number, by: Keeper, session: Reading, keys: Keys) -> Response:
    """Cover and list, names masked as on the page."""
    whole = request_file.whole(session, number, by=by, vault=keys)
    return download(request_file_word.word(whole), f"{number}-卷内目录.docx", paper.WORD, headers=PRIVATE)


@router.post("/desk/requests/{number}/file.zip")
def take(
    request: Request,
    number: Number,
    by: Keeper,
    at: Now,
    keys: Keys,
    press: Letters,
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """The unmasked file with its letters and attachments; on record before it leaves."""
    database = request.app.state.database
    try:
        with database.sessions.begin() as session:
            taken = request_file.take(
                session, number, reason=clean(reason), office=press.office, by=by, at=at, vault=keys
            )
            packed = _packed(taken)
    except DeskError as refusal:
        with database.readers() as session:
            whole = request_file.whole(session, number, by=by, vault=keys)
            return _page(request, by, at, whole, problem=str(refusal), status=STATUS[type(refusal)])
    return download(packed, f"{number}-全卷.zip", ZIP, headers=PRIVATE)


def _packed(taken: Taken) -> bytes:
    files = {"全卷.docx": request_file_word.word(taken.whole), **taken.files}
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()]
    sums += [f"{item.digest}  {item.at.isoformat()} {item.what}" for item in taken.whole.items]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("校验值.txt", "\n".join(sums) + "\n")
    return out.getvalue()


def _page(request: Request, by: Actor, at: Now, whole: RequestFile, *, status: int = 200, **more: object) -> Response:
    return page(
        request,
        "request_file.html",
        status=status,
        staff=by,
        here="desk",
        at=at,
        number=whole.request.number,
        cover=request_file_word.cover(whole),
        columns=request_file_word.COLUMNS,
        lines=request_file_word.lines(whole),
        takes=request_file.may_take(whole.request, by),
        **more,
    )

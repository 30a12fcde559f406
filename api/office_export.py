"""The list behind a figure of /office as a file."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api import inbox, spreadsheets
from api.deps import Calendar, Now, Reading
from api.office_lists import List
from api.office_pages import Reader
from api.office_period import Within
from api.spreadsheets import Format
from desk import store, supervision
from desk.standing import standing
from desk.supervision import QUESTIONS

router = APIRouter(include_in_schema=False)

BATCH = 500  # tickets loaded at a time


@router.get("/office/export")
def export(
    by: Reader, session: Reading, at: Now, calendar: Calendar, within: Within, wanted: List, format: Format = "xlsx"
) -> Response:
    """All cases the figure counts, up to what one file holds; without anybody's identity."""
    of = standing(at=at) if wanted.pressing else within.standing(at)
    numbers = supervision.numbers(session, of, wanted.question, at=at, narrowed=wanted.axes)
    kept = numbers[: inbox.EXPORTED]
    rows = [
        inbox.row(ticket, at=at, calendar=calendar)
        for start in range(0, len(kept), BATCH)
        for ticket in store.tickets_numbered(session, kept[start : start + BATCH])
    ]
    name = f"督办-{QUESTIONS[wanted.question].label}"
    return spreadsheets.download(rows, name, format, at=at, cut_off=len(numbers) > len(kept))

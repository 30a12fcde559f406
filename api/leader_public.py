"""/sessions: the announced 领导接听 for everybody: the next one, how it works, and what came of the earlier ones."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.deps import Calendar, Now, Reading
from api.leader_sessions import told, with_report
from api.templating import page
from desk import leader_diary
from desk.leader_table import State

router = APIRouter(prefix="/sessions", include_in_schema=False)


@router.get("")
def announced(request: Request, session: Reading, at: Now) -> Response:
    """The next first, the later ones after it, then those that are over."""
    sessions = leader_diary.announced(session)
    ahead = [held for held in reversed(sessions) if held.ends > at and not held.closed]
    past = [held for held in sessions if held not in ahead]
    return page(
        request,
        "sessions.html",
        here="sessions",
        ahead=[told(held, at) for held in ahead],
        past=[told(held, at) for held in past],
    )


@router.get("/{number}")
def one(
    request: Request, number: Annotated[str, Path(max_length=20)], session: Reading, at: Now, calendar: Calendar
) -> Response:
    """The announcement as it is printed, and the report once there is one."""
    held = leader_diary.public(session, number)
    return page(
        request,
        "session.html",
        here="sessions",
        held=with_report(session, held, at, calendar),
        announced=held.announced,
        closed=State.CLOSED.value,
    )

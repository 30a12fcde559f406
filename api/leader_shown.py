"""One 领导接听 session as the hotline's page shows it, whole or its live part."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.desk_pages import units_by_kind
from api.leader_sessions import told
from api.templating import page
from desk import leader_diary
from desk.case_records import LeaderSession
from desk.leader_report import promised_by, report
from desk.leader_sessions import offers
from desk.lifecycle import Actor, Role
from desk.moments import day_of
from desk.ticket_table import TicketType
from desk.workdays import WorkCalendar

LOGGING = (Role.AGENT, Role.OFFICE)


def whole(
    request: Request,
    number: str,
    by: Actor,
    session: Session,
    at: datetime,
    calendar: WorkCalendar,
    *,
    status: int = 200,
    **context: Any,
) -> Response:
    held = leader_diary.find(session, number)
    given = context.get("given")
    return page(
        request,
        "leader_session.html",
        status=status,
        staff=by,
        here="sessions",
        at=at,
        key=given.key if given else secrets.token_urlsafe(16),
        kinds=list(TicketType),
        units=units_by_kind(request.app.state.units),
        log=leader_diary.history(session, number),
        **live(session, held, by, at, calendar),
        **{"given": None, "typed": None, "text": "", **context},
    )


def again(request: Request, number: str, by: Actor, at: datetime, calendar: WorkCalendar, **context: Any) -> Response:
    with request.app.state.database.readers() as session:
        return whole(request, number, by, session, at, calendar, **context)


def live(session: Session, held: LeaderSession, by: Actor, at: datetime, calendar: WorkCalendar) -> dict[str, Any]:
    """What the page and its live part both show."""
    found = report(session, held, at=at, calendar=calendar)
    allowed = offers(held, by, at)
    begun = held.starts <= at and held.announced is not None and held.cancelled is None
    return {
        "held": told(held, at),
        "planned": held,
        "report": found,
        "promised": {call.ticket.number: promised_by(call, calendar) for call in found.calls if call.promised},
        "deeds": [deed.value for deed in allowed],
        "begun": begun,
        "logging": begun and not held.closed and day_of(at) == day_of(held.starts) and by.role in LOGGING,
        "supervising": by.role is Role.OFFICE,
    }

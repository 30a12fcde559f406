"""Doing a deed on a disclosure request, for API and pages alike: its letter goes with it, its complaint is filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlalchemy.orm import Session

from api import deps
from desk import disclosure_work, issuing, store
from desk.case import Details
from desk.disclosure_table import Deed
from desk.filings import Filed
from desk.lifecycle import Actor
from desk.store import AnyCase
from desk.vault import Vault
from desk.workdays import WorkCalendar


@dataclass(frozen=True)
class Done:
    """The case after the deed; *ticket* is the receipt of the ticket it was turned into, for the applicant."""

    case: AnyCase
    ticket: Filed | None = None


def do(
    request: Request,
    session: Session,
    number: str,
    deed: str,
    details: Details,
    *,
    by: Actor,
    at: datetime,
    calendar: WorkCalendar,
    vault: Vault,
) -> Done:
    """Raises DeskError, and NotReady while the router that a complaint needs is loading; the caller rolls back."""
    if deed != Deed.TO_TICKET:
        press = deps.press(request)
        case = issuing.perform(
            session, number, deed, details, press=press, by=by, at=at, calendar=calendar, vault=vault
        )
        return Done(case)
    routing = deps.loaded(request, "router").route(details.text)
    ticket = disclosure_work.to_ticket(
        session, number, details, routing=routing, by=by, at=at, calendar=calendar, vault=vault
    )
    return Done(store.disclosure(session, number), ticket)

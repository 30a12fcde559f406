"""The bot's door to filed cases: those of the conversation itself, and others by number and secret."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.cases import CITIZEN
from api.deps import Calendar, Keys, Now
from desk import access, casework, conversations, store, views
from desk.acknowledgements import acknowledge
from desk.case import Details
from desk.database import Database
from desk.disclosure import Disclosure
from desk.disclosure_table import Deed as RequestDeed
from desk.offers import offers
from desk.store import AnyCase
from desk.ticket_table import Deed as TicketDeed
from desk.tickets import Ticket
from desk.vault import Vault
from desk.workdays import WorkCalendar

router = APIRouter(prefix="/cases")

KEPT = ("number", "kind", "state", "unit", "handler", "due", "due_words", "next", "extended", "events")
ABOUT = 12  # characters of a matter that tell one case from another
# What citizens call adding to a case is 补正 where the law has a name for it.
REQUEST_DEEDS = {TicketDeed.SUPPLEMENT.value: RequestDeed.SUPPLY.value}
CHAT_DEEDS = {deed: said for said, deed in REQUEST_DEEDS.items()}


class Talk(BaseModel):
    session: str = Field(..., max_length=200)


class Asked(Talk):
    number: str | None = Field(None, max_length=40, description="空则为本次会话最近一件")
    secret: str | None = Field(None, max_length=80)


class Wanted(Asked):
    deed: str = Field(..., max_length=20)
    text: str = Field("", max_length=2000)
    rating: str | None = Field(None, max_length=10)


@router.post("/status")
def status(request: Request, asked: Asked, at: Now, calendar: Calendar, keys: Keys) -> dict[str, Any]:
    database: Database = request.app.state.database
    number = _number_for(database, asked, at=at, vault=keys)
    with database.readers() as session:
        return _told(store.case(session, number), at=at, calendar=calendar)


@router.post("/own")
def own(request: Request, talk: Talk, at: Now) -> dict[str, Any]:
    """The conversation's cases, newest first."""
    with request.app.state.database.readers() as session:
        cases = [store.case(session, number) for number in conversations.linked(session, talk.session)]
        return {"cases": [_line(case, at) for case in cases]}


@router.post("/deed")
def do(request: Request, wanted: Wanted, at: Now, calendar: Calendar, keys: Keys) -> dict[str, Any]:
    database: Database = request.app.state.database
    number = _number_for(database, wanted, at=at, vault=keys)
    details = Details(text=wanted.text, rating=wanted.rating or "")
    with database.sessions.begin() as session:
        deed = deed_for(session, number, wanted.deed)
        case = casework.perform(session, number, deed, details, by=CITIZEN, at=at, calendar=calendar)
        return {**_told(case, at=at, calendar=calendar), "said": acknowledge(case, deed)}


def _number_for(database: Database, asked: Asked, *, at: Now, vault: Vault) -> str:
    """Return the number of the case if the conversation may see it.

    Raises:
        NotFound: not linked to the conversation, and the secret does not open it.
        TooMany: see ``access.unlock``.
    """
    with database.readers() as session:
        linked = conversations.linked(session, asked.session)
    number = (asked.number or "").strip().upper() or next(iter(linked), "")
    if number and number in linked:
        return number
    access.unlock(database, number, asked.secret or "", at=at, vault=vault)
    with database.sessions.begin() as session:
        conversations.link(session, asked.session, number)
    return number


def deed_for(session: Session, number: str, deed: str) -> str:
    case = store.case(session, number)
    return REQUEST_DEEDS.get(deed, deed) if isinstance(case, Disclosure) else deed


def _told(case: AnyCase, *, at: Now, calendar: WorkCalendar) -> dict[str, Any]:
    whole: dict[str, Any] = views.view(case, by=CITIZEN, at=at, calendar=calendar)
    events = sorted([*whole["events"], *whole["course"]], key=lambda event: str(event["at"]))
    return {**{name: whole[name] for name in KEPT}, "offers": _offers(case, at), "events": events}


def _offers(case: AnyCase, at: Now) -> list[str]:
    """The deeds open now, in the words of the chat."""
    return [CHAT_DEEDS.get(deed, deed) for deed in offers(case, by=CITIZEN, at=at)]


def _line(case: AnyCase, at: Now) -> dict[str, Any]:
    return {
        "number": case.number,
        "state": case.current.value,
        "about": _about(case),
        "offers": _offers(case, at),
    }


def _about(case: AnyCase) -> str:
    matter = case.matter if isinstance(case, Ticket) else case.wanted
    return matter if len(matter) <= ABOUT else f"{matter[:ABOUT]}…"

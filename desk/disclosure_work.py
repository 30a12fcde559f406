"""Deeds on a disclosure request that touch more than the request: names are sealed, a complaint becomes a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from desk import casework, filing, identities, ledger, store
from desk.case import Details, Effect
from desk.consulting import ASKING, consultations
from desk.disclosure_table import Deed
from desk.errors import Invalid, NotAllowed
from desk.filings import Filed, Routed, TicketFiling
from desk.lifecycle import Actor
from desk.vault import Vault
from desk.workdays import WorkCalendar

TRANSFERRED = "依申请公开转办"  # channel of tickets that came as requests
READ = "查看被征求意见人"  # event
REACHED_BY = ("name", "phone", "email", "address")


def perform(
    session: Session,
    number: str,
    deed: str,
    details: Details,
    *,
    by: Actor,
    at: datetime,
    calendar: WorkCalendar,
    vault: Vault,
) -> store.AnyCase:
    """Do *deed* as ``casework.perform`` does; who was asked and what they said is sealed beside the log.

    Raises Invalid for 转为工单, whose ticket has to be filed: see ``to_ticket``.
    """
    if deed == Deed.TO_TICKET:
        raise Invalid(deed, "须由系统登记工单，不能自行填写工单编号")
    case = casework.perform(session, number, deed, details, by=by, at=at, calendar=calendar)
    if deed in ASKING:
        identities.put(
            session,
            number,
            {identities.party(len(consultations(store.disclosure(session, number)))): details.party},
            vault=vault,
        )
    elif deed in (Deed.HEAR, Deed.HEAR_MAKER):
        heard = int(str(case.events[-1].facts["consultation"]))
        identities.put(session, number, {identities.opinion(heard): details.text}, vault=vault)
    return case


def to_ticket(
    session: Session,
    number: str,
    details: Details,
    *,
    routing: Routed,
    by: Actor,
    at: datetime,
    calendar: WorkCalendar,
    vault: Vault,
) -> Filed:
    """File the complaint that came as a request as a ticket, with the applicant's consent (第三十九条第一款).

    Asked again it gives the same receipt. Raises WrongState, NotAllowed, Invalid; nothing was filed then.
    """
    key = f"{TRANSFERRED}|{number}"
    known = store.ticket_by_key(session, key)
    if known is not None:
        return filing.ticket_receipt(known, vault)
    person = identities.get(session, number, vault=vault)
    wanted = TicketFiling(
        matter=details.text,
        place="未写明",
        channel=TRANSFERRED,
        person={column: person[column] for column in REACHED_BY if column in person},
    )
    receipt = filing.file_ticket(
        session, wanted, key=key, routing=routing, by=by, at=at, calendar=calendar, vault=vault
    )
    told = Details(text=details.text, told=details.told, number=receipt.number)
    casework.perform(session, number, Deed.TO_TICKET, told, by=by, at=at, calendar=calendar)
    return receipt


def read_parties(
    session: Session, number: str, *, reason: str, by: Actor, at: datetime, vault: Vault
) -> Mapping[str, str]:
    """Open who was asked about the request and what they said, and record who looked and why.

    Raises NotFound, NotAllowed, Invalid as ``casework.read_identity`` does.
    """
    request = store.disclosure(session, number, lock=True)
    casework.reach(request, by)
    if not casework.may_read_identity(request, by):
        raise NotAllowed(by.role.value, READ)
    if not reason.strip():
        raise Invalid("查看理由", "必须填写")
    found = identities.parties(session, number, vault=vault)
    request.record(READ, Effect(note=reason.strip(), facts={"fields": sorted(found)}), by=by, at=at)
    ledger.write(session, request)
    return found

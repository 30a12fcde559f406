"""Deeds that touch more than one thing: filing a case, doing a deed and sealing it, reading an identity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import Enum

from sqlalchemy.orm import Session

from desk import (
    corrections,
    disclosure_table,
    identities,
    identity_documents,
    ledger,
    merging,
    numbers,
    store,
    ticket_table,
)
from desk.accused import keep_away
from desk.case import Details, Effect
from desk.directory import check_unit
from desk.disclosure import Disclosure
from desk.errors import Invalid, NotAllowed, NotFound
from desk.filings import LONGEST
from desk.lifecycle import Actor, Role
from desk.masking import mask
from desk.store import AnyCase
from desk.tickets import Ticket
from desk.vault import Vault
from desk.workdays import WorkCalendar

SYSTEM = merging.SYSTEM
SPOKEN_FOR = (Role.CITIZEN, Role.AGENT)
IN_UNITS = (Role.OFFICER, Role.HEAD)
TO_A_UNIT = (
    ticket_table.Deed.ROUTE,
    ticket_table.Deed.REROUTE,
    ticket_table.Deed.REDO,
    ticket_table.Deed.ASK_ASSIST,
)


def perform(
    session: Session, number: str, deed: str, details: Details, *, by: Actor, at: datetime, calendar: WorkCalendar
) -> AnyCase:
    """Do *deed* on the case and seal its events, all in the caller's transaction.

    A citizen's right to the case (secret or linked conversation) is checked before: see ``access.unlock``.

    Raises:
        NotFound: no such case, or not one of the actor's unit.
        WrongState, NotAllowed, Invalid: see ``Case.do``; nothing was changed.
    """
    case = _locked(session, number, details)
    reach(case, by)
    _check(details)
    if by.role in SPOKEN_FOR:
        details = replace(details, text=mask(details.text), reason=mask(details.reason))
    wanted = next((item for _, item in case.lifecycle.moves if item.value == deed), None)
    if wanted is None:
        raise Invalid("办理动作", f"{case.lifecycle.kind}没有「{deed}」")
    if not may_do(case, wanted, by):
        raise NotAllowed(by.role.value, deed)
    if isinstance(case, Ticket):
        _do(session, case, wanted, details, by=by, at=at, calendar=calendar)
    else:
        case.do(wanted, details, by=by, at=at, calendar=calendar)
        ledger.write(session, case)
    return case


def _locked(session: Session, number: str, details: Details) -> AnyCase:
    if number.startswith(numbers.DISCLOSURE):
        return store.disclosure(session, number, lock=True)
    return merging.lock(session, number, details.number)


def _do(
    session: Session, ticket: Ticket, deed: Enum, details: Details, *, by: Actor, at: datetime, calendar: WorkCalendar
) -> None:
    """Do *deed* with what it means for other tickets, for the router's lessons and for a dissatisfied citizen."""
    ticket.lifecycle.move(ticket.state, deed, role=by.role)
    if deed is ticket_table.Deed.MERGE:
        merging.check(session, ticket, details.number)
    elif deed in TO_A_UNIT:
        keep_away(ticket, details.unit)
    elif deed is ticket_table.Deed.RETYPE and ticket.state is ticket_table.State.ROUTED:
        keep_away(ticket, ticket.unit, kind=details.kind)
    ticket.do(deed, details, by=by, at=at, calendar=calendar)
    ledger.write(session, ticket)
    if deed in corrections.CHOICES:
        corrections.keep(session, ticket, by=by, at=at)
    _redo_if_dissatisfied(ticket, deed, at=at, calendar=calendar)
    ledger.write(session, ticket)
    merging.follow(session, ticket, deed, details, by=by, at=at, calendar=calendar)


def _check(details: Details) -> None:
    if any(isinstance(text, str) and len(text) > LONGEST for text in vars(details).values()):
        raise Invalid("内容", f"不能超过 {LONGEST} 字")
    if details.unit:
        check_unit(details.unit)


def reach(case: AnyCase, by: Actor) -> None:
    """Raises NotFound unless ``reaches``."""
    if not reaches(case, by):
        raise NotFound(case.lifecycle.kind, case.number)


def reaches(case: AnyCase, by: Actor) -> bool:
    """A unit's people see what was routed or assigned to them, 管理员 see no case, everybody else all."""
    if by.role in IN_UNITS:
        return by.unit in units_of(case)
    return by.role is not Role.ADMIN


def may_do(case: AnyCase, deed: Enum, by: Actor) -> bool:
    """A unit that only helps (交办 of a request, 协办 of a ticket) gives feedback, and nobody else does."""
    if by.role not in IN_UNITS:
        return True
    if isinstance(case, Ticket):
        return (deed is ticket_table.Deed.ASSIST) == (by.unit != case.unit)
    return (deed is disclosure_table.Deed.FEEDBACK) == (by.unit == case.assigned_unit != case.unit)


def units_of(case: AnyCase) -> tuple[str, ...]:
    """The units whose people may see the case now."""
    if isinstance(case, Disclosure):
        return tuple(unit for unit in (case.unit, case.assigned_unit) if unit)
    return (case.unit, *(assist.unit for assist in case.assists)) if case.routed is not None else ()


def _redo_if_dissatisfied(ticket: Ticket, deed: object, *, at: datetime, calendar: WorkCalendar) -> None:
    """The first 不满意 is redone by the unit without anybody having to ask (《考评方案》附件4：督查督办)."""
    dissatisfied = ticket.rating in {rating.value for rating in ticket_table.DISSATISFIED}
    if deed is ticket_table.Deed.RATE and dissatisfied and not ticket.redone and _redoer(ticket):
        reason = Details(reason=f"诉求人评价「{ticket.rating}」")
        ticket.do(ticket_table.Deed.REDO, reason, by=SYSTEM, at=at, calendar=calendar)


def _redoer(ticket: Ticket) -> str:
    """The unit that does it again: the one that handled it, or the ticket it was merged into."""
    return ticket.unit if ticket.routed is not None or ticket.merged_into else ""


def read_identity(
    session: Session, number: str, *, reason: str, by: Actor, at: datetime, vault: Vault
) -> Mapping[str, str]:
    """Open who filed the case, and record who looked and why.

    Raises:
        NotFound: see ``reach``.
        NotAllowed: the role may never look, or the citizen asked to stay hidden from the unit, or it is a 举报.
        Invalid: no reason given.
    """
    case = store.case(session, number, lock=True)
    reach(case, by)
    if not may_read_identity(case, by):
        raise NotAllowed(by.role.value, "查看身份信息")
    if not reason.strip():
        raise Invalid("查看理由", "必须填写")
    fields = identities.get(session, number, vault=vault)
    case.record("查看身份", Effect(note=reason.strip(), facts={"fields": sorted(fields)}), by=by, at=at)
    ledger.write(session, case)
    return fields


def may_read_identity(case: AnyCase, by: Actor) -> bool:
    if by.role in (Role.AGENT, Role.OFFICE):
        return True
    if by.role not in IN_UNITS or by.unit != case.unit:
        return False
    return not isinstance(case, Ticket) or not case.hidden


def add_identity(
    session: Session, number: str, fields: Mapping[str, str], *, by: Actor, at: datetime, vault: Vault
) -> Disclosure:
    """Store the identity proof the applicant gives on the page (第二十九条). Raises NotFound, Invalid."""
    proof = identity_documents.checked(fields)
    request = store.disclosure(session, number, lock=True)
    columns = identities.put(session, number, proof, vault=vault)
    if not columns:
        raise Invalid("身份证明", "必须填写")
    request.identified = request.identified or "id_number" in columns or "organisation" in columns
    request.record("提交身份证明", Effect(facts={"fields": list(columns)}), by=by, at=at)
    ledger.write(session, request)
    return request

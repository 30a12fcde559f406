"""The clock's own work: reminding, escalating, lapsing, recounting; each exactly once, also after downtime."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import disclosure_table, ledger, tables, ticket_table
from desk.case import Details, Effect
from desk.casework import SYSTEM
from desk.disclosure import Disclosure
from desk.moments import due_words
from desk.records import Reminder
from desk.store import AnyCase
from desk.tickets import Ticket
from desk.workdays import WorkCalendar

# A reminder lies at most this long before its due day: one working day, across the longest holiday with make-up days.
HORIZON = timedelta(days=14)


@dataclass(frozen=True)
class Sent:
    """One thing the clock did; *kind* is 提醒, 上报, 认领超期, 逾期不补正, 第三方逾期未答 or 重算期限."""

    number: str
    kind: str
    unit: str
    words: str


def run(session: Session, *, at: datetime, calendar: WorkCalendar) -> list[Sent]:
    """Do everything that has become due by *at*, in the caller's transaction; a second run does nothing more."""
    done: list[Sent] = []
    for case in _open_cases(session, at):
        done += _recount(case, at=at, calendar=calendar)
        ledger.write(session, case)
        done += _remind(session, case, at=at, calendar=calendar)
        if isinstance(case, Disclosure):
            done += _lapse(case, at=at, calendar=calendar)
            ledger.write(session, case)
    return done


def _open_cases(session: Session, at: datetime) -> Iterator[AnyCase]:
    tickets, requests = tables.tickets.c, tables.disclosures.c
    near = at + HORIZON
    states = (*disclosure_table.RUNNING, disclosure_table.State.SUPPLEMENT, disclosure_table.State.CONSULTING)
    wanted = select(Ticket).where(tickets.state.in_(ticket_table.BEFORE_ANSWER), tickets.due <= near)
    yield from session.execute(wanted.order_by(tickets.number).with_for_update()).scalars().all()
    others = select(Disclosure).where(requests.state.in_(states)).order_by(requests.number).with_for_update()
    yield from session.execute(others).scalars().all()


def _recount(case: AnyCase, *, at: datetime, calendar: WorkCalendar) -> list[Sent]:
    """A notice published or changed since moves the date, on record (docs/decisions/0030)."""
    if case.calendar_version == calendar.version or not case.running:
        return []
    before = case.due
    case.recount(calendar)
    if case.due == before:
        return []
    facts: dict[str, object] = {"from": before.isoformat(), "due": case.due.isoformat(), "calendar": calendar.version}
    case.record("重算期限", Effect(facts=facts), by=SYSTEM, at=at, rule="国务院办公厅放假通知变更")
    return [Sent(case.number, "重算期限", case.unit, f"{due_words(before)}改为{due_words(case.due)}")]


def _remind(session: Session, case: AnyCase, *, at: datetime, calendar: WorkCalendar) -> list[Sent]:
    if not case.running:
        return []
    done: list[Sent] = []
    remind, escalate = _deeds(case)
    words = due_words(case.due, provisional=case.provisional)
    if isinstance(case, Ticket) and case.state is ticket_table.State.ROUTED:
        claim_due = case.claim_due(calendar)
        if at > claim_due and _first(session, case, "认领超期", claim_due, at):
            _tell(session, case, escalate, f"{case.unit}未在{due_words(claim_due)}签收", at, calendar)
            done.append(Sent(case.number, "认领超期", case.unit, due_words(claim_due)))
    if at >= case.remind_at(calendar) and _first(session, case, "提醒", case.due, at):
        _tell(session, case, remind, f"请在{words}办结反馈", at, calendar)
        done.append(Sent(case.number, "提醒", case.unit, words))
    if case.overdue(at) and _first(session, case, "上报", case.due, at):
        _tell(session, case, escalate, f"期限{words}已过，报县政府办分管负责人", at, calendar)
        done.append(Sent(case.number, "上报", case.unit, words))
    return done


def _lapse(request: Disclosure, *, at: datetime, calendar: WorkCalendar) -> list[Sent]:
    """Third parties and applicants who stay silent (第三十条、第三十二条)."""
    supplement, opinion = request.supplement_until, request.opinion_until
    if supplement is not None and at > supplement:
        request.do(disclosure_table.Deed.LAPSE, Details(), by=SYSTEM, at=at, calendar=calendar)
        return [Sent(request.number, "逾期不补正", request.unit, due_words(supplement))]
    if opinion is not None and at > opinion:
        request.do(disclosure_table.Deed.SILENCE, Details(), by=SYSTEM, at=at, calendar=calendar)
        return [Sent(request.number, "第三方逾期未答", request.unit, due_words(opinion))]
    return []


def _deeds(case: AnyCase) -> tuple[Enum, Enum]:
    if isinstance(case, Ticket):
        return ticket_table.Deed.REMIND, ticket_table.Deed.ESCALATE
    return disclosure_table.Deed.REMIND, disclosure_table.Deed.ESCALATE


def _first(session: Session, case: AnyCase, kind: str, due: datetime, at: datetime) -> bool:
    """Enter the reminder into the book; False when it stands there already."""
    if session.get(Reminder, (case.number, kind, due)) is not None:
        return False
    session.add(Reminder(case.number, kind, due, at))
    session.flush()
    return True


def _tell(session: Session, case: AnyCase, deed: Enum, words: str, at: datetime, calendar: WorkCalendar) -> None:
    case.do(deed, Details(text=words), by=SYSTEM, at=at, calendar=calendar)
    ledger.write(session, case)

"""The clock's own work: reminding, escalating, lapsing, recounting; each exactly once, also after downtime."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from desk import consulting, disclosure_table, ledger, request_alarms, tables, ticket_table
from desk.alarms import LATE, Alarm
from desk.case import Details, Effect
from desk.case_records import Reminder
from desk.casework import SYSTEM
from desk.disclosure import Disclosure
from desk.moments import due_words
from desk.store import AnyCase
from desk.tickets import Ticket
from desk.workdays import WorkCalendar

# A reminder lies at most this long before its due day: one working day, across the longest holiday with make-up days.
HORIZON = timedelta(days=14)
AT_ONCE = 500  # numbers asked for in one query


Key = tuple[str, str, datetime]  # number, kind and due of what was said


@dataclass(frozen=True)
class Sent:
    """One thing the clock did.

    *kind* is that of an ``Alarm``, 重算期限, or what silence led to.
    """

    number: str
    kind: str
    unit: str
    words: str


def run(session: Session, *, at: datetime, calendar: WorkCalendar) -> list[Sent]:
    """Do everything that has become due by *at*, in the caller's transaction; a second run does nothing more."""
    done: list[Sent] = []
    cases = list(_open_cases(session, at))
    booked = _booked(session, [case.number for case in cases])
    for case in cases:
        told = _recount(case, at=at, calendar=calendar)
        if told:
            ledger.write(session, case)
        told += _remind(session, case, booked, at=at, calendar=calendar)
        if isinstance(case, Disclosure):
            told += _lapse(case, at=at, calendar=calendar)
            ledger.write(session, case)
        done += told
    return done


def _booked(session: Session, numbers: Sequence[str]) -> set[Key]:
    """What was said already about the cases *numbers*; asked once they are locked, so nobody adds to it meanwhile."""
    columns = tables.reminders.c
    found: set[Key] = set()
    for first in range(0, len(numbers), AT_ONCE):
        wanted = select(columns.number, columns.kind, columns.due)
        rows = session.execute(wanted.where(columns.number.in_(numbers[first : first + AT_ONCE])))
        found |= {(number, kind, due) for number, kind, due in rows}
    return found


def _open_cases(session: Session, at: datetime) -> Iterator[AnyCase]:
    tickets, requests = tables.tickets.c, tables.disclosures.c
    near = at + HORIZON
    states = disclosure_table.UNANSWERED
    assists = tables.assists.c
    owed = select(assists.number).where(assists.answered.is_(None), assists.due <= near)
    wanted = select(Ticket).where(
        tickets.state.in_(ticket_table.BEFORE_ANSWER), or_(tickets.due <= near, tickets.number.in_(owed))
    )
    wanted = wanted.options(selectinload(Ticket.assists)).order_by(tickets.number).with_for_update()
    yield from session.execute(wanted).scalars().all()
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


def _remind(session: Session, case: AnyCase, booked: set[Key], *, at: datetime, calendar: WorkCalendar) -> list[Sent]:
    """Say what has rung since, in the order it rang."""
    done: list[Sent] = []
    for alarm in sorted(_alarms(case, calendar), key=lambda each: each.rings):
        if at >= alarm.rings and (case.number, alarm.key, alarm.due) not in booked:
            session.add(Reminder(case.number, alarm.key, alarm.due, at))
            _tell(session, case, alarm.deed, alarm.words, at, calendar)
            done.append(Sent(case.number, alarm.kind, alarm.unit, due_words(alarm.due, provisional=case.provisional)))
    return done


def _alarms(case: AnyCase, calendar: WorkCalendar) -> Iterator[Alarm]:
    if case.running:
        remind, escalate = _deeds(case)
        words = due_words(case.due, provisional=case.provisional)
        yield Alarm("提醒", case.remind_at(calendar), case.due, remind, f"请在{words}办结反馈", case.unit)
        yield Alarm("上报", case.due + LATE, case.due, escalate, f"期限{words}已过，报县政府办分管负责人", case.unit)
    if isinstance(case, Disclosure):
        yield from request_alarms.alarms(case, calendar)
    elif case.running:
        yield from _ticket_alarms(case, calendar)


def _ticket_alarms(case: Ticket, calendar: WorkCalendar) -> Iterator[Alarm]:
    remind, escalate = _deeds(case)
    if case.state is ticket_table.State.ROUTED:
        until = case.claim_due(calendar)
        yield Alarm("认领超期", until + LATE, until, escalate, f"{case.unit}未在{due_words(until)}签收", case.unit)
    for assist in case.open_assists:
        unit, by_then = assist.unit, due_words(assist.due)
        ahead = case.assist_remind_at(assist, calendar)
        yield Alarm("协办提醒", ahead, assist.due, remind, f"请{unit}在{by_then}反馈协办意见", unit, unit)
        yield Alarm("协办超期", assist.due + LATE, assist.due, escalate, f"{unit}未在{by_then}反馈协办意见", unit, unit)


def _lapse(request: Disclosure, *, at: datetime, calendar: WorkCalendar) -> list[Sent]:
    """What silence leads to: an applicant's (第三十条), that of those asked (第三十二条、第三十四条), an unpaid fee."""
    done: list[Sent] = []
    for until, deed, item in _silences(request):
        if at > until:
            request.do(deed, Details(item=item), by=SYSTEM, at=at, calendar=calendar)
            done.append(Sent(request.number, deed.value, request.unit, due_words(until)))
    return done


def _silences(request: Disclosure) -> list[tuple[datetime, disclosure_table.Deed, int]]:
    """Until when, which deed follows, and for which consultation."""
    found = [(each.until, SILENCES[each.kind], each.ordinal) for each in consulting.awaited(request)]
    if request.supplement_until is not None:
        found.append((request.supplement_until, disclosure_table.Deed.LAPSE, 0))
    if request.fee_until is not None:
        found.append((request.fee_until, disclosure_table.Deed.FEE_LAPSE, 0))
    return found


SILENCES = {
    consulting.THIRD_PARTY: disclosure_table.Deed.SILENCE,
    consulting.JOINT_MAKER: disclosure_table.Deed.SILENCE_MAKER,
}


def _deeds(case: AnyCase) -> tuple[Enum, Enum]:
    if isinstance(case, Ticket):
        return ticket_table.Deed.REMIND, ticket_table.Deed.ESCALATE
    return disclosure_table.Deed.REMIND, disclosure_table.Deed.ESCALATE


def _tell(session: Session, case: AnyCase, deed: Enum, words: str, at: datetime, calendar: WorkCalendar) -> None:
    case.do(deed, Details(text=words), by=SYSTEM, at=at, calendar=calendar)
    ledger.write(session, case)

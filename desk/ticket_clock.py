"""How every date shown for a ticket was counted: start, each day passed over or made up, calendar version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from desk.limits import CLAIM_DAYS, CONSULTATION_DAYS
from desk.moments import closing, day_of, due_words
from desk.workdays import Mark, Reckoning, WorkCalendar

if TYPE_CHECKING:
    from desk.tickets import Ticket


ANSWER, CLAIM, EXTENSION = "办理期限", "认领期限", "延期承诺"
TOLD = (ANSWER, CLAIM, EXTENSION)


def explain(ticket: Ticket, calendar: WorkCalendar) -> Mapping[str, object]:
    """The date of the answer at the top; under ``dates`` it again with claim, reminder, extension and assists."""
    reckoning = ticket.reckon(calendar)
    start = "签收" if ticket.signed else "登记转办（签收后自签收日重新起算）"
    return {
        "rule": f"{ticket.sort} {ticket.days - ticket.extension} 个工作日，自{start}之日的次日起算"
        + (f"；已延期 {ticket.extension} 个工作日" if ticket.extension else ""),
        "start": reckoning.start.isoformat(),
        "working_days": ticket.days,
        "due": ticket.due.isoformat(),
        "provisional": ticket.provisional,
        "skipped": _marks(reckoning.skipped),
        "made_up": _marks(reckoning.made_up),
        "calendar": ticket.calendar_version,
        "remind_at": ticket.remind_at(calendar).isoformat(),
        "words": _words(ticket, reckoning),
        "dates": list(_dates(ticket, calendar)),
    }


def told(ticket: Ticket, calendar: WorkCalendar) -> list[dict[str, object]]:
    """The dates a citizen reads; the others are between the offices."""
    return [date for date in _dates(ticket, calendar) if date["name"] in TOLD]


def _dates(ticket: Ticket, calendar: WorkCalendar) -> Iterator[dict[str, object]]:
    reckoning = ticket.reckon(calendar)
    yield _date(ANSWER, ticket.due, "《流程》二", reckoning) | {"words": _words(ticket, reckoning)}
    if ticket.routed is not None:
        claim = calendar.explain(day_of(ticket.routed), CLAIM_DAYS)
        yield _date(CLAIM, ticket.claim_due(calendar), "《考评》认领时限：转办后 1 个工作日", claim)
    yield _reminder(ticket, calendar)
    if promise := _promise(ticket):
        days = ticket.days - ticket.extension + ticket.extension_asked
        reckoning = calendar.explain(day_of(ticket.counted_from), days)
        rule = f"《流程》四：承诺延长 {ticket.extension_asked} 个工作日，{promise}"
        yield _date(EXTENSION, closing(reckoning.end), rule, reckoning)
    for assist in ticket.open_assists:
        reckoning = calendar.explain(day_of(assist.asked), calendar.count(day_of(assist.asked), day_of(assist.due)))
        yield _date(f"{assist.unit}协办期限", assist.due, "主办期限之内", reckoning)


def _words(ticket: Ticket, reckoning: Reckoning) -> list[str]:
    """A date that is settled stays as it was counted, whatever notices say since."""
    if closing(reckoning.end) == ticket.due:
        return reckoning.words()
    counted = f"按当时的放假安排（日历版本 {ticket.calendar_version}）推算为{due_words(ticket.due)}"
    return [f"{counted}，之后的变动不再影响。"]


def _reminder(ticket: Ticket, calendar: WorkCalendar) -> dict[str, object]:
    """Counted back from the due day: what lies between is what was passed over."""
    at = ticket.remind_at(calendar)
    half = ticket.days == CONSULTATION_DAYS
    rule = "《流程》二：1 个工作日的提前半天" if half else "《流程》二：提前 1 个工作日"
    between = calendar.explain(day_of(at), 0 if half else 1)
    whole = _date("催办时点", at, rule, between)
    day = f"期限届满日：{due_words(ticket.due)}。"
    skipped = [f"跳过 {mark['date']}：{mark['reason']}。" for mark in _marks(between.skipped)]
    return whole | {"start": day_of(ticket.due).isoformat(), "words": [day, f"{rule}。", *skipped]}


def _promise(ticket: Ticket) -> str:
    """How the promised extension stands; empty when none was asked for in the present count."""
    if ticket.extension:
        return "县政府办已同意"
    return "待县政府办同意，同意前期限不变" if ticket.extension_pends else ""


def _date(name: str, at: datetime, rule: str, reckoning: Reckoning) -> dict[str, object]:
    return {
        "name": name,
        "at": at.isoformat(),
        "at_words": due_words(at, provisional=reckoning.provisional),
        "rule": rule,
        "start": reckoning.start.isoformat(),
        "working_days": reckoning.count,
        "skipped": _marks(reckoning.skipped),
        "made_up": _marks(reckoning.made_up),
        "calendar": reckoning.version,
        "provisional": reckoning.provisional,
        "words": reckoning.words(),
    }


def _marks(marks: tuple[Mark, ...]) -> list[dict[str, str]]:
    return [{"date": mark.day.isoformat(), "reason": mark.reason} for mark in marks]

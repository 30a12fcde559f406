"""How urgent a case is, in words a person reads at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk.case import Case
from desk.moments import NOON, closing, day_of, local
from desk.ticket_table import State
from desk.tickets import Ticket
from desk.workdays import WorkCalendar

SOON_DAYS = 1.0  # working days left from which a case is due soon


class Level(StrEnum):
    """Most urgent first."""

    OVERDUE = "逾期"
    TODAY = "今日到期"
    SOON = "即将到期"
    CALM = "期限内"
    STOPPED = "不计时"


@dataclass(frozen=True)
class Urgency:
    """*words* e.g. ``剩 0.5 个工作日 · 今日17:30``; *until* is the moment they speak of, None when no clock runs."""

    level: Level
    words: str
    until: datetime | None


def urgency(case: Case, *, at: datetime, calendar: WorkCalendar, unit: str = "") -> Urgency:
    """What the case's next date asks for at *at*: the signing of a routed ticket, else its answer.

    A merged ticket is as urgent as the one that is handled in its stead. For a *unit* that only assists it is its own
    opinion that is due.
    """
    if isinstance(case, Ticket):
        case = case.leading
    if not case.running:
        return Urgency(Level.STOPPED, "", None)
    what, until = _owed(case, calendar, unit)
    if at > until:
        late = calendar.count(day_of(until), day_of(at))
        words = f"{what}逾期 {late} 个工作日" if late else f"{what}今日已逾期"
        return Urgency(Level.OVERDUE, words, until)
    left = half_days_left(at, until, calendar) / 2
    today = day_of(at) == day_of(until)
    level = Level.TODAY if today else Level.SOON if left <= SOON_DAYS else Level.CALM
    return Urgency(level, f"{what}剩 {left:g} 个工作日 · {_until_words(at, until)}", until)


def _owed(case: Case, calendar: WorkCalendar, unit: str) -> tuple[str, datetime]:
    """What is due next, in a word, and when; the word is empty for the answer itself."""
    if not isinstance(case, Ticket):
        return "", case.due
    if unit and unit != case.unit:
        for assist in case.open_assists:
            if assist.unit == unit:
                return "协办", assist.due
    if case.state is State.ROUTED:
        return "签收", min(case.claim_due(calendar), case.due)
    return "", case.due


def half_days_left(at: datetime, until: datetime, calendar: WorkCalendar) -> int:
    """Working half days from the one running at *at* to the last day's end; years without a notice count Mon–Fri."""
    today = day_of(at)
    whole_days = calendar.count(today, day_of(until))
    works_today = calendar.count(calendar.before(today, 1), today) == 1
    if not works_today or at > closing(today):
        return 2 * whole_days
    return 2 * whole_days + (2 if local(at).time() < NOON else 1)


def _until_words(at: datetime, until: datetime) -> str:
    when = local(until)
    if day_of(at) == day_of(until):
        return f"今日{when:%H:%M}"
    return f"{when.month}月{when.day}日{when:%H:%M}"

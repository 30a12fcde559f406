"""What the county office watches: named questions each ticket answers yes or no.

A figure and the list behind it are the same condition put to the same query, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import and_, case, not_, or_, select
from sqlalchemy.orm import Session

from desk import tables
from desk.lifecycle import Verdict
from desk.limits import RETURNS_BEFORE_DESIGNATION as DISPUTE
from desk.moments import SHANGHAI, day_of
from desk.standing import was_returned_by
from desk.ticket_table import DISSATISFIED, Rating, State, TicketType
from desk.topics import Filed

SATISFIED = (Rating.VERY_SATISFIED.value, Rating.SATISFIED.value, Rating.FAIR.value)
DISPUTED = tuple(rating.value for rating in DISSATISFIED)
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)

Condition = Any  # SQLAlchemy 1.4 publishes no types
Holds = Callable[[Any, datetime], Condition]


@dataclass(frozen=True)
class Question:
    """*holds* makes the condition on the columns of a standing, at a moment."""

    label: str
    holds: Holds


# What the county office has to decide or push today, in the order it should.
PRESSING: Mapping[str, Question] = {
    "overdue": Question("逾期未答复", lambda c, at: c.overdue),
    "today": Question("今日到期", lambda c, at: and_(c.running, not_(c.overdue), c.due < _end_of_day(at))),
    "escalated": Question("已上报待处理", lambda c, at: and_(c.running, c.escalated > 0)),
    "extensions": Question("延期待批", lambda c, at: c.asks_extension),
    "review": Question("答复待审阅", lambda c, at: c.state == State.APPROVED),
    "returned": Question("退回待改派", lambda c, at: and_(c.state == State.RETURNED, c.returns < DISPUTE)),
    "designate": Question("再次退回待指定单位", lambda c, at: and_(c.state == State.RETURNED, c.returns >= DISPUTE)),
    "unrouted": Question("待定承办单位", lambda c, at: c.state == State.REGISTERED),
    "supervised": Question("督办件在办", lambda c, at: and_(c.running, c.supervised)),
    "leader": Question("领导接听件待反馈", lambda c, at: and_(c.running, c.leader_session.is_not(None))),
    "disputed": Question(
        "重办后仍不满意，待核查",
        lambda c, at: and_(c.state == State.RATED, c.redone > 0, c.rating.in_(DISPUTED)),
    ),
}
COUNTED: Mapping[str, Question] = {
    "received": Question("收到", lambda c, at: c.number.is_not(None)),
    "routed": Question("转办", lambda c, at: c.unit != ""),
    "open": Question("在办", lambda c, at: c.running),
    "answered": Question("已答复", lambda c, at: c.verdict.is_not(None)),
    "in_time": Question("按时答复", lambda c, at: c.verdict == Verdict.IN_TIME.value),
    "late": Question("逾期答复", lambda c, at: c.verdict == Verdict.LATE.value),
    "owed": Question("已答复和逾期未答复", lambda c, at: or_(c.verdict.is_not(None), c.overdue)),
    "missed": Question("逾期（含逾期已答复）", lambda c, at: or_(c.verdict == Verdict.LATE.value, c.overdue)),
    "rated": Question("已评价", lambda c, at: c.rating != ""),
    "satisfied": Question("评价基本满意以上", lambda c, at: c.rating.in_(SATISFIED)),
    "returns": Question("退回过", lambda c, at: c.returns > 0),
    "urged": Question("催办过", lambda c, at: c.urges > 0),
}
QUESTIONS: Mapping[str, Question] = {**PRESSING, **COUNTED}

# Shares with the questions that are their numerator and denominator.
SHARES: Mapping[str, tuple[str, str]] = {"按时答复率": ("in_time", "owed"), "满意率": ("satisfied", "rated")}

# What a list may be narrowed to, and how.
AXES: Mapping[str, Callable[[Any, Any], Condition]] = {
    "unit": lambda of, value: of.c.unit == value,
    "town": lambda of, value: of.c.town == value,
    "kind": lambda of, value: of.c.kind == value,
    "channel": lambda of, value: of.c.channel == value,
    "week": lambda of, value: _in_week(of, value),
    "returned_by": was_returned_by,
    "words": lambda of, value: or_(*(of.c.matter.contains(word, autoescape=True) for word in value)),
    "numbers": lambda of, value: of.c.number.in_(value),
}


@dataclass(frozen=True)
class Line:
    """One ticket and how it answers; *answers* and *about* are 1 or 0, in the order they were asked."""

    number: str
    unit: str
    town: str
    kind: TicketType
    channel: str
    received: datetime
    routed: datetime | None
    answered: datetime | None
    answers: tuple[int, ...]
    about: tuple[int, ...]


def tally(
    session: Session,
    of: Any,
    questions: Iterable[str],
    *,
    at: datetime,
    subjects: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[Line]:
    """One line per ticket of the standing *of*, most urgent first.

    A ticket is about one of *subjects* when a word of it stands in the matter. Raises KeyError for a question that is
    not in QUESTIONS.
    """
    columns = of.c
    answers = [_one(QUESTIONS[name].holds(columns, at)).label(f"is_{name}") for name in questions]
    about = [_one(AXES["words"](of, words)).label(f"about_{place}") for place, words in enumerate(subjects.values())]
    own = (columns.number, columns.unit, columns.town, columns.kind, columns.channel)
    moments = (columns.received, columns.routed, columns.answered)
    wanted = select(*own, *moments, *answers, *about).order_by(columns.due, columns.number)
    lines = []
    for number, unit, town, kind, channel, received, routed, answered, *flags in session.execute(wanted):
        yes, cues = tuple(flags[: len(answers)]), tuple(flags[len(answers) :])
        lines.append(Line(number, unit, town, kind, channel, received, routed, answered, yes, cues))
    return lines


def numbers(session: Session, of: Any, question: str, *, at: datetime, narrowed: Mapping[str, Any]) -> list[str]:
    """Numbers of the tickets of *of* that answer *question* with yes, most urgent first; *narrowed* by AXES.

    Raises KeyError for a question that is not in QUESTIONS.
    """
    conditions = [AXES[axis](of, value) for axis, value in narrowed.items()]
    wanted = select(of.c.number).where(QUESTIONS[question].holds(of.c, at), *conditions)
    return list(session.execute(wanted.order_by(of.c.due, of.c.number)).scalars())


def filed(session: Session, windows: Sequence[tuple[datetime, datetime]]) -> list[Filed]:
    """Matters received in each of *windows*, [after, until), oldest first; confidential ones are left out."""
    columns = tables.tickets.c
    found: list[Filed] = []
    for period, (after, until) in enumerate(windows):
        wanted = (
            select(columns.number, columns.matter, columns.unit, columns.town)
            .where(columns.received >= after, columns.received < until, columns.confidential.is_(False))
            .order_by(columns.received, columns.number)
        )
        rows = session.execute(wanted)
        found += [Filed(number, matter, unit, town, period) for number, matter, unit, town in rows]
    return found


def week_of(at: datetime) -> date:
    """The Monday of its week, Shanghai time."""
    day = day_of(at)
    return day - timedelta(days=day.weekday())


def _in_week(of: Any, monday: date) -> Condition:
    first = datetime.combine(monday, time(), SHANGHAI)
    return and_(of.c.received >= first, of.c.received < first + ONE_WEEK)


def _end_of_day(at: datetime) -> datetime:
    return datetime.combine(day_of(at) + ONE_DAY, time(), SHANGHAI)


def _one(condition: Condition) -> Any:
    return case((condition, 1), else_=0)

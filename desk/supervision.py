"""What the county office watches: the cases of a period, and named questions each of them answers yes or no.

A figure and the list behind it are the same question asked of the same cases, so they cannot disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables, ticket_table
from desk.lifecycle import Verdict
from desk.ticket_table import Rating, State

ANSWERS = (ticket_table.Deed.ANSWER.value, ticket_table.Deed.REPLY_AT_ONCE.value)
NOTED = (*ANSWERS, ticket_table.Deed.REDO.value, ticket_table.Deed.ESCALATE.value)
SATISFIED = (Rating.VERY_SATISFIED, Rating.SATISFIED, Rating.FAIR)
DECIDED = (ticket_table.Deed.GRANT_EXTENSION.value, ticket_table.Deed.REFUSE_EXTENSION.value)


@dataclass(frozen=True)
class Standing:
    """How one ticket stands.

    Attributes:
        verdict: Of the answer that stands; empty when there is none or it is being redone.
        overdue: Open, and its due date has passed.
        escalated: The clock reported it to the county office.
        asks_extension: An extension was asked for and is not decided.
    """

    number: str
    kind: str
    unit: str
    town: str
    state: State
    received: datetime
    due: datetime
    rating: str
    verdict: str
    overdue: bool
    escalated: bool
    asks_extension: bool

    @property
    def is_open(self) -> bool:
        return self.state in ticket_table.BEFORE_ANSWER


Question = Callable[[Standing], bool]

# What the county office has to decide or push today, in the order it should.
PRESSING: Mapping[str, tuple[str, Question]] = {
    "overdue": ("逾期未答复", lambda one: one.overdue),
    "escalated": ("已上报待处理", lambda one: one.escalated and one.is_open),
    "extensions": ("延期待批", lambda one: one.asks_extension and one.is_open),
    "review": ("答复待审阅", lambda one: one.state is State.APPROVED),
    "returned": ("退回待改派", lambda one: one.state is State.RETURNED),
    "unrouted": ("待定承办单位", lambda one: one.state is State.REGISTERED),
}
COUNTED: Mapping[str, tuple[str, Question]] = {
    "received": ("收到", lambda one: True),
    "open": ("在办", lambda one: one.is_open),
    "answered": ("已答复", lambda one: bool(one.verdict)),
    "in_time": ("按时答复", lambda one: one.verdict == Verdict.IN_TIME.value),
    "late": ("逾期答复", lambda one: one.verdict == Verdict.LATE.value),
    "owed": ("已答复和逾期未答复", lambda one: bool(one.verdict) or one.overdue),
    "rated": ("已评价", lambda one: bool(one.rating)),
    "satisfied": ("评价基本满意以上", lambda one: one.rating in SATISFIED),
}
QUESTIONS: Mapping[str, tuple[str, Question]] = {**PRESSING, **COUNTED}

# Shares with the questions that are their numerator and denominator.
SHARES: Mapping[str, tuple[str, str]] = {"按时答复率": ("in_time", "owed"), "满意率": ("satisfied", "rated")}


def standings(
    session: Session, *, at: datetime, after: datetime | None = None, until: datetime | None = None
) -> list[Standing]:
    """Tickets received in [after, until), or all open ones when no period is given; oldest first."""
    columns = tables.tickets.c
    wanted = select(
        columns.number,
        columns.kind,
        columns.unit,
        columns.town,
        columns.state,
        columns.received,
        columns.due,
        columns.rating,
        columns.extension_asked,
    ).order_by(columns.received, columns.number)
    if after is None or until is None:
        wanted = wanted.where(columns.state.in_(ticket_table.BEFORE_ANSWER))
    else:
        wanted = wanted.where(columns.received >= after, columns.received < until)
    rows = session.execute(wanted).all()
    log = _log(session, wanted.with_only_columns(columns.number).order_by(None))
    return [
        Standing(
            number=row.number,
            kind=row.kind.value,
            unit=row.unit,
            town=row.town,
            state=row.state,
            received=row.received,
            due=row.due,
            rating=row.rating,
            verdict=_verdict(log.get(row.number, ())),
            overdue=row.state in ticket_table.BEFORE_ANSWER and at > row.due,
            escalated=any(deed == ticket_table.Deed.ESCALATE.value for deed, _ in log.get(row.number, ())),
            asks_extension=bool(row.extension_asked)
            and not any(deed in DECIDED for deed, _ in log.get(row.number, ())),
        )
        for row in rows
    ]


def asked(question: str, of: Iterable[Standing]) -> list[Standing]:
    """Those that answer *question* with yes; raises KeyError for a question that is not in QUESTIONS."""
    holds = QUESTIONS[question][1]
    return [one for one in of if holds(one)]


def spread(of: Iterable[Standing], by: Callable[[Standing], str]) -> list[tuple[str, int, int]]:
    """Name, cases and overdue ones for each value of *by*, most cases first."""
    standing = list(of)
    whole = Counter(by(one) for one in standing)
    late = Counter(by(one) for one in standing if one.overdue or one.verdict == Verdict.LATE.value)
    return [(name, count, late[name]) for name, count in sorted(whole.items(), key=lambda each: (-each[1], each[0]))]


def _verdict(log: Iterable[tuple[str, str]]) -> str:
    verdict = ""
    for deed, judged in log:
        if deed in ANSWERS:
            verdict = judged
        elif deed == ticket_table.Deed.REDO.value:
            verdict = ""
    return verdict


def _log(session: Session, numbers: object) -> dict[str, list[tuple[str, str]]]:
    """The deeds that matter here with their verdicts by case, oldest first."""
    columns = tables.events.c
    wanted = select(columns.number, columns.deed, columns.verdict).where(
        columns.number.in_(numbers), columns.deed.in_((*NOTED, *DECIDED))
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for number, deed, verdict in session.execute(wanted.order_by(columns.sequence)):
        found.setdefault(number, []).append((deed, verdict))
    return found

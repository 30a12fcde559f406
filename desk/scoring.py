"""Scoring a year: the database finds the cases that may cost points, the rules read only their logs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from desk import score_entries, tables
from desk.deductions import RESTARTED, ROUTED, RULES, History, Logged
from desk.lifecycle import Role, Verdict
from desk.moments import SHANGHAI
from desk.score import Deduction, UnitScore, unsatisfied
from desk.ticket_table import DISSATISFIED, Deed
from desk.workdays import WorkCalendar
from knowledge.appraisal import Appraisal

DISSATISFYING = tuple(rating.value for rating in DISSATISFIED)
AT_ONCE = 500  # numbers asked for in one query
EVENTS = tables.events.c
CASES = tables.tickets.c


def score(
    session: Session, year: int, *, at: datetime, calendar: WorkCalendar, sheet: Appraisal, unit: str = ""
) -> list[UnitScore]:
    """Score every unit that was routed a case in *year* or has an entry, most lost first; only *unit* when given.

    A case counts for the year of its last routing; one merged into another counts with that one. A finding is the
    unit's that held the case then. Satisfaction is that of the ratings standing now.
    """
    counts, rated = _counts(session, year, sheet)
    lost: dict[str, list[Deduction]] = defaultdict(list)
    for name, deduction in _found(session, year, at, calendar, sheet):
        lost[name].append(deduction)
    for name, deduction in _satisfaction(session, year, sheet, rated):
        lost[name].append(deduction)
    for entry in score_entries.standing(session, year):
        lost[entry.unit].append(score_entries.deduction(entry, sheet))
    sessions = _sessions(session, year, at)
    scores = [
        UnitScore(name, sheet, lost[name], rated[name], counts.get(name, 0), sessions.get(name, ()))
        for name in {*counts, *lost}
        if not unit or name == unit
    ]
    return sorted(scores, key=lambda each: (-sum(each.lost(block.name) for block in sheet.blocks), each.unit))


def _within(year: int) -> Any:
    first, after = datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    return and_(CASES.routed >= first, CASES.routed < after, CASES.merged_into == "")


def _counts(
    session: Session, year: int, sheet: Appraisal
) -> tuple[dict[str, int], dict[str, dict[str, tuple[int, int]]]]:
    """Cases by unit, and (satisfied, rated) by unit and block."""
    rated = case((CASES.rating != "", 1), else_=0)
    pleased = case((and_(CASES.rating != "", CASES.rating.not_in(DISSATISFYING)), 1), else_=0)
    wanted = select(CASES.unit, CASES.channel, func.count(), func.sum(pleased), func.sum(rated))
    counts: dict[str, int] = defaultdict(int)
    shares: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for unit, channel, cases, satisfied, whole in session.execute(
        wanted.where(_within(year)).group_by(CASES.unit, CASES.channel)
    ):
        block = sheet.block_of(channel).name
        before = shares[unit].get(block, (0, 0))
        counts[unit] += cases
        shares[unit][block] = (before[0] + satisfied, before[1] + whole)
    return counts, shares


def _satisfaction(
    session: Session, year: int, sheet: Appraisal, rated: dict[str, dict[str, tuple[int, int]]]
) -> Iterator[tuple[str, Deduction]]:
    items = {item.block: item for item in sheet.items.values() if item.threshold is not None}
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    wanted = select(CASES.unit, CASES.channel, CASES.number).where(_within(year), CASES.rating.in_(DISSATISFYING))
    for unit, channel, number in session.execute(wanted.order_by(CASES.number)):
        named[unit, sheet.block_of(channel).name].append(number)
    for unit, blocks in rated.items():
        for block, (satisfied, whole) in blocks.items():
            deduction = unsatisfied(items[block], satisfied, whole, named[unit, block]) if block in items else None
            if deduction is not None:
                yield unit, deduction


def _found(
    session: Session, year: int, at: datetime, calendar: WorkCalendar, sheet: Appraisal
) -> Iterator[tuple[str, Deduction]]:
    suspects = session.execute(_suspects(year, at)).all()
    logs = _logs(session, [row.number for row in suspects], at)
    for row in suspects:
        history = History(row.number, row.unit, row.due, row.repeat_of, logs[row.number])
        block = sheet.block_of(row.channel).name
        for item in sheet.items.values():
            rule = RULES.get(item.id.partition(".")[2]) if item.block == block and item.found == "记录" else None
            if rule is None:
                continue
            for found in rule(history, at, calendar):
                event = found.event
                yield found.unit, Deduction(item, item.each or 0, row.number, found.why, event.sequence, event.at)


def _suspects(year: int, at: datetime) -> Any:
    """The cases of which some rule may find something, with one pass over their events."""

    def times(condition: Any) -> Any:
        return func.sum(case((condition, 1), else_=0))

    def last(*deeds: Deed) -> Any:
        return func.max(case((EVENTS.deed.in_([deed.value for deed in deeds]), EVENTS.sequence), else_=None))

    approved = and_(EVENTS.deed == Deed.APPROVE.value, EVENTS.role == Role.HEAD.value)
    spoken = or_(EVENTS.verdict == Verdict.LATE.value, EVENTS.deed.in_((Deed.REWORK.value, Deed.RETURN.value)))
    return (
        select(CASES.number, CASES.unit, CASES.channel, CASES.due, CASES.repeat_of)
        .select_from(tables.tickets.join(tables.events, EVENTS.number == CASES.number))
        .where(_within(year), EVENTS.at <= at)
        .group_by(CASES.number)
        .having(
            or_(
                times(spoken) > 0,
                and_(times(EVENTS.deed == Deed.CLOSE.value) > 0, times(EVENTS.deed == Deed.VISIT.value) == 0),
                times(EVENTS.deed == Deed.ANSWER.value) > times(approved),
                CASES.repeat_of != "",
                CASES.rating.in_(DISSATISFYING),
                last(*ROUTED) > func.coalesce(last(Deed.SIGN), 0),
                and_(CASES.due < at, last(*ROUTED, *RESTARTED) > func.coalesce(last(Deed.APPROVE), 0)),
            )
        )
        .order_by(CASES.number)
    )


def _logs(session: Session, numbers: Sequence[str], at: datetime) -> dict[str, list[Logged]]:
    columns = (EVENTS.sequence, EVENTS.deed, EVENTS.at, EVENTS.role, EVENTS.unit, EVENTS.verdict)
    found: dict[str, list[Logged]] = defaultdict(list)
    for start in range(0, len(numbers), AT_ONCE):
        wanted = select(EVENTS.number, *columns, EVENTS.note, EVENTS.facts).where(
            EVENTS.number.in_(numbers[start : start + AT_ONCE]), EVENTS.at <= at
        )
        for number, *event in session.execute(wanted.order_by(EVENTS.sequence)):
            found[number].append(Logged(*event))
    return found


def _sessions(session: Session, year: int, at: datetime) -> dict[str, tuple[datetime, ...]]:
    """When each unit's leaders answered the hotline: the sessions that were closed with a report."""
    columns = tables.leader_sessions.c
    first, after = datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    wanted = select(columns.unit, columns.starts).where(
        columns.starts >= first, columns.starts < after, columns.closed.is_not(None), columns.closed <= at
    )
    found: dict[str, list[datetime]] = defaultdict(list)
    for unit, starts in session.execute(wanted.order_by(columns.starts)):
        found[unit].append(starts)
    return {unit: tuple(starts) for unit, starts in found.items()}

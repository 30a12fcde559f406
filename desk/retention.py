"""What is kept longer than its time (knowledge/retention.yml), and erasing it; the case and the event log stay."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from desk import ledger, store, tables
from desk.case import Effect
from desk.lifecycle import Actor
from desk.moments import local
from knowledge.retention import Retention

ERASE = "清除身份信息"  # the event


@dataclass(frozen=True)
class Expired:
    """A record past its time.

    Attributes:
        since, until: When its time began and ended.
        columns: The sealed identity fields that go; their content is not opened.
    """

    number: str
    rule: Retention
    since: datetime
    until: datetime
    columns: Sequence[str]


def expired(session: Session, rules: Iterable[Retention], *, at: datetime) -> list[Expired]:
    """What is past its time at *at* and still there, oldest first."""
    found = [each for rule in rules if rule.erase and rule.months for each in _past(session, rule, rule.months, at)]
    return sorted(found, key=lambda each: (each.until, each.number))


def erase(session: Session, of: Iterable[Expired], *, by: Actor, at: datetime) -> int:
    """Erase the sealed identity fields of *of* and record that on each case; return how many fields went."""
    rows = tables.identities
    count = 0
    for each in of:
        case = store.case(session, each.number, lock=True)
        session.execute(delete(rows).where(rows.c.number == each.number))
        facts: dict[str, object] = {"fields": list(each.columns), "term": each.rule.term}
        case.record(ERASE, Effect(note=f"保存期满（{each.rule.source}）", facts=facts), by=by, at=at)
        ledger.write(session, case)
        count += len(each.columns)
    return count


def _past(session: Session, rule: Retention, months: int, at: datetime) -> list[Expired]:
    log, rows = tables.events.c, tables.identities.c
    began = select(log.number, func.max(log.at)).where(log.deed == rule.since).group_by(log.number)
    past = {number: since for number, since in session.execute(began) if later(since, months) < at}
    kept: dict[str, list[str]] = {}
    for number, column in session.execute(select(rows.number, rows.column).where(rows.number.in_(list(past)))):
        kept.setdefault(number, []).append(column)
    return [
        Expired(number, rule, past[number], later(past[number], months), sorted(columns))
        for number, columns in kept.items()
    ]


def later(since: datetime, months: int) -> datetime:
    """The same day *months* later, or the last of that month (民法典第二百零二条)."""
    start = local(since)
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return start.replace(year=year, month=month, day=min(start.day, calendar.monthrange(year, month)[1]))

"""How long citizens wait for a person."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.handovers import office_is_open
from desk.moments import midnight
from desk.quarters import Rate
from desk.workdays import ONE_DAY, WorkCalendar

IN_HOURS, OUT_OF_HOURS = "办公时间", "非办公时间"


@dataclass(frozen=True)
class Waits:
    """Those who asked at one time of day; minutes are of those somebody took."""

    when: str
    asked: int
    taken: int
    median_minutes: float | None
    p95_minutes: float | None


@dataclass(frozen=True)
class Waiting:
    groups: tuple[Waits, ...]
    out_of_hours: Rate
    taken: Rate


def waiting(session: Session, first: date, last: date, *, calendar: WorkCalendar) -> Waiting:
    """Of the hand-overs asked for on these days, both included."""
    columns = tables.handovers.c
    within = (columns.asked >= midnight(first), columns.asked < midnight(last + ONE_DAY))
    wanted = select(columns.asked, columns.taken).where(*within)
    groups: dict[str, list[tuple[datetime, datetime | None]]] = {IN_HOURS: [], OUT_OF_HOURS: []}
    for asked, taken in session.execute(wanted):
        groups[IN_HOURS if office_is_open(asked, calendar) else OUT_OF_HOURS].append((asked, taken))
    found = tuple(_waits(when, rows) for when, rows in groups.items())
    every = sum(one.asked for one in found)
    outside = Rate("非办公时间要求人工", len(groups[OUT_OF_HOURS]), every)
    return Waiting(found, outside, Rate("已接入", sum(one.taken for one in found), every))


def _waits(when: str, rows: Sequence[tuple[datetime, datetime | None]]) -> Waits:
    minutes = sorted((taken - asked) / timedelta(minutes=1) for asked, taken in rows if taken is not None)
    if not minutes:
        return Waits(when, len(rows), 0, None, None)
    p95 = minutes[math.ceil(0.95 * len(minutes)) - 1]  # nearest rank: a wait somebody really had
    return Waits(when, len(rows), len(minutes), round(median(minutes), 1), round(p95, 1))

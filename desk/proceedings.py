"""行政复议 and suits over disclosure requests, from the log: table 4 of the yearly report, and the days that run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.disclosure_deeds import RESULTS, REVIEW
from desk.disclosure_table import Deed
from desk.limits import SUIT_AFTER_REVIEW_DAYS
from desk.moments import day_of
from desk.workdays import WorkCalendar

PENDING = "尚未审结"
KINDS = ("行政复议", "未经复议直接起诉", "复议后起诉")
COLUMNS = (*RESULTS, PENDING)


@dataclass(frozen=True)
class Proceeding:
    """One 复议 or suit.

    Attributes:
        item: Ordinal within its request, from 1.
        kind: One of KINDS.
        body: The organ or court.
        result: One of RESULTS; 尚未审结 until it is known.
    """

    number: str
    item: int
    kind: str
    body: str
    began: datetime
    result: str = PENDING
    ended: datetime | None = None

    def stood(self, at: datetime) -> str:
        """Its result as it was known before *at*."""
        return self.result if self.ended is not None and self.ended < at else PENDING

    def sue_until(self, calendar: WorkCalendar) -> date | None:
        """The last day for a suit after a 复议 decision that came on the day it was noted (行政诉讼法第四十五条).

        Counted in days; one that ends on a day off ends on the next working day (民法典第二百零三条).
        """
        if self.kind != KINDS[0] or self.ended is None:
            return None
        return calendar.explain(day_of(self.ended) + timedelta(days=SUIT_AFTER_REVIEW_DAYS - 1), 1).end


def all_of(session: Session, *, before: datetime, numbers: Iterable[str] | None = None) -> list[Proceeding]:
    """Those begun before *before*, oldest first; of all requests or of *numbers*."""
    log = tables.events.c
    deeds = (Deed.PROCEED.value, Deed.PROCEED_END.value)
    wanted = select(log.number, log.deed, log.at, log.facts).where(log.deed.in_(deeds), log.at < before)
    if numbers is not None:
        wanted = wanted.where(log.number.in_(list(numbers)))
    found: dict[tuple[str, int], Proceeding] = {}
    begun: Counter[str] = Counter()
    for number, deed, at, facts in session.execute(wanted.order_by(log.sequence)):
        if deed == Deed.PROCEED:
            begun[number] += 1
            found[number, begun[number]] = Proceeding(number, begun[number], _kind(facts), facts["body"], at)
        else:
            one = found[number, facts["item"]]
            found[number, one.item] = Proceeding(number, one.item, one.kind, one.body, one.began, facts["result"], at)
    return sorted(found.values(), key=lambda each: each.began)


def table(of: Iterable[Proceeding], first: datetime, end: datetime) -> dict[str, dict[str, int]]:
    """Table 4: those that were pending in the span from *first* to *end*, by KINDS and COLUMNS and their 总计."""
    counts: Mapping[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for each in of:
        if each.began < end and (each.ended is None or each.ended >= first):
            counts[each.kind][each.stood(end)] += 1
    return {kind: {**{name: row[name] for name in COLUMNS}, "总计": sum(row.values())} for kind, row in counts.items()}


def _kind(facts: Mapping[str, object]) -> str:
    if facts["kind"] == REVIEW:
        return KINDS[0]
    return KINDS[2] if facts["after"] else KINDS[1]

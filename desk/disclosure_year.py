"""The yearly report's table of disclosure requests (国办公开办函〔2021〕30号，表三)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.disclosure import Disclosure
from desk.disclosure_table import Deed
from desk.filings import APPLICANTS
from desk.moments import SHANGHAI

FINISHING = (Deed.ANSWER, Deed.LAPSE, Deed.WITHDRAW)
WITHDRAWN_ROW = "其他处理：其他"


@dataclass(frozen=True)
class YearTable:
    """One year, by kind of applicant.

    Attributes:
        received, carried_in, carried_out: 新收, 上年结转, 结转下年度.
        outcomes: Finished requests by (row of the report, applicant).
    """

    year: int
    received: Mapping[str, int]
    carried_in: Mapping[str, int]
    outcomes: Mapping[tuple[str, str], int]
    carried_out: Mapping[str, int] = field(default_factory=dict)

    def finished(self, applicant: str) -> int:
        return sum(count for (_, of), count in self.outcomes.items() if of == applicant)

    def contradictions(self) -> list[str]:
        """新收 + 上年结转 = 结果合计 + 结转下年度, for every kind of applicant."""
        found = []
        for applicant in APPLICANTS:
            new, before = self.received.get(applicant, 0), self.carried_in.get(applicant, 0)
            done, left = self.finished(applicant), self.carried_out.get(applicant, 0)
            if new + before != done + left:
                found.append(f"{applicant}：新收 {new} + 上年结转 {before} ≠ 结果合计 {done} + 结转下年度 {left}")
        return found


def year_table(session: Session, year: int, *, at: datetime) -> YearTable:
    """Count *year* as the log stood at *at*; a request still open then is carried over."""
    first, after = datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    end = min(after, at)
    received: Counter[str] = Counter()
    carried_in: Counter[str] = Counter()
    carried_out: Counter[str] = Counter()
    outcomes: Counter[tuple[str, str]] = Counter()
    wanted = select(Disclosure).where(tables.disclosures.c.received < end)
    for request in session.execute(wanted).scalars():
        finished = _finished(request)
        if finished is not None and finished < first:
            continue
        (received if request.received >= first else carried_in)[request.applicant] += 1
        if finished is None or finished >= end:
            carried_out[request.applicant] += 1
        else:
            outcomes[request.row or WITHDRAWN_ROW, request.applicant] += 1
    return YearTable(year, received, carried_in, outcomes, carried_out)


def _finished(request: Disclosure) -> datetime | None:
    events = request.did(*FINISHING)
    return events[-1].at if events else None

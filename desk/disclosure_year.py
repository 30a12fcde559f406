"""The yearly report's table of disclosure requests (国办公开办函〔2021〕30号，表三).

A request is counted once: in the year at whose end it was finished for the first time, with the result it had then.
One that is handled anew after an 行政复议 or a suit of a later year stays in the year it was counted in; what became of
it is seen in table 4 (docs/decisions/0088-register-and-annual-report.md).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.disclosure_table import Deed, State
from desk.filings import APPLICANTS
from desk.moments import SHANGHAI, day_of
from knowledge.reasons import Reason

FINISHING = (Deed.ANSWER, Deed.LAPSE, Deed.FEE_LAPSE, Deed.WITHDRAW, Deed.SHELVE)
WITHDRAWN_ROW = "其他处理：其他"


@dataclass(frozen=True)
class Turn:
    """A request was finished, with its *row* of the report, or is handled anew (*row* is empty)."""

    at: datetime
    row: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Life:
    """What the report needs to know of one request; *turns* in the order of the log."""

    number: str
    applicant: str
    channel: str
    received: datetime
    turns: Sequence[Turn] = ()

    def result(self, until: datetime) -> Turn | None:
        """How it is counted as it stood before *until*; None while it is open."""
        turns = [turn for turn in self.turns if turn.at < until]
        for place, turn in enumerate(turns, start=1):
            settled = place == len(turns) or day_of(turns[place].at).year > day_of(turn.at).year
            if turn.row and settled:
                return turn
        return None


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

    def lines(self, rows: Sequence[str]) -> list[tuple[str, list[int]]]:
        """The table as it is printed, every one of *rows* also when nothing is in it; one column an applicant."""
        unknown = [row for row in dict.fromkeys(row for row, _ in self.outcomes) if row not in rows]
        return [
            ("本年新收", [self.received.get(applicant, 0) for applicant in APPLICANTS]),
            ("上年结转", [self.carried_in.get(applicant, 0) for applicant in APPLICANTS]),
            *((row, [self.outcomes.get((row, applicant), 0) for applicant in APPLICANTS]) for row in (*rows, *unknown)),
            ("结果合计", [self.finished(applicant) for applicant in APPLICANTS]),
            ("结转下年度", [self.carried_out.get(applicant, 0) for applicant in APPLICANTS]),
        ]

    def contradictions(self) -> list[str]:
        """新收 + 上年结转 = 结果合计 + 结转下年度, for every kind of applicant."""
        found = []
        for applicant in APPLICANTS:
            new, before = self.received.get(applicant, 0), self.carried_in.get(applicant, 0)
            done, left = self.finished(applicant), self.carried_out.get(applicant, 0)
            if new + before != done + left:
                found.append(f"{applicant}：新收 {new} + 上年结转 {before} ≠ 结果合计 {done} + 结转下年度 {left}")
        return found


def rows_of(reasons: Iterable[Reason]) -> list[str]:
    """The rows of results, in the official order, which is that of knowledge/reasons.yml."""
    return list(dict.fromkeys(reason.row for reason in reasons))


def year_table(session: Session, year: int, *, at: datetime) -> YearTable:
    """Count *year* as the log stood at *at*; a request still open then is carried over."""
    return counted(lives(session, until=bounds(year, at=at)[1]), year, at=at)


def bounds(year: int, *, at: datetime) -> tuple[datetime, datetime]:
    """The first moment of *year*, and the first one after it or *at*, whichever comes earlier."""
    return datetime(year, 1, 1, tzinfo=SHANGHAI), min(datetime(year + 1, 1, 1, tzinfo=SHANGHAI), at)


def counted(of: Iterable[Life], year: int, *, at: datetime) -> YearTable:
    first, end = bounds(year, at=at)
    received: Counter[str] = Counter()
    carried_in: Counter[str] = Counter()
    carried_out: Counter[str] = Counter()
    outcomes: Counter[tuple[str, str]] = Counter()
    for life in of:
        result = life.result(end)
        if life.received >= end or (result is not None and result.at < first):
            continue
        (received if life.received >= first else carried_in)[life.applicant] += 1
        if result is None:
            carried_out[life.applicant] += 1
        else:
            outcomes[result.row, life.applicant] += 1
    return YearTable(year, received, carried_in, outcomes, carried_out)


def lives(session: Session, *, until: datetime) -> list[Life]:
    """Requests received before *until*; one whose receipt nobody confirmed yet is not received (第三十一条)."""
    columns, log = tables.disclosures.c, tables.events.c
    waiting = columns.state == State.UNCONFIRMED
    deeds = [deed.value for deed in (*FINISHING, Deed.REDO)]
    turns: dict[str, list[Turn]] = defaultdict(list)
    finished = select(log.number, log.deed, log.at, log.verdict, log.facts, columns.row).where(
        log.deed.in_(deeds), log.number == columns.number, columns.received < until
    )
    for number, deed, at, verdict, facts, row in session.execute(finished.order_by(log.sequence)):
        turns[number].append(Turn(at, "" if deed == Deed.REDO else facts.get("row") or _row(deed, row), verdict))
    filed = select(columns.number, columns.applicant, columns.channel, columns.received).where(
        columns.received < until, ~waiting
    )
    rows = session.execute(filed.order_by(columns.number))
    return [
        Life(number, applicant, channel, received, tuple(turns[number]))
        for number, applicant, channel, received in rows
    ]


def _row(deed: str, row: str) -> str:
    """The row of an event that does not say it itself."""
    return WITHDRAWN_ROW if deed == Deed.WITHDRAW or not row else row

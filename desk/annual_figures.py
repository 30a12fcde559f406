"""What the log says about a year of disclosure requests besides table 3: channels, fees, days, lateness, table 4."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import disclosure_year, proceedings, tables
from desk.disclosure_table import Channel, Deed
from desk.disclosure_year import Life, YearTable
from desk.lifecycle import Verdict
from desk.moments import day_of
from desk.workdays import WorkCalendar

# As the county words them (knowledge/documents/disclosure-figures-2020.md).
CHANNELS: Mapping[str, Sequence[Channel]] = {
    "在线申请": (Channel.WEB, Channel.WECHAT),
    "信函邮寄申请": (Channel.SIGNED_MAIL, Channel.ORDINARY_MAIL),
    "当面申请": (Channel.IN_PERSON, Channel.ORAL),
    "传真申请": (Channel.FAX,),
}


@dataclass(frozen=True)
class Fees:
    """Fees asked for within the year; *paid* of those *asked* were paid, in yuan."""

    notices: int = 0
    asked: int = 0
    paid: int = 0


@dataclass(frozen=True)
class YearFigures:
    """Attributes:
    channels: 新收 by the names of CHANNELS.
    outcomes: Finished requests by group of the report: 予以公开, 部分公开, …
    answered, late: Answers given within the year, and those of them that were late (frozen when signed).
    days: Working days from receipt to those answers, added up; what did not count by law is among them.
    table4: See ``proceedings.table``.
    """

    table: YearTable
    channels: Mapping[str, int]
    outcomes: Mapping[str, int]
    answered: int
    late: int
    days: int
    fees: Fees
    table4: Mapping[str, Mapping[str, int]]

    @property
    def mean_days(self) -> float | None:
        return self.days / self.answered if self.answered else None

    def plain(self) -> dict[str, object]:
        """As values for JSON."""
        return {
            "channels": dict(self.channels),
            "outcomes": dict(self.outcomes),
            "late": {"part": self.late, "whole": self.answered},
            "mean_working_days": None if self.mean_days is None else round(self.mean_days, 1),
            "fees": {"notices": self.fees.notices, "asked": self.fees.asked, "paid": self.fees.paid},
            "table4": {kind: dict(row) for kind, row in self.table4.items()},
        }


def year_figures(session: Session, year: int, *, at: datetime, calendar: WorkCalendar) -> YearFigures:
    """Everything the yearly report counts, as the log stood at *at*."""
    first, end = disclosure_year.bounds(year, at=at)
    lives = disclosure_year.lives(session, until=end)
    table = disclosure_year.counted(lives, year, at=at)
    outcomes: Counter[str] = Counter()
    for (row, _), count in table.outcomes.items():
        outcomes[row.partition("：")[0]] += count
    answers = [(life, turn) for life in lives for turn in life.turns if turn.verdict and first <= turn.at < end]
    return YearFigures(
        table=table,
        channels=_channels(lives, first),
        outcomes=outcomes,
        answered=len(answers),
        late=sum(turn.verdict == Verdict.LATE for _, turn in answers),
        days=sum(calendar.count(day_of(life.received), day_of(turn.at)) for life, turn in answers),
        fees=_fees(session, first, end),
        table4=proceedings.table(proceedings.all_of(session, before=end), first, end),
    )


def _channels(lives: Sequence[Life], first: datetime) -> dict[str, int]:
    counts = Counter(life.channel for life in lives if life.received >= first)
    return {name: sum(counts[channel.value] for channel in channels) for name, channels in CHANNELS.items()}


def _fees(session: Session, first: datetime, end: datetime) -> Fees:
    log = tables.events.c
    wanted = select(log.number, log.facts).where(log.deed == Deed.ASK_FEE.value, log.at >= first, log.at < end)
    asked = {number: int(facts["amount"]) for number, facts in session.execute(wanted)}
    payers = select(log.number).where(log.deed == Deed.PAY.value, log.at < end, log.number.in_(list(asked)))
    paid = set(session.execute(payers).scalars())
    return Fees(len(asked), sum(asked.values()), sum(amount for number, amount in asked.items() if number in paid))

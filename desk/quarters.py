"""The quarterly table of the hotline (附件3): figures per unit, rates with their parts, and checks that name errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from fractions import Fraction

from desk.moments import SHANGHAI

COLUMNS = ("转办", "反馈", "办结", "逾期未办理", "逾期已办理", "政民互动")


@dataclass(frozen=True)
class Figures:
    """The six columns of the printed table; addition adds column by column."""

    routed: int = 0
    answered: int = 0
    closed: int = 0
    overdue_open: int = 0
    overdue_done: int = 0
    interaction: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(mine + theirs for mine, theirs in zip(self.values(), other.values(), strict=True)))

    def values(self) -> tuple[int, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))

    def named(self) -> dict[str, int]:
        return dict(zip(COLUMNS, self.values(), strict=True))


@dataclass(frozen=True)
class Rate:
    """A share with what it was computed from; *whole* 0 has no share."""

    name: str
    part: int
    whole: int

    def words(self) -> str:
        if not self.whole:
            return f"{self.name}：无（0件）"
        percent = round(Fraction(100 * self.part, self.whole), 1)
        return f"{self.name}：{float(percent):g}%（{self.part}/{self.whole}）"


@dataclass(frozen=True)
class QuarterTable:
    """One quarter as it stood at *at*.

    Attributes:
        rows: Units with at least one case, most routed first.
        direct: Cases the hotline answered itself (直办).
        submitted: 政民互动 cases received, answered or not.
        visited: Routed and answered cases that were called back.
    """

    year: int
    quarter: int
    at: datetime
    rows: Mapping[str, Figures]
    direct: int
    submitted: int
    visited: int

    @property
    def total(self) -> Figures:
        return sum(self.rows.values(), Figures())

    def rates(self) -> list[Rate]:
        total = self.total
        return [
            Rate("反馈率", total.answered, total.routed),
            Rate("办结率", total.closed, total.routed),
            Rate("回访率", self.visited, total.answered),
            Rate("按时办理率", total.routed - total.overdue_open - total.overdue_done, total.routed),
            Rate("政民互动回复率", total.interaction, self.submitted),
        ]

    def contradictions(self) -> list[str]:
        """What cannot be true of any table; empty unless the log itself is wrong."""
        found = []
        for unit, row in [*self.rows.items(), ("合计", self.total)]:
            if row.answered > row.routed:
                found.append(f"{unit}：反馈 {row.answered} 多于转办 {row.routed}")
            if row.closed > row.answered:
                found.append(f"{unit}：办结 {row.closed} 多于反馈 {row.answered}")
            if row.overdue_open > row.routed - row.answered:
                found.append(f"{unit}：逾期未办理 {row.overdue_open} 多于未反馈 {row.routed - row.answered}")
            if row.overdue_done > row.answered:
                found.append(f"{unit}：逾期已办理 {row.overdue_done} 多于反馈 {row.answered}")
        if self.total.interaction > self.submitted:
            found.append(f"政民互动：回复 {self.total.interaction} 多于提交 {self.submitted}")
        return found


@dataclass(frozen=True)
class PrintedRow:
    ordinal: str
    unit: str
    figures: Figures


@dataclass(frozen=True)
class PrintedTable:
    """A table as a published bulletin prints it, with the figures its text names by the same words."""

    title: str
    rows: Sequence[PrintedRow]
    total: Figures
    text: Mapping[str, int]

    def contradictions(self) -> list[str]:
        """Name every place where the printed figures contradict each other."""
        found = []
        summed = sum((row.figures for row in self.rows), Figures()).named()
        for column, printed in self.total.named().items():
            if summed[column] != printed:
                found.append(f"{column}：各行相加为 {summed[column]}，合计印作 {printed}")
            if column in self.text and self.text[column] not in (printed, summed[column]):
                found.append(f"{column}：正文为 {self.text[column]}，表中合计为 {printed}、各行相加为 {summed[column]}")
        if {"直办", "转办", "反馈并办结"} <= self.text.keys():
            whole = self.text["直办"] + self.text["转办"]
            if whole != self.text["反馈并办结"]:
                found.append(f"反馈并办结：正文为 {self.text['反馈并办结']}，直办与转办相加为 {whole}")
        for ordinal, times in Counter(row.ordinal for row in self.rows).items():
            if times > 1:
                units = "、".join(row.unit for row in self.rows if row.ordinal == ordinal)
                found.append(f"序号 {ordinal} 用了 {times} 次：{units}")
        return found


def bounds(year: int, quarter: int) -> tuple[datetime, datetime]:
    """First moment of the quarter and of the next one, Shanghai time. Raises ValueError outside 1–4."""
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"季度应为 1 至 4：{quarter}")
    first = date(year, 3 * quarter - 2, 1)
    after = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    midnight = datetime.min.time()
    return datetime.combine(first, midnight, SHANGHAI), datetime.combine(after, midnight, SHANGHAI)

"""The quarterly table of the hotline (附件3): figures per unit and channel, rates with their parts, and checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
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
class ChannelFigures:
    """What came in by one channel; *claimed* and *answered_in_time* count what the frozen verdicts call 按时."""

    submitted: int = 0
    answered: int = 0
    closed: int = 0
    claimed: int = 0
    answered_in_time: int = 0

    def __add__(self, other: ChannelFigures) -> ChannelFigures:
        return ChannelFigures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def rates(self) -> list[Rate]:
        """What is not claimed or not answered yet counts in the denominator."""
        return [
            Rate("按时认领率", self.claimed, self.submitted),
            Rate("按时回复率", self.answered_in_time, self.submitted),
        ]


@dataclass(frozen=True)
class QuarterTable:
    """One quarter as it stood at *at*.

    Attributes:
        rows: Units with at least one case, most routed first, among equals the one whose first case came earlier.
        direct: Cases the hotline answered itself (直办).
        submitted: 政民互动 cases received, answered or not.
        visited: Routed and answered cases that were called back.
        channels: The channels the bulletin's text names by themselves.
    """

    year: int
    quarter: int
    at: datetime
    rows: Mapping[str, Figures]
    direct: int
    submitted: int
    visited: int
    channels: Mapping[str, ChannelFigures] = field(default_factory=dict)

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

    @property
    def busy(self) -> dict[str, Figures]:
        """Units routed more than the average of all, and with everything fed back in time."""
        return {
            unit: row
            for unit, row in self.rows.items()
            if row.routed * len(self.rows) > self.total.routed
            and row.answered == row.routed
            and not row.overdue_open + row.overdue_done
        }

    @property
    def behind(self) -> dict[str, Figures]:
        """Units with overdue cases, most of them first."""
        late = {unit: row for unit, row in self.rows.items() if row.overdue_open + row.overdue_done}
        return dict(sorted(late.items(), key=lambda each: -(each[1].overdue_open + each[1].overdue_done)))

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


def bounds(year: int, quarter: int) -> tuple[datetime, datetime]:
    """First moment of the quarter and of the next one, Shanghai time. Raises ValueError outside 1–4."""
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"季度应为 1 至 4：{quarter}")
    first = date(year, 3 * quarter - 2, 1)
    after = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    midnight = datetime.min.time()
    return datetime.combine(first, midnight, SHANGHAI), datetime.combine(after, midnight, SHANGHAI)

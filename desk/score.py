"""The yearly assessment of the hotline (《2020年考评方案》附件4): what each unit loses, in every reading of the plan.

The annex is one sheet of 100; the plan's text speaks of two sheets of 100, weighed 40 % and 60 %. Both are computed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from knowledge.appraisal import BONUS, Appraisal, Block, Item

Cost = Callable[["Deduction"], float]

ONE_SHEET = "附件4一张表（满分100，未见事件的项目按满分）"
TWO_SHEETS = "正文两张表折百后40%＋60%"
SHARED_IN_BOTH = "正文两张表、工作机制计入两表，折百后40%＋60%"
SHARED_APART = "工作机制单列、其余按两张表40%＋60%"
ASSUMPTIONS = {
    ONE_SHEET: "附件4各板块分值直接相加，没有省长热线办件的单位该板块按满分计。",
    TWO_SHEETS: "省长热线30分、12345热线58分各折成100分，按40%、60%加权；工作机制12分不计入。",
    SHARED_IN_BOTH: "工作机制12分分别计入两张表（42分、70分）后折成100分，按40%、60%加权。",
    SHARED_APART: "工作机制12分照计，其余88分按前述两张表的加权结果折算。",
}


@dataclass(frozen=True)
class Deduction:
    """Points lost, or won under 加分, with what proves it.

    Attributes:
        number: The case; empty where none was named.
        sequence, at: The event of the log; None for what a person entered and for satisfaction.
        cases: The cases behind a share, e.g. those rated 不满意.
        entry: Id of the manual entry; None for what the log proves.
    """

    item: Item
    points: float
    number: str
    why: str
    sequence: int | None = None
    at: datetime | None = None
    cases: tuple[str, ...] = ()
    entry: int | None = None

    @property
    def other_points(self) -> float:
        """What it costs in the other reading of a doubtful figure; entered points stay as entered."""
        return self.item.other if self.item.other is not None and self.entry is None else self.points


@dataclass(frozen=True)
class UnitScore:
    """One unit's year.

    Attributes:
        cases: Routed to it in the year.
        satisfaction: (satisfied, rated) by block.
        sessions: First moments of the 领导接听 its leaders took part in.
    """

    unit: str
    sheet: Appraisal
    deductions: Sequence[Deduction]
    satisfaction: Mapping[str, tuple[int, int]]
    cases: int = 0
    sessions: tuple[datetime, ...] = ()

    def lost(self, block: str, *, cost: Cost | None = None) -> float:
        """Points lost under *block*, no heading losing more than it has."""
        price = cost or _printed
        by_heading: dict[str, float] = defaultdict(float)
        for deduction in self.deductions:
            if deduction.item.block == block:
                by_heading[deduction.item.heading] += price(deduction)
        whole, known, unprinted = self.sheet.block(block), 0.0, 0.0
        for heading in whole.headings:
            if heading.points is None:
                unprinted += by_heading[heading.name]
            else:
                known += min(by_heading[heading.name], heading.points)
        return known + min(unprinted, whole.unprinted)

    @property
    def bonus(self) -> float:
        return sum(each.points for each in self.deductions if each.item.block == BONUS)

    @property
    def doubtful(self) -> bool:
        """Whether a doubtful figure of the scan changes the result."""
        return any(each.points != each.other_points for each in self.deductions)

    def readings(self, *, cost: Cost | None = None) -> dict[str, float]:
        """Every reading of the plan by its name in ``ASSUMPTIONS``; the bonus is added to each."""
        left = {block.name: self._left(block, cost) for block in self.sheet.blocks if block.points}
        shared = self.sheet.shared
        both, apart = self._weighed(left, ()), self._weighed(left, shared)
        others = sum(block.points or 0 for block in self.sheet.sheets)
        found = {
            ONE_SHEET: sum(left.values()),
            TWO_SHEETS: both,
            SHARED_IN_BOTH: apart,
            SHARED_APART: sum(left[block.name] for block in shared) + others * both / 100,
        }
        return {name: round(points + self.bonus, 2) for name, points in found.items()}

    def other_readings(self) -> dict[str, float]:
        return self.readings(cost=lambda deduction: deduction.other_points)

    def _left(self, block: Block, cost: Cost | None) -> float:
        return (block.points or 0) - self.lost(block.name, cost=cost)

    def _weighed(self, left: Mapping[str, float], shared: Sequence[Block]) -> float:
        """The sheets, each with the *shared* blocks added, rescaled to their weights."""
        points = sum(block.points or 0 for block in shared)
        won = sum(left[block.name] for block in shared)
        return sum(
            (block.weight or 0) * (left[block.name] + won) / ((block.points or 0) + points)
            for block in self.sheet.sheets
        )


def unsatisfied(item: Item, satisfied: int, rated: int, cases: Sequence[str]) -> Deduction | None:
    """What a satisfaction below the threshold costs; a step that has only begun counts as one."""
    wanted, step, each = item.threshold or 0, item.step or 1, item.each or 0
    if not rated or 100 * satisfied >= wanted * rated:
        return None
    steps = math.ceil((wanted - Fraction(100 * satisfied, rated)) / step)
    share = float(round(Fraction(100 * satisfied, rated), 1))
    why = f"满意度 {share:g}%（{satisfied}/{rated}），低于 {wanted}%，每低 {step} 个百分点扣 {each:g} 分，不足的按一档"
    return Deduction(item, steps * each, "", why, cases=tuple(cases))


def _printed(deduction: Deduction) -> float:
    return deduction.points

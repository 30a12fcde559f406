"""The hotline part of the yearly assessment (《2020年考评方案》附件4), as far as the event log shows it.

Every deduction names its case. Items that only people can judge (工作机构, 依法合规, 负面影响, …) are not touched here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.lifecycle import Verdict
from desk.moments import SHANGHAI
from desk.ticket_table import DISSATISFIED, State

GOVERNOR = "省长热线"
HOTLINE = "12345"
BLOCKS = {GOVERNOR: 30, HOTLINE: 58}  # points of annex 4 under each heading, without the 12 both share
WEIGHTS = {GOVERNOR: 40, HOTLINE: 60}  # the plan's text: two sheets of 100, weighed 40 % and 60 %


@dataclass(frozen=True)
class Item:
    """A line of annex 4: *points* is the most it can lose, *each* what one finding costs."""

    block: str
    name: str
    points: float
    each: float


REDONE = Item(HOTLINE, "办理规范：回复敷衍被退回重办", 8, 1)
NOT_VISITED = {
    GOVERNOR: Item(GOVERNOR, "办理规范：未沟通回访", 4, 1),
    HOTLINE: Item(HOTLINE, "办理规范：未沟通回访", 8, 1),
}
UNCLAIMED = Item(HOTLINE, "认领时限：超过1天未认领", 4, 2)
LATE = {GOVERNOR: Item(GOVERNOR, "办理时限：逾期", 2, 0.5), HOTLINE: Item(HOTLINE, "办理时限：逾期", 8, 0.5)}
SATISFACTION = {
    GOVERNOR: (Item(GOVERNOR, "办理成效：满意度低于90%", 4, 1), 90, 1),
    HOTLINE: (Item(HOTLINE, "办理成效：满意度低于85%", 5, 1), 85, 5),
}


@dataclass(frozen=True)
class Deduction:
    item: Item
    number: str
    why: str


@dataclass(frozen=True)
class UnitScore:
    """What a unit loses. *satisfaction* is (satisfied, rated) by block."""

    unit: str
    deductions: Sequence[Deduction]
    satisfaction: Mapping[str, tuple[int, int]]

    def lost(self, block: str) -> float:
        """Points lost under *block*, no heading of the annex losing more than it has."""
        by_heading: dict[str, float] = defaultdict(float)
        most: dict[str, float] = {}
        for deduction in self.deductions:
            if deduction.item.block == block:
                heading = deduction.item.name.split("：")[0]
                by_heading[heading] += deduction.item.each
                most[heading] = max(most.get(heading, 0), deduction.item.points)
        dissatisfied = self._dissatisfied(block)
        return sum(min(points, most[heading]) for heading, points in by_heading.items()) + dissatisfied

    def readings(self) -> dict[str, float]:
        """Both readings of the plan: annex 4 as one sheet, and its two parts rescaled to 100 and weighed 40/60."""
        one_sheet = 100 - sum(self.lost(block) for block in BLOCKS)
        rescaled = sum(WEIGHTS[block] * (points - self.lost(block)) / points for block, points in BLOCKS.items())
        return {
            "附件4一张表（满分100，未见事件的项目按满分）": round(one_sheet, 2),
            "正文两张表折百后40%＋60%": round(rescaled, 2),
        }

    def _dissatisfied(self, block: str) -> float:
        satisfied, rated = self.satisfaction.get(block, (0, 0))
        item, wanted, step = SATISFACTION[block]
        if not rated or 100 * satisfied >= wanted * rated:
            return 0
        return min(item.points, math.ceil((wanted - 100 * satisfied / rated) / step) * item.each)


def score(session: Session, year: int, *, at: datetime) -> list[UnitScore]:
    """Score every unit that was routed a case in *year*, most lost first."""
    first, after = datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    cases, log = _cases(session, first, after), _log(session, first, after, at)
    lost: dict[str, list[Deduction]] = defaultdict(list)
    rated: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for case in cases:
        block = GOVERNOR if case.channel == GOVERNOR else HOTLINE
        lost[case.unit] += _deductions(case, block, log[case.number], at)
        if case.rating:
            satisfied, count = rated[case.unit].get(block, (0, 0))
            rated[case.unit][block] = (satisfied + (case.rating not in _DISSATISFIED), count + 1)
    scores = [UnitScore(unit, deductions, rated[unit]) for unit, deductions in lost.items()]
    return sorted(scores, key=lambda each: (-sum(each.lost(block) for block in BLOCKS), each.unit))


_DISSATISFIED = {rating.value for rating in DISSATISFIED}


def _deductions(case: Any, block: str, log: Sequence[tuple[str, str]], at: datetime) -> list[Deduction]:
    deeds = [deed for deed, _ in log]
    found = [
        Deduction(REDONE, case.number, "县政府办退回重办") for deed in deeds if deed == "退回重办" and block == HOTLINE
    ]
    if block == HOTLINE and ("签收", Verdict.LATE.value) in log:
        found.append(Deduction(UNCLAIMED, case.number, "签收晚于认领期限"))
    fed_back = [verdict for deed, verdict in log if deed == "审核通过"]
    if fed_back and fed_back[-1] == Verdict.LATE.value:
        found.append(Deduction(LATE[block], case.number, "反馈晚于办理期限"))
    elif not fed_back and at > case.due and case.state is not State.WITHDRAWN:
        found.append(Deduction(LATE[block], case.number, "超过办理期限仍未反馈"))
    if "办结" in deeds and "回访" not in deeds:
        found.append(Deduction(NOT_VISITED[block], case.number, "办结前未回访"))
    return found


def _cases(session: Session, first: datetime, after: datetime) -> list[Any]:
    columns = tables.tickets.c
    wanted = select(columns.number, columns.unit, columns.channel, columns.due, columns.state, columns.rating)
    return list(session.execute(wanted.where(columns.routed >= first, columns.routed < after)))


def _log(session: Session, first: datetime, after: datetime, at: datetime) -> dict[str, list[tuple[str, str]]]:
    events, cases = tables.events.c, tables.tickets.c
    wanted = (
        select(events.number, events.deed, events.verdict)
        .select_from(tables.events.join(tables.tickets, cases.number == events.number))
        .where(cases.routed >= first, cases.routed < after, events.at <= at)
        .where(events.deed.in_(("退回重办", "签收", "审核通过", "办结", "回访")))
        .order_by(events.sequence)
    )
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, deed, verdict in session.execute(wanted):
        found[number].append((deed, verdict))
    return found

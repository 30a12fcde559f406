"""What the county office sees of disclosure requests: how many stand where, and what presses; each with its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from api.inbox import Row, row
from desk import case_search, disclosure_table, store
from desk.disclosure import Disclosure
from desk.lifecycle import Actor, Role
from desk.urgency import Level, urgency
from desk.workdays import WorkCalendar

MOST = 1000  # open requests looked at; the county had 8 in a year
SHOWN = 5


@dataclass(frozen=True)
class Pile:
    """Requests that share what has to be done about them; *rows* are the most urgent."""

    label: str
    count: int
    rows: tuple[Row, ...]
    bad: bool = False


@dataclass(frozen=True)
class Overview:
    """*states* are links to the list of each state with how many stand there."""

    states: list[tuple[str, int, str]]
    piles: list[Pile]

    @property
    def count(self) -> int:
        return sum(count for _, count, _ in self.states)


def overview(session: Session, by: Actor, at: datetime, calendar: WorkCalendar) -> Overview:
    """管理员 sees counts only."""
    cases = store.disclosures(session, states=disclosure_table.OPEN, limit=MOST)
    contested = [case for case in store.disclosures(session, limit=MOST) if _contested(case)]
    levels = {case.number: urgency(case, at=at, calendar=calendar).level for case in cases}
    asked: Mapping[str, Callable[[Disclosure], bool]] = {
        "逾期未答复": lambda case: levels[case.number] is Level.OVERDUE,
        "一个工作日内到期": lambda case: levels[case.number] in (Level.TODAY, Level.SOON),
        "延期待批": lambda case: case.running and case.extension_pends,
        "等待第三方、共同制作机关意见": lambda case: case.opinion_until is not None,
    }
    piles = [_pile(label, [case for case in cases if is_so(case)], by, at, calendar) for label, is_so in asked.items()]
    piles.append(_pile("复议、诉讼未结", contested, by, at, calendar))
    counted = Counter(case.state.value for case in cases)
    states = [(state.value, counted[state.value], _link(state.value)) for state in disclosure_table.OPEN]
    return Overview([each for each in states if each[1]], piles)


def _pile(label: str, cases: list[Disclosure], by: Actor, at: datetime, calendar: WorkCalendar) -> Pile:
    shown = [] if by.role is Role.ADMIN else cases[:SHOWN]
    rows = tuple(row(case, at=at, calendar=calendar) for case in shown)
    return Pile(label, len(cases), rows, bad=label.startswith("逾期"))


def _contested(case: Disclosure) -> bool:
    began, ended = len(case.did(disclosure_table.Deed.PROCEED)), len(case.did(disclosure_table.Deed.PROCEED_END))
    return began > ended


def _link(state: str) -> str:
    return "/desk?" + urlencode({"view": "find", "kind": case_search.REQUEST, "state": state})

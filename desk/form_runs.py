"""Where citizens leave a form: each time one was begun, what it asked, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from desk.draft_words import ASKED, LABELS, DraftKind
from desk.turn_marks import SUMMARY, Mark, Outcome

IDLE = timedelta(hours=1)  # after which a form nobody goes on with counts as left
FORMS = {DraftKind.TICKET: "工单", DraftKind.DISCLOSURE: "公开申请"}


class End(StrEnum):
    FILED = "已提交"
    CANCELLED = "取消"
    LEFT = "搁下"
    OPEN = "填写中"


@dataclass
class Run:
    """One form from its first turn to its *end*; *asked* are the slots it asked, each once, *last* the latest one."""

    form: str
    seen: datetime
    asked: list[str] = field(default_factory=list)
    last: str = ""
    end: End = End.OPEN


@dataclass(frozen=True)
class Step:
    """How many forms asked this, and how many ended there, cancelled or left."""

    name: str
    asked: int
    cancelled: int
    left: int


@dataclass(frozen=True)
class Funnel:
    form: str
    begun: int
    steps: tuple[Step, ...]
    ends: dict[End, int]


def funnels(marks: Sequence[Mark], *, at: datetime) -> list[Funnel]:
    """One for each kind of form; *marks* in the order of their turns, *at* is now."""
    found = runs(marks, at=at)
    return [_funnel(kind, [run for run in found if run.form == kind.value]) for kind in DraftKind]


def runs(marks: Sequence[Mark], *, at: datetime) -> list[Run]:
    """Every time a form was begun, or first seen in these marks."""
    talks: dict[str, list[Mark]] = {}
    for mark in marks:
        talks.setdefault(mark.conversation, []).append(mark)
    return [run for talk in talks.values() for run in _of_one(talk, at)]


def _of_one(talk: Sequence[Mark], at: datetime) -> Iterator[Run]:
    """A form that is gone without a filing was cancelled, whether by name or by beginning the other one."""
    open_: Run | None = None
    for mark in talk:
        filed = mark.outcome is Outcome.FILED
        if filed and open_ is None:
            open_ = Run(mark.form, mark.at)
        if open_ is not None and (filed or mark.form != open_.form):
            open_.end = End.FILED if filed else End.CANCELLED
            yield open_
            open_ = None
        if mark.asked:
            open_ = open_ or Run(mark.form, mark.at)
            _go_on(open_, mark)
    if open_ is not None:
        open_.end = End.LEFT if at - open_.seen > IDLE else End.OPEN
        yield open_


def _go_on(run: Run, mark: Mark) -> None:
    run.seen, run.last = mark.at, mark.asked
    if mark.asked not in run.asked:
        run.asked.append(mark.asked)


def _funnel(kind: DraftKind, found: Sequence[Run]) -> Funnel:
    steps = tuple(_step(kind, slot, found) for slot in (*ASKED[kind], SUMMARY))
    ends = {end: sum(run.end is end for run in found) for end in End}
    return Funnel(FORMS[kind], len(found), steps, ends)


def _step(kind: DraftKind, slot: str, found: Sequence[Run]) -> Step:
    here = [run.end for run in found if run.last == slot]
    asked = sum(slot in run.asked for run in found)
    return Step(LABELS[kind].get(slot, slot), asked, here.count(End.CANCELLED), here.count(End.LEFT))

"""What the log of one case costs a unit under annex 4 of the assessment: one rule per kind of finding.

A rule reads the whole log of a case and yields where it was broken; nothing here knows the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desk.lifecycle import Role, Verdict
from desk.limits import CLAIM_DAYS
from desk.moments import closing, day_of
from desk.ticket_table import DISSATISFIED, Deed
from desk.workdays import WorkCalendar

ROUTED = (Deed.ROUTE, Deed.REROUTE)
RESTARTED = (Deed.REWORK, Deed.REDO)
ENDED = ("撤回", "并入")
INSPECTED = "现场"  # what a contact record or a reply says when somebody went there


@dataclass(frozen=True)
class Logged:
    """One event as the rules need it; *unit* is that of who did it."""

    sequence: int
    deed: str
    at: datetime
    role: str
    unit: str
    verdict: str = ""
    note: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """A case and its log, oldest first; *unit* is the one it lies with at the end."""

    number: str
    unit: str
    due: datetime
    repeat_of: str
    log: Sequence[Logged]

    def of(self, *deeds: str) -> list[Logged]:
        return [event for event in self.log if event.deed in deeds]

    def holder(self, at: Logged) -> str:
        """The unit the case lay with when *at* was written."""
        holders = [str(e.facts["unit"]) for e in self.of(*ROUTED) if e.sequence <= at.sequence and e.facts.get("unit")]
        return holders[-1] if holders else self.unit

    @property
    def ended(self) -> bool:
        """Withdrawn, or handled as part of another case; split off or redone it is on its own again."""
        last = self.of(*ENDED, Deed.SPLIT, Deed.REDO)
        return bool(last) and last[-1].deed in ENDED


@dataclass(frozen=True)
class Finding:
    """Where a rule was broken, by which unit."""

    event: Logged
    unit: str
    why: str


Rule = Callable[[History, datetime, WorkCalendar], Iterator[Finding]]


def _unapproved(case: History, at: datetime, calendar: WorkCalendar) -> Iterator[Finding]:
    approved = False
    for event in case.log:
        if event.deed == Deed.APPROVE and event.role == Role.HEAD:
            approved = True
        elif event.deed in RESTARTED:
            approved = False
        elif event.deed == Deed.ANSWER and not approved:
            yield Finding(event, case.holder(event), "答复前没有单位负责人的审核记录")


def _unvisited(case: History, at: datetime, calendar: WorkCalendar) -> Iterator[Finding]:
    closed = case.of(Deed.CLOSE)
    if closed and not case.of(Deed.VISIT):
        yield Finding(closed[0], case.holder(closed[0]), "办结前未回访")


def _late_sign(case: History, at: datetime, calendar: WorkCalendar) -> Iterator[Finding]:
    for event in case.of(Deed.SIGN):
        if event.verdict == Verdict.LATE:
            yield Finding(event, case.holder(event), "签收晚于认领期限")
    waiting = case.of(*ROUTED, Deed.SIGN, *ENDED)
    if waiting and waiting[-1].deed in ROUTED:
        due = closing(calendar.explain(day_of(waiting[-1].at), CLAIM_DAYS).end)
        if at > due:
            yield Finding(waiting[-1], case.holder(waiting[-1]), "超过认领期限仍未签收")


def _late_return(case: History, at: datetime, calendar: WorkCalendar) -> Iterator[Finding]:
    signed: Logged | None = None
    for event in case.of(Deed.SIGN, Deed.RETURN):
        if event.deed == Deed.SIGN:
            signed = event
        elif signed is not None and day_of(event.at) != day_of(signed.at):
            yield Finding(event, case.holder(event), "未在签收当日申退")


def _late_reply(case: History, at: datetime, calendar: WorkCalendar) -> Iterator[Finding]:
    """Once per case: the first late feedback, else a missing one."""
    late = next((event for event in case.of(Deed.APPROVE) if event.verdict == Verdict.LATE), None)
    if late is not None:
        excuse = _without_reason(case)
        if excuse:
            yield Finding(late, case.holder(late), f"反馈晚于办理期限，{excuse}")
        return
    started = case.of(*ROUTED, *RESTARTED, Deed.APPROVE)
    if started and started[-1].deed != Deed.APPROVE and at > case.due and not case.ended:
        excuse = _without_reason(case)
        if excuse:
            yield Finding(started[-1], case.holder(started[-1]), f"超过办理期限仍未反馈，{excuse}")


def _without_reason(case: History) -> str:
    """Why being late is not excused; empty while a reason that was given still waits for the county office."""
    asked = [event for event in case.of(Deed.ASK_EXTENSION) if event.note.strip()]
    if not asked:
        return "未说明原因"
    if case.of(Deed.REFUSE_EXTENSION):
        return "所说明的原因未获县政府办同意"
    return "超过同意延长的期限，未再说明原因" if case.of(Deed.GRANT_EXTENSION) else ""


def _reworked(case: History, at: datetime, calendar: WorkCalendar) -> Iterator[Finding]:
    for event in case.of(Deed.REWORK):
        yield Finding(event, case.holder(event), "县政府办退回重办")


def _not_redone(case: History, at: datetime, calendar: WorkCalendar) -> Iterator[Finding]:
    dissatisfied = {rating.value for rating in DISSATISFIED}
    first = next((event for event in case.of(Deed.RATE) if event.facts.get("rating") in dissatisfied), None)
    if first is not None and not any(event.sequence > first.sequence for event in case.of(Deed.REDO)):
        yield Finding(first, case.holder(first), f"首次评价「{first.facts['rating']}」后未重新办理")


def _not_inspected(case: History, at: datetime, calendar: WorkCalendar) -> Iterator[Finding]:
    answered = case.of(Deed.ANSWER)
    if not case.repeat_of or not answered or case.of(Deed.SUPERVISE):
        return
    told = [f"{event.note}{event.facts.get('contact', '')}" for event in case.of(Deed.DRAFT, Deed.VISIT)]
    if not any(INSPECTED in words for words in told):
        why = f"重复反映（此前 {case.repeat_of}），没有督办或现场督查记录"
        yield Finding(answered[0], case.holder(answered[0]), why)


# By the second half of the item's id in knowledge/appraisal.yml.
RULES: Mapping[str, Rule] = {
    "unapproved": _unapproved,
    "unvisited": _unvisited,
    "late_sign": _late_sign,
    "late_return": _late_return,
    "late_reply": _late_reply,
    "reworked": _reworked,
    "not_redone": _not_redone,
    "not_inspected": _not_inspected,
}

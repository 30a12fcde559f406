"""The report on a 领导接听 session: how many called about what, and whether what was promised them was kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.case_records import LeaderSession
from desk.leader_calls import Call, calls
from desk.leader_diary import hours_words
from desk.limits import LEADER_DAYS
from desk.moments import closing, day_of
from desk.quarters import Rate
from desk.workdays import WorkCalendar


@dataclass(frozen=True)
class Promise:
    """What was owed to callers within two working days of their call, by case number.

    Attributes:
        pending: Not done, and not yet due: in neither part of the rate.
    """

    name: str
    kept: Sequence[str]
    broken: Sequence[str]
    pending: Sequence[str]

    @property
    def rate(self) -> Rate:
        return Rate(self.name, len(self.kept), len(self.kept) + len(self.broken))

    def words(self) -> str:
        rest = f"；另有 {len(self.pending)} 件未到期" if self.pending else ""
        return self.rate.words() + rest


@dataclass(frozen=True)
class Report:
    """One session as it stood at *at*; *issues* are the most frequent first, with how many calls each."""

    held: LeaderSession
    at: datetime
    calls: Sequence[Call]
    issues: Sequence[tuple[str, int]]
    promises: Sequence[Promise]

    @property
    def direct(self) -> list[Call]:
        return [call for call in self.calls if call.direct]

    @property
    def routed(self) -> list[Call]:
        return [call for call in self.calls if call.ticket.routed and not call.direct]

    @property
    def waiting(self) -> list[Call]:
        """Registered, but no unit settled yet."""
        return [call for call in self.calls if not call.ticket.routed and not call.direct]

    @property
    def outside(self) -> list[Call]:
        return [call for call in self.calls if not call.in_scope]

    @property
    def supervised(self) -> list[Call]:
        return [call for call in self.calls if call.ticket.supervised]

    def counts(self) -> dict[str, int]:
        return {
            "来电": len(self.calls),
            "涉及问题": len(self.issues),
            "当场答复": len(self.direct),
            "转办": len(self.routed),
            "待转办": len(self.waiting),
            "超出受理范围": len(self.outside),
            "督办件": len(self.supervised),
        }

    def draft(self) -> str:
        """Words to begin the report with, in the manner of the published one; a person goes on from here."""
        held = self.held
        named = "、".join(issue for issue, _ in self.issues)
        about = f"，主要涉及{named}" if named else ""
        return (
            f"{hours_words(held)}，{held.unit}在12345政府服务热线现场接听群众来电，"
            f"共接听电话{len(self.calls)}个，涉及问题{len(self.issues)}个{about}。"
            f"当场答复{len(self.direct)}个，转办{len(self.routed)}个，"
            f"超出本次受理范围、按常规程序办理{len(self.outside)}个。"
        )


def report(session: Session, held: LeaderSession, *, at: datetime, calendar: WorkCalendar) -> Report:
    taken = calls(session, held)
    owed = [call for call in taken if call.promised]
    return Report(
        held=held,
        at=at,
        calls=taken,
        issues=sorted(Counter(call.issue for call in taken).items(), key=lambda each: (-each[1], each[0])),
        promises=[
            _promise(f"{LEADER_DAYS}个工作日内反馈", owed, Call.answered, at, calendar),
            _promise(f"{LEADER_DAYS}个工作日内回访", owed, Call.called_back, at, calendar),
        ],
    )


def promised_by(call: Call, calendar: WorkCalendar) -> datetime:
    """The day of the call is day zero: the promise was made to the caller, not to the unit that signs later."""
    return closing(calendar.explain(day_of(call.ticket.received), LEADER_DAYS).end)


def _promise(
    name: str, owed: Iterable[Call], done: Callable[[Call], datetime | None], at: datetime, calendar: WorkCalendar
) -> Promise:
    kept: list[str] = []
    broken: list[str] = []
    pending: list[str] = []
    for call in owed:
        until, moment = promised_by(call, calendar), done(call)
        fitting = kept if moment and moment <= until else pending if moment is None and at <= until else broken
        fitting.append(call.ticket.number)
    return Promise(name, kept, broken, pending)

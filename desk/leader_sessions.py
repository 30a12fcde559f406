"""领导接听: planning an hour at the hotline, announcing it ahead, changing or cancelling it, closing it with a report.

Every deed is sealed in the event log under the session's number (docs/decisions/0080).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk import ledger
from desk.case_records import LeaderSession
from desk.directory import check_unit
from desk.errors import Invalid, NotAllowed, WrongState
from desk.events import Event
from desk.leader_diary import by_number, find, meeting, next_issue, number_of, state_of
from desk.leader_table import KIND, LIFECYCLE, PLAN, PLANNED_BY, Deed, State
from desk.lifecycle import Actor, Role
from desk.limits import LEADER_NOTICE_DAYS
from desk.moments import day_of, local

MOST_TOPICS, LONGEST_TOPIC = 40, 30
LONGEST_LEADERS, LONGEST_REASON, LONGEST_SUMMARY = 500, 200, 5_000
MOST_ISSUES = 366


@dataclass(frozen=True)
class Plan:
    """What is settled before a session: *leaders* by post, *topics* as short phrases."""

    starts: datetime
    ends: datetime
    unit: str
    leaders: str
    topics: tuple[str, ...]

    def check(self, at: datetime) -> None:
        """Raises Invalid for what is missing or cannot be."""
        if self.starts <= at:
            raise Invalid("接听时间", "已经过去，请选以后的时间")
        if self.ends <= self.starts or day_of(self.ends) != day_of(self.starts):
            raise Invalid("结束时间", "应晚于开始时间，并在同一天")
        check_unit(self.unit)
        _text("接听领导", self.leaders, LONGEST_LEADERS)
        if not self.topics:
            raise Invalid("受理范围", "至少写一项，各项之间用顿号分开")
        if len(self.topics) > MOST_TOPICS or any(len(topic) > LONGEST_TOPIC for topic in self.topics):
            raise Invalid("受理范围", f"最多 {MOST_TOPICS} 项，每项不超过 {LONGEST_TOPIC} 字")


def plan(session: Session, wanted: Plan, *, issue: int | None = None, by: Actor, at: datetime) -> LeaderSession:
    """Settle a session; without *issue* it gets the next one of its year.

    Raises:
        NotAllowed: only the county office plans.
        Invalid: see ``Plan.check``; the time or the issue is taken.
    """
    if by.role is not Role.OFFICE:
        raise NotAllowed(by.role.value, f"{PLAN}{KIND}")
    wanted.check(at)
    ledger.hold(session)
    _free(session, wanted)
    year = local(wanted.starts).year
    ordinal = next_issue(session, year) if issue is None else issue
    if not 1 <= ordinal <= MOST_ISSUES:
        raise Invalid("期次", f"应为 1 至 {MOST_ISSUES}")
    number = number_of(year, ordinal)
    if by_number(session, number) is not None:
        raise Invalid("期次", f"{year} 年第 {ordinal} 期已有安排")
    held = LeaderSession(
        number=number,
        issue=ordinal,
        starts=local(wanted.starts),
        ends=local(wanted.ends),
        unit=wanted.unit,
        leaders=wanted.leaders.strip(),
        topics=list(wanted.topics),
    )
    session.add(held)
    _record(session, held, PLAN, by=by, at=at, facts=_facts(held))
    return held


def announce(session: Session, number: str, *, by: Actor, at: datetime) -> LeaderSession:
    """Make it public. Raises NotFound, NotAllowed, WrongState; Invalid when it is not ahead of its day."""
    held, before = _allowed(session, number, Deed.ANNOUNCE, by)
    _ahead(held.starts, at)
    held.announced = local(at)
    _record(session, held, Deed.ANNOUNCE, before=before, by=by, at=at, facts=_facts(held))
    return held


def change(session: Session, number: str, wanted: Plan, *, by: Actor, at: datetime) -> LeaderSession:
    """Change what is settled, before it begins; the year, and so the number, stays.

    A new time of an announced session has to be announced as far ahead as the first one.

    Raises:
        NotFound, NotAllowed, WrongState; Invalid: see ``Plan.check``, it has begun, or the new time is not ahead.
    """
    held, before = _allowed(session, number, Deed.CHANGE, by)
    _before_it_begins(held, "更改", at)
    wanted.check(at)
    if local(wanted.starts).year != local(held.starts).year:
        raise Invalid("接听时间", "不能改到另一年，请取消本期后重新安排")
    ledger.hold(session)
    if held.announced and (wanted.starts, wanted.ends) != (held.starts, held.ends):
        _ahead(wanted.starts, at)
    _free(session, wanted, except_for=held)
    earlier = _facts(held)
    held.starts, held.ends = local(wanted.starts), local(wanted.ends)
    held.unit, held.leaders, held.topics = wanted.unit, wanted.leaders.strip(), list(wanted.topics)
    changed = {name: [earlier[name], value] for name, value in _facts(held).items() if earlier[name] != value}
    _record(session, held, Deed.CHANGE, before=before, by=by, at=at, facts=changed)
    return held


def cancel(session: Session, number: str, reason: str, *, by: Actor, at: datetime) -> LeaderSession:
    """Give it up before it begins, with a reason the public reads. Raises as ``change`` does."""
    held, before = _allowed(session, number, Deed.CANCEL, by)
    _before_it_begins(held, "取消", at)
    held.why_cancelled = _text("取消原因", reason, LONGEST_REASON)
    held.cancelled = local(at)
    _record(session, held, Deed.CANCEL, before=before, by=by, at=at, note=held.why_cancelled)
    return held


def write(session: Session, number: str, summary: str, *, by: Actor, at: datetime) -> LeaderSession:
    """Keep the report's words, which may be written anew until it is closed. Raises as ``close`` does."""
    held, before = _allowed(session, number, Deed.WRITE, by)
    if at < held.starts:
        raise Invalid("接听报告", "接听还没有开始")
    held.summary = _text("接听报告", summary, LONGEST_SUMMARY)
    _record(session, held, Deed.WRITE, before=before, by=by, at=at, note=held.summary)
    return held


def close(session: Session, number: str, *, by: Actor, at: datetime) -> LeaderSession:
    """End it with the report that was written. Raises NotFound, NotAllowed, WrongState, Invalid."""
    held, before = _allowed(session, number, Deed.CLOSE, by)
    if at < held.ends:
        raise Invalid("结束", "接听时间还没有到，结束后再公布报告")
    _text("接听报告", held.summary, LONGEST_SUMMARY)
    held.closed = local(at)
    _record(session, held, Deed.CLOSE, before=before, by=by, at=at)
    return held


def offers(held: LeaderSession, by: Actor, at: datetime) -> list[Deed]:
    """The deeds that *by* may do at *at*: the forms a page shows."""
    begun, over = held.starts <= at, held.ends <= at
    fitting = {
        Deed.ANNOUNCE: not begun,
        Deed.CHANGE: not begun,
        Deed.CANCEL: not begun,
        Deed.WRITE: begun,
        Deed.CLOSE: over,
    }
    return [deed for each in LIFECYCLE.offers(state_of(held), role=by.role) if fitting[deed := Deed(each.value)]]


def _allowed(session: Session, number: str, deed: Deed, by: Actor) -> tuple[LeaderSession, State]:
    held = find(session, number, lock=True)
    LIFECYCLE.move(state_of(held), deed, role=by.role)
    return held, state_of(held)


def _before_it_begins(held: LeaderSession, deed: str, at: datetime) -> None:
    if held.starts <= at:
        raise WrongState(KIND, "接听已开始", deed)


def _ahead(starts: datetime, at: datetime) -> None:
    if (day_of(starts) - day_of(at)).days < LEADER_NOTICE_DAYS:
        raise Invalid("公告", f"至迟在接听日的前 {LEADER_NOTICE_DAYS} 天发布（《领导接听制度》第六条：提前公告）")


def _free(session: Session, wanted: Plan, *, except_for: LeaderSession | None = None) -> None:
    """There is one 领导接听 seat (《制度》第三条), so no two sessions overlap; one may end as the next begins."""
    met = meeting(session, wanted.starts, wanted.ends)
    other = next((held for held in met if held is not except_for), None)
    if other is not None:
        raise Invalid("接听时间", f"与{other.unit}的第 {other.issue} 期重叠，请换一个时间")


def _record(
    session: Session,
    held: LeaderSession,
    deed: str,
    *,
    before: State | None = None,
    by: Actor,
    at: datetime,
    note: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    rule = LIFECYCLE.moves[before, Deed(deed)].rule if before else PLANNED_BY
    ledger.add(
        session,
        [
            Event(
                number=held.number,
                deed=str(deed),
                at=at,
                actor=by.name,
                role=by.role.value,
                unit=by.unit,
                before=before.value if before else "",
                after=state_of(held).value,
                rule=rule,
                note=note,
                facts=dict(facts or {}),
            )
        ],
    )


def _facts(held: LeaderSession) -> dict[str, object]:
    return {
        "starts": held.starts.isoformat(),
        "ends": held.ends.isoformat(),
        "unit": held.unit,
        "leaders": held.leaders,
        "topics": list(held.topics),
    }


def _text(field: str, text: str, most: int) -> str:
    if not text.strip():
        raise Invalid(field, "必须填写")
    if len(text) > most:
        raise Invalid(field, f"不能超过 {most} 字")
    return text.strip()

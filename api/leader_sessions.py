"""/api/v1/leader-sessions: the announced ones for everybody; planning, announcing and closing for the county office."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import Field
from sqlalchemy.orm import Session

from api.cases import Body
from api.deps import Calendar, Now, Reading, Tx, read_allowance
from api.signin import Staff
from api.text import clean
from desk import leader_diary, leader_sessions
from desk.case_records import LeaderSession
from desk.errors import Invalid
from desk.leader_diary import hours_words, on_now, state_of
from desk.leader_report import Report, report
from desk.leader_sessions import LONGEST_LEADERS, LONGEST_SUMMARY, MOST_ISSUES, Plan
from desk.leader_table import Deed
from desk.lifecycle import Actor
from desk.moments import SHANGHAI
from desk.workdays import WorkCalendar

router = APIRouter(prefix="/api/v1/leader-sessions", tags=["领导接听"])

PHONE = "12345"
BETWEEN_TOPICS = re.compile(r"[、，,；;。\n]+")
LONGEST_TOPICS = 1_500

Number = Annotated[str, Path(max_length=20, description="编号，如 LT-2020-3")]


class Settled(Body):
    """What is settled before a session; *issue* is left out for the next of the year."""

    day: date = Field(..., description="接听日")
    starts: time = Field(..., description="开始，如 09:00")
    ends: time = Field(..., description="结束，如 10:00")
    unit: str = Field(..., max_length=40, description="接听单位简称")
    leaders: str = Field(..., max_length=LONGEST_LEADERS, description="接听领导及职务")
    topics: str = Field(..., max_length=LONGEST_TOPICS, description="受理范围，各项用顿号分开")
    issue: int | None = Field(None, ge=1, le=MOST_ISSUES, description="当年第几期；不填为下一期")

    def plan(self) -> Plan:
        return Plan(
            starts=datetime.combine(self.day, self.starts, SHANGHAI),
            ends=datetime.combine(self.day, self.ends, SHANGHAI),
            unit=clean(self.unit),
            leaders=clean(self.leaders),
            topics=tuple(dict.fromkeys(topic for part in BETWEEN_TOPICS.split(self.topics) if (topic := clean(part)))),
        )


class Words(Body):
    """The reason of 取消, or the report's words of 写报告; the other deeds need none."""

    text: str = Field("", max_length=LONGEST_SUMMARY, description="取消原因，或报告正文")


SPOKEN: Mapping[Deed, Callable[..., LeaderSession]] = {
    Deed.CANCEL: leader_sessions.cancel,
    Deed.WRITE: leader_sessions.write,
}
BARE: Mapping[Deed, Callable[..., LeaderSession]] = {
    Deed.ANNOUNCE: leader_sessions.announce,
    Deed.CLOSE: leader_sessions.close,
}


@router.get("", dependencies=[Depends(read_allowance)])
def announced(session: Reading, at: Now, calendar: Calendar) -> dict[str, Any]:
    """已公告的领导接听，最近的在前；结束的附报告，取消的附原因。"""
    sessions = leader_diary.announced(session)
    coming = leader_diary.coming(session, at)
    return {
        "next": told(coming, at) if coming else None,
        "sessions": [with_report(session, held, at, calendar) for held in sessions],
    }


@router.get("/{number}", dependencies=[Depends(read_allowance)])
def one(number: Number, session: Reading, at: Now, calendar: Calendar) -> dict[str, Any]:
    """一场已公告的领导接听。"""
    return with_report(session, leader_diary.public(session, number), at, calendar)


@router.post("", status_code=201)
def plan(wanted: Settled, by: Staff, tx: Tx, at: Now) -> dict[str, Any]:
    """安排一场领导接听；公告以前不对外。"""
    return told(leader_sessions.plan(tx, wanted.plan(), issue=wanted.issue, by=by, at=at), at)


@router.post("/{number}/更改")
def change(number: Number, wanted: Settled, by: Staff, tx: Tx, at: Now) -> dict[str, Any]:
    """更改安排；期次不变。"""
    return told(leader_sessions.change(tx, number, wanted.plan(), by=by, at=at), at)


@router.post("/{number}/{deed}")
def do(
    number: Number, deed: Annotated[str, Path(max_length=10)], words: Words, by: Staff, tx: Tx, at: Now
) -> dict[str, Any]:
    """公告、取消（附原因）、写报告（附正文）、结束。"""
    return told(done(tx, number, deed, text=clean(words.text), by=by, at=at), at)


def done(session: Session, number: str, deed: str, *, text: str, by: Actor, at: datetime) -> LeaderSession:
    """Do a deed that needs no plan. Raises what ``desk.leader_sessions`` raises; Invalid for any other deed."""
    spoken = next((do for name, do in SPOKEN.items() if name.value == deed), None)
    if spoken is not None:
        return spoken(session, number, text, by=by, at=at)
    bare = next((do for name, do in BARE.items() if name.value == deed), None)
    if bare is None:
        raise Invalid("办理动作", f"领导接听没有「{deed}」")
    return bare(session, number, by=by, at=at)


def told(held: LeaderSession, at: datetime) -> dict[str, Any]:
    """A session as anybody may know it once it is announced."""
    return {
        "number": held.number,
        "issue": held.issue,
        "unit": held.unit,
        "starts": held.starts.isoformat(),
        "ends": held.ends.isoformat(),
        "when": hours_words(held),
        "leaders": held.leaders,
        "topics": list(held.topics),
        "phone": PHONE,
        "state": state_of(held).value,
        "on_now": on_now(held, at),
        "why_cancelled": held.why_cancelled,
    }


def with_report(session: Session, held: LeaderSession, at: datetime, calendar: WorkCalendar) -> dict[str, Any]:
    """The same with what its report says, once that is published: counts only, no case."""
    found = report(session, held, at=at, calendar=calendar) if held.closed else None
    return {**told(held, at), "report": published(found) if found else None}


def published(found: Report) -> dict[str, Any]:
    return {
        "summary": found.held.summary,
        "counts": found.counts(),
        "issues": [{"issue": issue, "calls": count} for issue, count in found.issues],
        "promises": [promise.words() for promise in found.promises],
    }

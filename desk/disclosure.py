"""Requests for government information (依申请公开) and their statutory clock.

All article numbers are of 《中华人民共和国政府信息公开条例》（国务院令第711号，2019年修订）.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import ClassVar

from desk import disclosure_deeds
from desk.case import Case, Details, Effect
from desk.disclosure_table import LIFECYCLE, RUNNING, Channel, Deed, State
from desk.errors import Invalid
from desk.lifecycle import Actor, Lifecycle
from desk.limits import ANSWER_DAYS
from desk.moments import closing, day_of, local
from desk.workdays import Reckoning, WorkCalendar

CONFIRMED = (Channel.ORDINARY_MAIL, Channel.FAX, Channel.WEB, Channel.WECHAT)


def received_on(channel: Channel, *, arrived: datetime, confirmed: datetime | None) -> datetime:
    """Return the moment of receipt by law (第三十一条).

    In person and by signed mail it is the arrival; by ordinary mail, fax and internet the moment both sides confirmed
    it. The desk confirms web and WeChat requests at once, so that the two coincide.

    Raises:
        Invalid: the channel needs a confirmation and none is given, or it lies before the arrival.
    """
    if channel not in CONFIRMED:
        return local(arrived)
    if confirmed is None:
        raise Invalid("确认日期", f"{channel.value}提交的申请以双方确认之日为收到之日")
    if confirmed < arrived:
        raise Invalid("确认日期", "不能早于到达日期")
    return local(confirmed)


@dataclass(frozen=True)
class Pause:
    """Time spent asking third parties or other bodies: the days in (asked, heard] do not count."""

    asked: date
    heard: date


@dataclass(frozen=True)
class Clock:
    """What the answer deadline depends on.

    Attributes:
        received: Day of receipt (第三十一条); after a supplement, the day the supplement arrived (第三十条).
        pauses: Consultations, which do not count (第三十三条第三款); they may touch or overlap.
        extension: Working days granted, 0 to DISCLOSURE_EXTENSION_DAYS.
    """

    received: date
    pauses: tuple[Pause, ...] = ()
    extension: int = 0

    def reckon(self, calendar: WorkCalendar) -> Reckoning:
        """Count to the last day on which an answer is in time."""
        return calendar.explain(self.received, ANSWER_DAYS + self.extension + self.paused(calendar))

    def due(self, calendar: WorkCalendar) -> date:
        return self.reckon(calendar).end

    def with_pause(self, asked: date, heard: date) -> Clock:
        return replace(self, pauses=(*self.pauses, Pause(asked, heard)))

    def paused(self, calendar: WorkCalendar) -> int:
        """Working days that do not count; a day in two pauses is left out once."""
        total, until = 0, self.received
        for pause in sorted(self.pauses, key=lambda pause: pause.asked):
            total += calendar.count(max(pause.asked, until), pause.heard) if pause.heard > until else 0
            until = max(until, pause.heard)
        return total


@dataclass(eq=False, kw_only=True)
class Disclosure(Case):
    """One request, from the day it arrives to the day it is answered or dropped.

    Attributes:
        wanted: Name, document number or features of the information (第二十九条), personal data masked.
        form: Form of supply wanted.
        organisation: The applicant is a legal person or other organisation.
        identified: An identity proof is on file (第二十九条); it is given on a page, never in chat.
        arrived: When it reached the desk; *received* is the legal receipt.
        counted_from: Day zero of *due*: receipt, or receipt of the supplement.
        supplement_until: Until when the applicant may supply what is missing.
        opinion_until: Until when the third party may answer.
        assigned_unit, assigned_due: The unit asked for the material inside the 20 days (交办), and its date.
        purpose: 用途, as the applicant chose to tell it; optional and never a ground (第二十七条).
        delivery: How the reply should reach the applicant.
        repeat_of: Number of an earlier request of the same applicant for the same information.
        fee_until: Until when the fee has to be paid; the clock stands still meanwhile.
        outcome, ground: Result and row of knowledge/reasons.yml; *row* is its line of the yearly report.
    """

    lifecycle: ClassVar[Lifecycle] = LIFECYCLE

    wanted: str
    form: str = ""
    applicant: str = "自然人"
    identified: bool = False
    arrived: datetime
    counted_from: datetime
    state: State = State.RECEIVED
    supplement_until: datetime | None = None
    opinion_until: datetime | None = None
    assigned_unit: str = ""
    assigned_due: datetime | None = None
    reply: str = ""
    outcome: str = ""
    ground: str = ""
    row: str = ""
    purpose: str = ""
    delivery: str = ""
    repeat_of: str = ""
    fee_until: datetime | None = None

    @property
    def current(self) -> Enum:
        return self.state

    @property
    def running(self) -> bool:
        return self.state in RUNNING

    def enter(self, state: Enum) -> None:
        self.state = State(state.value)

    def apply(self, deed: Enum, details: Details, *, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
        effect = disclosure_deeds.EFFECTS.get(deed, disclosure_deeds.noted)
        return effect(self, details, by, at, calendar)

    def legal_clock(self) -> Clock:
        return Clock(day_of(self.counted_from), self.pauses(), self.extension)

    def pauses(self) -> tuple[Pause, ...]:
        """Consultations that have ended, since the clock last started."""
        asked = [day_of(event.at) for event in self.did(Deed.CONSULT) if event.at >= self.counted_from]
        heard = [day_of(event.at) for event in self.did(Deed.HEAR, Deed.SILENCE) if event.at >= self.counted_from]
        return tuple(Pause(*days) for days in zip(asked, heard, strict=False))

    def start_clock(self, at: datetime, calendar: WorkCalendar) -> None:
        self.counted_from = at
        self.recount(calendar)

    def recount(self, calendar: WorkCalendar) -> None:
        reckoning = self.legal_clock().reckon(calendar)
        self.due, self.provisional = closing(reckoning.end), reckoning.provisional
        self.calendar_version = reckoning.version

    def remind_at(self, calendar: WorkCalendar) -> datetime:
        """One working day ahead, as for three-day tickets."""
        return closing(calendar.before(day_of(self.due), 1))

    def clock(self, calendar: WorkCalendar) -> Mapping[str, object]:
        legal = self.legal_clock()
        reckoning = legal.reckon(calendar)
        rule = f"自收到申请之日起 {ANSWER_DAYS} 个工作日内答复（《政府信息公开条例》第三十三条第二款）"
        if self.extension:
            rule += f"；已延期 {self.extension} 个工作日"
        paused = legal.paused(calendar)
        if paused:
            rule += f"；征求意见 {paused} 个工作日不计算在内（第三十三条第三款）"
        return {
            "rule": rule,
            "start": reckoning.start.isoformat(),
            "working_days": reckoning.count,
            "due": self.due.isoformat(),
            "provisional": self.provisional,
            "running": self.running,
            "skipped": [{"date": mark.day.isoformat(), "reason": mark.reason} for mark in reckoning.skipped],
            "made_up": [{"date": mark.day.isoformat(), "reason": mark.reason} for mark in reckoning.made_up],
            "calendar": self.calendar_version,
            "remind_at": self.remind_at(calendar).isoformat(),
            "words": reckoning.words(),
        }

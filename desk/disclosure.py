"""Requests for government information (依申请公开) and their statutory clock.

All article numbers are of 《中华人民共和国政府信息公开条例》（国务院令第711号，2019年修订）.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import ClassVar

from desk import clock_words, disclosure_deeds
from desk.case import Case, Details, Effect
from desk.consulting import consultations
from desk.disclosure_clock import Clock, Pause
from desk.disclosure_table import LIFECYCLE, RUNNING, State
from desk.lifecycle import Actor, Lifecycle
from desk.limits import ANSWER_DAYS
from desk.moments import closing, day_of
from desk.workdays import WorkCalendar


@dataclass(eq=False, kw_only=True)
class Disclosure(Case):
    """One request, from the day it arrives to the day it is answered or dropped.

    Attributes:
        wanted: Name, document number or features of the information (第二十九条), personal data masked.
        form: Form of supply wanted.
        organisation: The applicant is a legal person or other organisation.
        identified: An identity proof is on file (第二十九条); it is given on a page, never in chat.
        arrived: When it reached the desk; *received* is the legal receipt.
        counted_from: Day zero of *due*: receipt, then receipt of the supplement or of the fee.
        supplement_until: Until when the applicant may supply what is missing.
        opinion_until: Until when the first of those asked may answer; None when nobody is awaited.
        assigned_unit, assigned_due: The unit asked for the material inside the 20 days (交办), and its date.
        purpose: 用途, as the applicant chose to tell it; optional and never a ground (第二十七条).
        delivery: How the reply should reach the applicant.
        repeat_of: Number of an earlier request of the same applicant for the same information.
        fee_until: Until when the fee has to be paid; the clock stands still meanwhile.
        items: What is asked for, one thing each, when it is several: ``wanted``, ``ground``, ``note`` (see
            ``disclosure_items``); empty for one thing.
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
    items: list[dict[str, str]] = field(default_factory=list)

    @property
    def current(self) -> Enum:
        return self.state

    @property
    def running(self) -> bool:
        return self.state in RUNNING

    def enter(self, state: Enum) -> None:
        """While anybody asked is awaited it stays 征求意见, whatever another answer leads to."""
        awaits = state is State.HANDLING and self.opinion_until is not None
        self.state = State.CONSULTING if awaits else State(state.value)

    def apply(self, deed: Enum, details: Details, *, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
        effect = disclosure_deeds.EFFECTS.get(deed, disclosure_deeds.noted)
        return effect(self, details, by, at, calendar)

    def legal_clock(self) -> Clock:
        return Clock(day_of(self.counted_from), self.pauses(), self.extension)

    def pauses(self) -> tuple[Pause, ...]:
        """Consultations that have ended, since the clock last started."""
        return tuple(
            Pause(day_of(each.asked), day_of(each.heard))
            for each in consultations(self)
            if each.heard is not None and each.asked >= self.counted_from
        )

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
            "words": [*clock_words.lines(self, calendar), *reckoning.words()],
            "paused": [day.isoformat() for day in clock_words.paused_days(self)],
        }

"""Tickets (工单) and their clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import ClassVar

from desk import joint_deeds, ticket_clock, ticket_deeds
from desk.case import Case, Details, Effect
from desk.case_records import Assist
from desk.lifecycle import Actor, Lifecycle
from desk.limits import CLAIM_DAYS, CONSULTATION_DAYS, LEADER_DAYS, MATTER_DAYS
from desk.moments import closing, day_of, noon
from desk.ticket_table import BEFORE_ANSWER, LIFECYCLE, State, TicketType
from desk.workdays import Reckoning, WorkCalendar

EFFECTS = {**ticket_deeds.EFFECTS, **joint_deeds.EFFECTS}
LEADER = "领导接听"  # the channel of calls a leader took, which have a promise of their own


def handling_days(kind: TicketType, channel: str) -> int:
    """Working days from signing to feedback (《互动类信件办理工作流程》二；《领导接听》公告)."""
    if channel == LEADER:
        return LEADER_DAYS
    return CONSULTATION_DAYS if kind is TicketType.CONSULTATION else MATTER_DAYS


@dataclass(eq=False, kw_only=True)
class Ticket(Case):
    """One complaint, question or proposal.

    Attributes:
        matter, wanted, place: In the citizen's words, personal data masked.
        unit: Short name of the unit it lies with; empty until routed.
        routed, signed: Moments of the latest routing and signing; None before.
        counted_from: Day zero of *due* is the day of this moment: routing, then signing, then redoing.
        repeat_of: Number of an earlier ticket on the same matter.
        merged_into: Number of the ticket that is handled in its stead (并入).
        upstream: Number under which another hotline passed it on (省长热线, 市长信箱, …).
        confidential: Who filed it stays hidden from the unit.
        publishable: The citizen agrees that question and answer are published without personal data.
        designated: The county office settled a dispute about who is in charge; the unit may not return it.
        supervised: 督办件.
        leader_session: The 领导接听 session it was taken in.
        reply: The reply as it stands: drafted, then approved, then sent.
        assists: What other units were asked to contribute, oldest first.
        merged: The tickets that were merged into this one, and *main* the one it was merged into; read only.
    """

    lifecycle: ClassVar[Lifecycle] = LIFECYCLE

    kind: TicketType
    matter: str
    place: str = ""
    town: str = ""
    wanted: str = ""
    anonymous: bool = False
    confidential: bool = False
    state: State = State.REGISTERED
    counted_from: datetime
    routed: datetime | None = None
    signed: datetime | None = None
    routing: list[dict[str, object]]
    repeat_of: str = ""
    merged_into: str = ""
    upstream: str = ""
    publishable: bool = False
    designated: bool = False
    supervised: bool = False
    leader_session: int | None = None
    reply: str = ""
    rating: str = ""
    redone: int = 0
    assists: list[Assist] = field(default_factory=list)
    merged: list[Ticket] = field(default_factory=list)
    main: Ticket | None = None

    @property
    def current(self) -> Enum:
        return self.state

    @property
    def running(self) -> bool:
        return self.state in BEFORE_ANSWER

    @property
    def days(self) -> int:
        return handling_days(self.kind, self.channel) + self.extension

    def enter(self, state: Enum) -> None:
        self.state = State(state.value)

    def apply(self, deed: Enum, details: Details, *, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
        effect = EFFECTS.get(deed, ticket_deeds.noted)
        return effect(self, details, by, at, calendar)

    def reckon(self, calendar: WorkCalendar) -> Reckoning:
        return calendar.explain(day_of(self.counted_from), self.days)

    def start_clock(self, at: datetime, calendar: WorkCalendar) -> None:
        """Count *due* anew from the day of *at*."""
        self.counted_from = at
        self.recount(calendar)

    def recount(self, calendar: WorkCalendar) -> None:
        reckoning = self.reckon(calendar)
        self.due, self.provisional = closing(reckoning.end), reckoning.provisional
        self.calendar_version = reckoning.version
        for assist in self.open_assists:
            assist.due = min(assist.due, self.due)

    @property
    def leading(self) -> Ticket:
        """The ticket that is handled: itself, or the one it was merged into."""
        return self.main.leading if self.state is State.MERGED and self.main is not None else self

    @property
    def hidden(self) -> bool:
        """Whether the unit may not learn who filed it."""
        return self.confidential or self.kind is TicketType.REPORT

    @property
    def open_assists(self) -> list[Assist]:
        """Contributions still owed; one that became the unit in charge owes the reply instead."""
        return [assist for assist in self.assists if assist.answered is None and assist.unit != self.unit]

    def ask_assist(self, unit: str, words: str, *, at: datetime, due: datetime) -> None:
        """A unit that gave its opinion before is asked again on the same row; the events keep both."""
        known = next((assist for assist in self.assists if assist.unit == unit), None)
        if known is None:
            self.assists.append(Assist(self.number, unit, asked=at, asked_for=words, due=due))
        else:
            known.asked, known.asked_for, known.due, known.answered, known.opinion = at, words, due, None, ""

    def claim_due(self, calendar: WorkCalendar) -> datetime:
        """Until when the unit has to sign (《考评方案》附件4：认领时限); the day of routing is day zero."""
        return closing(calendar.explain(day_of(self.routed or self.received), CLAIM_DAYS).end)

    def remind_at(self, calendar: WorkCalendar) -> datetime:
        """Half a day ahead for a one-day ticket, one working day ahead for the others (《流程》二)."""
        last = day_of(self.due)
        return noon(last) if self.days == CONSULTATION_DAYS else closing(calendar.before(last, 1))

    def assist_remind_at(self, assist: Assist, calendar: WorkCalendar) -> datetime:
        """One working day ahead; at noon of the last day when that lies before it was asked."""
        last = day_of(assist.due)
        ahead = closing(calendar.before(last, 1))
        return ahead if ahead > assist.asked else noon(last)

    def clock(self, calendar: WorkCalendar) -> Mapping[str, object]:
        return ticket_clock.explain(self, calendar)

    @property
    def sort(self) -> str:
        """What the length of its clock is named after."""
        return LEADER if self.channel == LEADER else f"{self.kind.value}类"

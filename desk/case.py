"""What every kind of case has in common: its number, state, clock and the record of its deeds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import ClassVar

from desk.events import Event
from desk.lifecycle import Actor, Lifecycle, Verdict
from desk.workdays import WorkCalendar
from knowledge.reasons import Reason


@dataclass(frozen=True)
class Details:
    """What comes with a deed. Each deed says which of these it needs; personal data is masked beforehand.

    Attributes:
        text: The words themselves: a reply, a supplement, an opinion.
        reason, basis: Why, and the document or article relied on.
        unit: Short name of the unit meant: the right one on 退回, the next one on 再派.
        days: Working days asked for or promised.
        told: The citizen was told (extension) or spoken to (call-back, before a reply).
        rating: One of ``tickets.Rating``.
        ground: The lawful outcome of a disclosure request, a row of knowledge/reasons.yml.
        search: Where and how was searched, for 不存在.
        needed: What the ground asks to be told besides, e.g. name and contact of the organ that holds it.
        manner: How a reply is delivered.
        number: The ticket this one is merged into (并入).
        kind: The type a ticket is given (改定类型), a label of ``TicketType``; 行政复议 or 行政诉讼 of a proceeding.
        party, consent: Who is asked about a request, and what they answered (征求意见); the name never enters the log.
        item: Ordinal of the thing asked for, or of the consultation meant, from 1.
        method, quantity, before, amount: How a fee is counted, of how much, after how much, and the yuan decided.
        result: What an 行政复议 or suit ended with.
        letter, organ: Key of the letter an answer is given in, and in whose name it is signed.
    """

    text: str = ""
    reason: str = ""
    basis: str = ""
    unit: str = ""
    days: int = 0
    told: bool = False
    rating: str = ""
    ground: Reason | None = None
    search: str = ""
    needed: str = ""
    manner: str = ""
    number: str = ""
    kind: str = ""
    party: str = ""
    consent: str = ""
    item: int = 0
    method: str = ""
    quantity: int = 0
    before: int = 0
    amount: int = 0
    result: str = ""
    letter: str = ""
    organ: str = ""


@dataclass
class Effect:
    """What a deed adds to its event besides who, when and where to."""

    note: str = ""
    verdict: Verdict | None = None
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(eq=False, kw_only=True)
class Case(ABC):
    """One case of either kind.

    Attributes:
        due: The moment the next thing owed to the citizen is due, in Shanghai time.
        provisional: *due* lies in a year whose holiday notice is not published.
        calendar_version: Of the calendar *due* was counted with.
        key: The idempotency key it was filed under; *fingerprint* is a keyed hash of what was filed.
        secret_digest: Of the secret the citizen holds.
    """

    lifecycle: ClassVar[Lifecycle]

    number: str
    key: str
    fingerprint: str
    secret_digest: str
    channel: str
    unit: str
    received: datetime
    due: datetime
    provisional: bool = False
    calendar_version: str = ""
    extension: int = 0
    extension_asked: int = 0
    events: list[Event] = field(default_factory=list)

    def do(self, deed: Enum, details: Details, *, by: Actor, at: datetime, calendar: WorkCalendar) -> Event:
        """Do *deed* if the table and its own conditions allow, and record it.

        Raises:
            WrongState, NotAllowed: see ``Lifecycle.move``.
            Invalid: a condition of the deed is not met; nothing was changed.
        """
        move = self.lifecycle.move(self.current, deed, role=by.role)
        before = self.current
        effect = self.apply(deed, details, by=by, at=at, calendar=calendar)
        self.enter(move.to)
        return self.record(deed.value, effect, by=by, at=at, before=before, rule=move.rule)

    def record(
        self, deed: str, effect: Effect, *, by: Actor, at: datetime, before: Enum | None = None, rule: str = ""
    ) -> Event:
        event = Event(
            number=self.number,
            deed=deed,
            at=at,
            actor=by.name,
            role=by.role.value,
            unit=by.unit,
            before=(before or self.current).value,
            after=self.current.value,
            verdict=effect.verdict.value if effect.verdict else "",
            rule=rule,
            note=effect.note,
            facts=effect.facts,
        )
        self.events.append(event)
        return event

    def did(self, *deeds: Enum) -> list[Event]:
        """Earlier events of these deeds, oldest first."""
        names = {deed.value for deed in deeds}
        return [event for event in self.events if event.deed in names]

    def judge(self, at: datetime) -> Verdict:
        return Verdict.IN_TIME if at <= self.due else Verdict.LATE

    def overdue(self, at: datetime) -> bool:
        """Whether something owed is late at *at*; derived, never stored."""
        return self.running and at > self.due

    @property
    def extension_pends(self) -> bool:
        """An extension was asked for and nobody decided."""
        decided = {event.deed for event in self.events} & {"同意延期", "不同意延期"} if self.extension_asked else ()
        return bool(self.extension_asked) and not decided

    @property
    @abstractmethod
    def current(self) -> Enum:
        """The state it is in."""

    @property
    @abstractmethod
    def running(self) -> bool:
        """Whether the clock of *due* is running."""

    @abstractmethod
    def enter(self, state: Enum) -> None:
        """Take the state a deed led to; only ``do`` calls it."""

    @abstractmethod
    def apply(self, deed: Enum, details: Details, *, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
        """Check the deed's own conditions and do it; raises Invalid, and then nothing was changed."""

    @abstractmethod
    def clock(self, calendar: WorkCalendar) -> Mapping[str, object]:
        """How *due* was counted, for the page."""

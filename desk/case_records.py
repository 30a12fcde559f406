"""What the desk keeps with cases and about them besides the cases themselves. Plain rows; their rules are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class Identity:
    """One sealed field of who filed a case; *blind* finds equal values without opening them."""

    number: str
    column: str
    sealed: str
    blind: str


@dataclass(eq=False)
class Reminder:
    """A reminder that was sent: one per case, kind and due moment."""

    number: str
    kind: str
    due: datetime
    at: datetime


@dataclass(eq=False)
class Attachment:
    """A file that came with a case.

    Attributes:
        ordinal: From 1 within its case; the name a unit sees is made of it.
        media: Media type found by its first bytes, never the one the sender named.
        size: Bytes of the opened content.
        digest: SHA-256 of the opened content.
        name: The sender's file name, sealed; it may name people.
        content: The bytes, sealed; loaded only where they are asked for.
        preview: A small JPEG of a picture, sealed; empty for what is none.
        added_by: Label of the ``Role`` that added it.
        shown: The unit may open it even where it may not know who filed the case: released, or its own.
    """

    number: str
    ordinal: int
    media: str
    size: int
    digest: str
    name: str
    content: bytes
    preview: bytes
    added: datetime
    added_by: str
    shown: bool
    id: int | None = None


@dataclass(eq=False)
class Assist:
    """A unit asked to assist (协办) the one in charge; *opinion* is empty until *answered*."""

    number: str
    unit: str
    asked: datetime
    asked_for: str
    due: datetime
    answered: datetime | None = None
    opinion: str = ""


@dataclass(eq=False)
class Correction:
    """A person chose another unit or type than the router proposed; what the router is trained on next."""

    number: str
    proposed_unit: str
    chosen_unit: str
    proposed_kind: str
    chosen_kind: str
    by: str
    at: datetime
    id: int | None = None


@dataclass(eq=False)
class LeaderSession:
    """An hour in which a unit's leaders answer the hotline (领导接听).

    Attributes:
        number: What its events are kept under, e.g. ``LT-2020-3``: year and issue, which never change.
        issue: Its ordinal within the year (第几期).
        leaders: By post, as the announcement prints them.
        topics: What it covers, one phrase each.
        announced: When it was made public; None while it is planned.
        closed: When its report was made; None before.
        summary: The report's own words.
    """

    number: str
    issue: int
    starts: datetime
    ends: datetime
    unit: str
    leaders: str
    topics: list[str]
    announced: datetime | None = None
    cancelled: datetime | None = None
    why_cancelled: str = ""
    closed: datetime | None = None
    summary: str = ""
    id: int | None = None


@dataclass(eq=False)
class Notice:
    """Something to tell somebody outside about an event (outbox); sent at least once, recorded once.

    Attributes:
        sequence: Of the event it is about.
        adapter: file, webhook or wechat.
        recipient: A conversation's id, or the short name of a unit.
        next_try: None once sent or given up.
        receipt: The other side's own number for it, under which it tells later what became of it.
    """

    sequence: int
    number: str
    adapter: str
    recipient: str
    words: str
    created: datetime
    next_try: datetime | None
    attempts: int = 0
    sent: datetime | None = None
    error: str = ""
    receipt: str = ""
    id: int | None = None


@dataclass(eq=False)
class ScoreEntry:
    """A deduction or bonus of the yearly assessment that a person entered; never deleted, only withdrawn."""

    year: int
    unit: str
    item: str
    points: float
    number: str
    reason: str
    by: str
    at: datetime
    withdrawn: datetime | None = None
    withdrawn_by: str = ""
    id: int | None = None

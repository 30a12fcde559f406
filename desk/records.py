"""What the desk keeps of people who talk to it and work at it. Plain rows; their rules are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class Conversation:
    """One citizen's chat session.

    Attributes:
        id: SHA-256 of the token the citizen's browser holds; the token itself is not stored.
        owner: 机器人, 排队, or the name of the agent who took it over.
    """

    id: str
    channel: str
    created: datetime
    seen: datetime
    owner: str = "机器人"


@dataclass(eq=False)
class Message:
    """One message of a conversation, personal data masked; *reply* is the exact body that answered it."""

    conversation: str
    message_id: str
    author: str
    text: str
    at: datetime
    reply: bytes | None = None
    id: int | None = None


@dataclass(eq=False)
class CaseLink:
    """A case its conversation may read and urge without the secret."""

    conversation: str
    number: str


@dataclass(eq=False)
class DraftRecord:
    """The open draft of a conversation; *sealed* holds its facts, encrypted.

    Attributes:
        key: The idempotency key it will be filed under.
        updated: When it was said; once there is *filed*, when that was.
        filed: Number of the case it became, kept so that a repeated 确认 finds it. The matter that waited behind it
            may be open already: its draft names the same number.
    """

    conversation: str
    kind: str
    key: str
    sealed: str
    updated: datetime
    filed: str = ""


@dataclass(eq=False)
class DraftFileRecord:
    """A file that waits with its conversation for a case.

    Attributes:
        media, size, digest: Of what is kept, as for an attachment.
        name, content, preview: Sealed; *content* is loaded only where it is asked for.
    """

    conversation: str
    media: str
    size: int
    digest: str
    name: str
    content: bytes
    preview: bytes
    added: datetime
    id: int | None = None


@dataclass(eq=False)
class Continuation:
    """A code by which a conversation goes on in another one; *digest* is all that is kept of it."""

    digest: str
    conversation: str
    made: datetime


@dataclass(eq=False)
class Gap:
    """A question the documents did not answer, masked; *times* counts how often it was asked."""

    question: str
    score: float
    first: datetime
    last: datetime
    times: int = 1
    id: int | None = None


@dataclass(eq=False)
class GapState:
    """What the office decided about one question; *gap* is its id."""

    gap: int
    state: str
    by: str
    at: datetime


@dataclass(eq=False)
class Handover:
    """A citizen waiting for, or talking to, a person."""

    conversation: str
    reason: str
    asked: datetime
    taken_by: str = ""
    taken: datetime | None = None
    closed: datetime | None = None
    id: int | None = None


@dataclass(eq=False)
class Account:
    """A member of staff; *role* is a label of ``Role``, *unit* a short unit name, *secret* an argon2 hash."""

    name: str
    role: str
    unit: str
    secret: str
    created: datetime
    active: bool = True


@dataclass(eq=False)
class SignIn:
    """A signed-in browser; *digest* is the SHA-256 of its token."""

    digest: str
    account: str
    created: datetime
    expires: datetime


@dataclass(eq=False)
class Failure:
    """A wrong secret or password. *subject* is ``查询|number`` or ``登录|name``."""

    subject: str
    at: datetime
    id: int | None = None

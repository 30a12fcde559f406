"""The rows of the WeChat channel. Plain rows; their rules are in ``desk.wechat_users``, ``…_inbox``, ``…_pushes``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class WeChatUser:
    """A follower of the account.

    Attributes:
        id: Keyed hash of the openid; all that is left of him once he has left.
        openid, token: Sealed; the token is that of his present conversation.
        serial: Which conversation this is, from 1.
        seen, spoke, acted: His last sign of life, message, and menu, scan or subscription: they open WeChat's quotas.
        offer: Sealed: what the numbers of the last reply mean.
        heard: Id of the last message of a member of staff that was passed on to him.
        left: When he unsubscribed.
    """

    id: str
    openid: str
    token: str
    conversation: str
    seen: datetime
    since: datetime
    serial: int = 1
    spoke: datetime | None = None
    acted: datetime | None = None
    offer: str = ""
    heard: int = 0
    left: datetime | None = None


@dataclass(eq=False)
class WeChatTalk:
    """A conversation that is or was his."""

    conversation: str
    user: str


@dataclass(eq=False)
class WeChatMessage:
    """A message that came in, once however often it is sent.

    Attributes:
        key: Keyed hash of WeChat's own key.
        content: Sealed XML until it is answered, then empty.
        runner, taken: Which process answers it, and since when it last said so; None once answered.
        tries: How often answering it was begun.
        late: Nobody waits for the answer any longer; it has to go another way.
        reply: Sealed body of the HTTP answer, the same for every delivery.
    """

    key: str
    user: str
    arrived: datetime
    content: str
    runner: str
    taken: datetime | None
    tries: int = 1
    late: bool = False
    reply: bytes | None = None
    id: int | None = None


@dataclass(eq=False)
class WeChatPush:
    """Words still to be said to a follower, at most as many as one message holds.

    Attributes:
        text: Sealed, empty once said.
        next_try: When to send it as a customer-service message; None leaves it for his next message.
        called: It went out by such a message, which counts against WeChat's quota.
    """

    user: str
    text: str
    made: datetime
    next_try: datetime | None
    sent: datetime | None = None
    called: bool = False
    id: int | None = None

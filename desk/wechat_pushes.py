"""Words still to be said to followers: by a customer-service message where WeChat allows one, else with the next reply.

WeChat's quotas: five messages within 48 hours of what the citizen wrote, three within a minute of a menu, a scan or a
subscription (https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from desk import conversations, tables, wechat_users
from desk.conversations import SYSTEM
from desk.records import Message
from desk.vault import Vault
from desk.wechat_records import WeChatPush, WeChatUser
from desk.wechat_tables import wechat_pushes
from desk.wechat_tables import wechat_users as users

TABLE = "wechat_pushes"
LEASE = timedelta(minutes=1)  # longer than sending one message may take
AGAIN = timedelta(minutes=1)
CLOSED = timedelta(days=1)  # how long after a talk with a person its last words are still looked for
KEPT = timedelta(hours=48)  # after which a message sent no longer counts
WINDOWS = (("spoke", KEPT, 5), ("acted", timedelta(minutes=1), 3))

Split = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Outgoing:
    """One message on its way; ``openid`` is not to be written down anywhere."""

    id: int
    openid: str
    text: str


def queue(session: Session, user: str, pieces: Iterable[str], *, call: bool, at: datetime, vault: Vault) -> None:
    """Keep *pieces* for *user*; *call*: they may go by a customer-service message."""
    for piece in pieces:
        session.add(WeChatPush(user, _seal(user, piece, vault), at, at if call else None))
    session.flush()


def collect(session: Session, user: str, *, at: datetime, vault: Vault) -> list[str]:
    """Take what waits for *user* into the reply that is being written, oldest first; what is on its way stays out."""
    columns = wechat_pushes.c
    free = columns.next_try.is_(None) | (columns.next_try <= at)
    wanted = select(WeChatPush).where(columns.user == user, columns.sent.is_(None), free).order_by(columns.id)
    texts = []
    for push in session.execute(wanted.with_for_update()).scalars():
        texts.append(_open(push, vault))
        push.text, push.sent, push.next_try = "", at, None
    return texts


def claim(session: Session, *, at: datetime, vault: Vault) -> Outgoing | None:
    """Take the next message that may go now; one that WeChat does not allow is left for the citizen's next message."""
    columns = wechat_pushes.c
    wanted = select(WeChatPush).where(columns.sent.is_(None), columns.next_try <= at).order_by(columns.id).limit(1)
    while (push := session.execute(wanted.with_for_update(skip_locked=True)).scalar_one_or_none()) is not None:
        user: WeChatUser = session.get(WeChatUser, push.user)
        if _allowed(session, user, at=at):
            push.next_try = at + LEASE
            return Outgoing(int(push.id or 0), wechat_users.openid(user, vault), _open(push, vault))
        push.next_try = None
        session.flush()
    return None


def said(session: Session, id: int, *, at: datetime) -> None:
    _close(session, id, {"text": "", "sent": at, "next_try": None, "called": True})


def failed(session: Session, id: int, *, at: datetime, final: bool) -> None:
    """Try again soon, or leave it for the citizen's next message."""
    _close(session, id, {"next_try": None if final else at + AGAIN})


def from_staff(session: Session, split: Split, *, call: bool, at: datetime, vault: Vault) -> int:
    """Queue what members of staff wrote to followers since the last time; return how many messages it was."""
    talks, columns = tables.handovers.c, users.c
    recent = talks.closed.is_(None) | (talks.closed > at - CLOSED)
    wanted = select(columns.id, columns.conversation, columns.heard).where(
        columns.conversation.in_(select(talks.conversation).where(recent))
    )
    count = 0
    for user, conversation, heard in session.execute(wanted).all():
        written = conversations.from_staff(session, conversation, after=heard)
        if written and _heard(session, user, heard, int(written[-1].id or 0)):
            pieces = [piece for each in written for piece in split(_signed(each))]
            queue(session, user, pieces, call=call, at=at, vault=vault)
            count += len(written)
    return count


def clear(session: Session, *, at: datetime) -> None:
    """Forget messages that no longer count."""
    columns = wechat_pushes.c
    session.execute(wechat_pushes.delete().where(columns.sent <= at - KEPT))


def _signed(message: Message) -> str:
    return message.text if message.author == SYSTEM else f"{message.author}：{message.text}"


def _heard(session: Session, user: str, before: int, last: int) -> bool:
    """False when another process passes these messages on."""
    columns = users.c
    step = update(users).where(columns.id == user, columns.heard == before).values(heard=last)
    return bool(session.execute(step).rowcount)


def _allowed(session: Session, user: WeChatUser, *, at: datetime) -> bool:
    return any(
        since is not None and at - since < window and _called(session, user.id, since) < most
        for since, window, most in ((getattr(user, name), window, most) for name, window, most in WINDOWS)
    )


def _called(session: Session, user: str, since: datetime) -> int:
    """Customer-service messages sent, or on their way, after *since*."""
    columns = wechat_pushes.c
    counted = select(func.count()).where(columns.user == user, columns.called, columns.sent >= since)
    count: int = session.execute(counted).scalar_one()
    return count


def _close(session: Session, id: int, values: dict[str, object]) -> None:
    columns = wechat_pushes.c
    session.execute(update(wechat_pushes).where(columns.id == id, columns.sent.is_(None)).values(**values))


def _seal(user: str, text: str, vault: Vault) -> str:
    return vault.seal(text, table=TABLE, row=user, column="text")


def _open(push: WeChatPush, vault: Vault) -> str:
    return vault.open(push.text, table=TABLE, row=push.user, column="text")

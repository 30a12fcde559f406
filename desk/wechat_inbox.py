"""Messages from WeChat, each once: who answers it, what was answered, and what a dead process left behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk.vault import Vault
from desk.wechat_records import WeChatMessage
from desk.wechat_tables import wechat_inbox

TABLE = "wechat_inbox"
LEASE = timedelta(seconds=20)  # a process that has not said for so long that it still answers is dead
MOST = 3  # a message that ends the process each time is not begun a fourth time


@dataclass(frozen=True)
class Arrived:
    """*mine*: it is new and for the caller to answer; *reply* is what was answered before."""

    key: str
    mine: bool
    reply: bytes | None = None


@dataclass(frozen=True)
class Orphan:
    """A message whose process died; *hopeless* when it has been begun ``MOST`` times."""

    key: str
    user: str
    content: str
    arrived: datetime
    hopeless: bool


def take(session: Session, key: str, *, user: str, content: str, runner: str, at: datetime, vault: Vault) -> Arrived:
    """Enter a message under *key*, its sender's and WeChat's own; one that is there already is not entered again."""
    hidden = _hidden(key, vault)
    known = _find(session, hidden)
    if known is None:
        sealed = vault.seal(content, table=TABLE, row=hidden, column="content")
        try:
            with session.begin_nested():
                session.add(WeChatMessage(hidden, user, at, sealed, runner, at))
            return Arrived(hidden, mine=True)
        except IntegrityError:  # another process was faster
            known = _find(session, hidden)
    return Arrived(hidden, mine=False, reply=_opened(known, vault))


def reply_to(session: Session, key: str, *, vault: Vault) -> bytes | None:
    """What was answered, None while it is being answered."""
    return _opened(_find(session, key), vault)


def give_up(session: Session, key: str, *, vault: Vault) -> bytes | None:
    """Nobody waits any longer for the message that came under *key*; its answer, if it has come in this very moment."""
    message = _find(session, _hidden(key, vault), lock=True)
    if message is not None and message.reply is None:
        message.late = True
    return _opened(message, vault)


def is_late(session: Session, key: str) -> bool:
    """Locks the row: until the end of the transaction nobody can give up waiting."""
    message = _find(session, key, lock=True)
    return message is None or message.late


def settle(session: Session, key: str, reply: bytes, *, vault: Vault) -> None:
    """Keep the answer for every delivery to come, and forget what was asked. The first answer stays."""
    message = _find(session, key, lock=True)
    if message is not None and message.reply is None:
        message.reply = vault.seal_bytes(reply, table=TABLE, row=key, column="reply")
        message.content, message.taken = "", None
        session.flush()


def renew(session: Session, keys: list[str], *, at: datetime) -> None:
    """Say that the caller still answers these."""
    columns = wechat_inbox.c
    alive = update(wechat_inbox).where(columns.key.in_(keys), columns.reply.is_(None))
    session.execute(alive.values(taken=at))


def orphans(session: Session, runner: str, *, fresh: bool, at: datetime, vault: Vault) -> list[Orphan]:
    """Take over what nobody answers, oldest first; *fresh*: also what *runner* itself left when it was started anew."""
    columns = wechat_inbox.c
    dead = columns.taken <= at - LEASE
    if fresh:
        dead |= columns.runner == runner
    wanted = select(WeChatMessage).where(columns.taken.is_not(None), dead).order_by(columns.id)
    found = []
    for message in session.execute(wanted.with_for_update(skip_locked=True)).scalars():
        message.runner, message.taken, message.tries = runner, at, message.tries + 1
        message.late = True
        content = vault.open(message.content, table=TABLE, row=message.key, column="content")
        found.append(Orphan(message.key, message.user, content, message.arrived, hopeless=message.tries > MOST))
    return found


def forget(session: Session, user: str, *, silence: bytes, vault: Vault) -> None:
    """Let nothing of *user* be read any more: late copies of his messages are answered with *silence*."""
    for message in session.execute(select(WeChatMessage).where(wechat_inbox.c.user == user)).scalars():
        message.content, message.taken, message.user = "", None, ""
        message.reply = vault.seal_bytes(silence, table=TABLE, row=message.key, column="reply")


def _hidden(key: str, vault: Vault) -> str:
    return vault.blind(f"{TABLE}|{key}")


def _find(session: Session, key: str, *, lock: bool = False) -> WeChatMessage | None:
    wanted = select(WeChatMessage).where(wechat_inbox.c.key == key)
    found: WeChatMessage | None = session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()
    return found


def _opened(message: WeChatMessage | None, vault: Vault) -> bytes | None:
    if message is None or message.reply is None:
        return None
    return vault.open_bytes(message.reply, table=TABLE, row=message.key, column="reply")

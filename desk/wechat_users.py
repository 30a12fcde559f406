"""Followers of the WeChat account: which conversation is theirs, what their next number means, and their leaving.

An openid is found by a keyed hash and kept sealed; a conversation's token is derived, so nothing plain lies here.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from desk import continuations, conversations, farewell, tables, wechat_inbox
from desk.conversations import BOT
from desk.notices import WECHAT
from desk.records import Conversation
from desk.vault import Vault
from desk.wechat_records import WeChatTalk, WeChatUser
from desk.wechat_tables import wechat_pushes, wechat_talks, wechat_users

TABLE = "wechat_users"
SILENCE = timedelta(hours=24)  # after so long a new conversation begins; draft, files and cases go along
LEFT = "用户已取消关注"


@dataclass(frozen=True)
class Offer:
    """What the next message may refer to, and only the next.

    Attributes:
        choices: The words behind the numbers, from 1.
        rest: What did not fit into the last message.
        place: A location sent without saying what about it.
    """

    choices: tuple[str, ...] = ()
    rest: str = ""
    place: str = ""


def identify(openid: str, vault: Vault) -> str:
    return vault.blind(f"{TABLE}|{openid}")


def arrive(session: Session, openid: str, *, at: datetime, vault: Vault) -> WeChatUser:
    """The follower, bound to a conversation: a new one at first, after leaving and after a long silence."""
    user: WeChatUser | None = session.get(WeChatUser, identify(openid, vault), with_for_update=True)
    if user is None:
        user = WeChatUser(identify(openid, vault), "", "", "", seen=at, since=at)
        session.add(user)
    if not user.conversation:
        user.openid = _seal(user, "openid", openid, vault)
        user.since, user.left = at, None
        _begin(session, user, at=at, vault=vault)
    elif at - user.seen > SILENCE and _is_free(session, user):
        before, user.serial = user.conversation, user.serial + 1
        _begin(session, user, at=at, vault=vault)
        continuations.move(session, before, user.conversation, at=at, vault=vault)
    user.seen = max(user.seen, at)
    session.flush()
    return user


def get(session: Session, id: str, *, lock: bool = False) -> WeChatUser | None:
    found: WeChatUser | None = session.get(WeChatUser, id, with_for_update=lock or None)
    return found


def has_left(session: Session, openid: str, said: int, vault: Vault) -> bool:
    """Whether he left after he *said* it (seconds since 1970): it was on its way and is not to bind him again."""
    user = get(session, identify(openid, vault))
    return user is not None and user.left is not None and said < int(user.left.timestamp())


def token(user: WeChatUser, vault: Vault) -> str:
    return _open(user, "token", user.token, vault)


def openid(user: WeChatUser, vault: Vault) -> str:
    """ "" once he has left."""
    return _open(user, "openid", user.openid, vault)


def openid_of(session: Session, conversation: str, vault: Vault) -> str | None:
    """Of whoever's conversation this is or was; None when he has left, or it is nobody's."""
    wanted = select(WeChatUser).join(wechat_talks, wechat_talks.c.user == wechat_users.c.id)
    found = session.execute(wanted.where(wechat_talks.c.conversation == conversation)).scalar_one_or_none()
    return openid(found, vault) or None if found else None


def offered(user: WeChatUser, vault: Vault) -> Offer:
    plain = _open(user, "offer", user.offer, vault)
    read = json.loads(plain) if plain else {}
    return Offer(**{**read, "choices": tuple(read.get("choices", ()))})


def offer(user: WeChatUser, given: Offer, vault: Vault) -> None:
    plain = "" if given == Offer() else json.dumps(asdict(given), ensure_ascii=False)
    user.offer = _seal(user, "offer", plain, vault)


def leave(session: Session, openid: str, *, silence: bytes, at: datetime, vault: Vault) -> list[str]:
    """Erase what is kept of a follower; return his conversations. His cases stay, nobody is linked to them any more.

    The keyed hash stays, so that a message from before that arrives late does not bind him again.
    """
    user: WeChatUser | None = session.get(WeChatUser, identify(openid, vault), with_for_update=True)
    if user is None:
        return []
    talks = select(wechat_talks.c.conversation).where(wechat_talks.c.user == user.id)
    gone = list(session.execute(talks).scalars())
    user.openid = user.token = user.conversation = user.offer = ""
    user.spoke = user.acted = None
    user.left = at
    for table in (wechat_pushes, wechat_talks):
        session.execute(table.delete().where(table.c.user == user.id))
    wechat_inbox.forget(session, user.id, silence=silence, vault=vault)
    _stop_notices(session, gone)
    for conversation in gone:
        farewell.erase(session, session.get(Conversation, conversation))
    return gone


def _begin(session: Session, user: WeChatUser, *, at: datetime, vault: Vault) -> None:
    fresh, conversation = conversations.open_conversation(session, channel=WECHAT, at=at)
    user.conversation, user.token = conversation.id, _seal(user, "token", fresh, vault)
    session.flush()
    session.add(WeChatTalk(conversation.id, user.id))
    session.flush()


def _is_free(session: Session, user: WeChatUser) -> bool:
    """Whoever waits for a person, or talks to one, goes on where he is."""
    return bool(session.get(Conversation, user.conversation).owner == BOT)


def _stop_notices(session: Session, gone: list[str]) -> None:
    columns = tables.notices.c
    waiting = update(tables.notices).where(columns.adapter == WECHAT, columns.recipient.in_(gone))
    session.execute(waiting.where(columns.sent.is_(None)).values(next_try=None, error=LEFT))


def _seal(user: WeChatUser, column: str, plain: str, vault: Vault) -> str:
    return vault.seal(plain, table=TABLE, row=user.id, column=column) if plain else ""


def _open(user: WeChatUser, column: str, sealed: str, vault: Vault) -> str:
    return vault.open(sealed, table=TABLE, row=user.id, column=column) if sealed else ""

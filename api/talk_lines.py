"""A conversation as the agent reads it: who said what, personal data masked, and who has waited how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.chat_conversation import without_secrets
from api.turns import Turns
from desk import conversations, handover_care, handover_filing, handovers
from desk.conversations import BOT, CITIZEN, SYSTEM
from desk.intake import Reader
from desk.masking import mask
from desk.ownership import Owner, owner_of
from desk.records import Conversation, Handover, Message

LATEST = 200
TELLING = ("file_ticket", "ask_policy", "emergency")  # intents


@dataclass(frozen=True)
class Line:
    author: str
    text: str
    at: datetime
    unread: bool = False


@dataclass(frozen=True)
class Waiting:
    """One of the queue: *place* is 0 once taken, *unread* what its agent has not answered, *waits* in words."""

    handover: Handover
    channel: str
    place: int
    unread: int
    waits: str
    last: str


def owner(session: Session, handover: Handover) -> Owner:
    """Of the conversation, by this hand-over: a later one does not count."""
    if handover.closed is not None:
        return Owner.BOT
    return owner_of(session.get(Conversation, handover.conversation).owner)


def lines(session: Session, handover: Handover, answered: Turns) -> list[Line]:
    """Citizen, bot, staff and notices in order; what the agent has not answered yet is unread."""
    messages = conversations.latest(session, handover.conversation, limit=LATEST)
    fresh = {each.id for each in _unread(messages, handover)}
    return [line for each in messages for line in _told(each, answered, unread=each.id in fresh)]


def matter(session: Session, conversation: str, answered: Turns, reader: Reader) -> str:
    """What the citizen said that a ticket could begin with; questions to the bot and courtesies are none."""
    messages = conversations.latest(session, conversation, limit=LATEST)
    replies = [(each.text, answered.reply_to(each)) for each in messages if each.author == CITIZEN]
    return handover_filing.joined((text for text, reply in replies if reply and reply["intent"] in TELLING), reader)


def queue(session: Session, *, agent: str, at: datetime) -> list[Waiting]:
    """The agent's own first, then who waits longest, then those of others."""
    found = [_waiting(session, each, at) for each in handovers.waiting(session)]
    return sorted(found, key=lambda each: (each.handover.taken_by != agent, bool(each.handover.taken_by)))


def unread(session: Session, handover: Handover) -> int:
    return len(_unread(conversations.latest(session, handover.conversation, limit=LATEST), handover))


def waited(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return "不到 1 分钟"
    if minutes < 60:
        return f"{minutes} 分钟"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} 小时 {minutes} 分钟" if hours < 24 else f"{hours // 24} 天 {hours % 24} 小时"


def _told(message: Message, answered: Turns, *, unread: bool) -> Iterator[Line]:
    yield Line(message.author, message.text, message.at, unread)
    reply = answered.reply_to(message) if message.author == CITIZEN else None
    for each in without_secrets(reply)["replies"] if reply else ():
        if each["text"]:
            yield Line(BOT, mask(each["text"]), message.at)


def _unread(messages: list[Message], handover: Handover) -> list[Message]:
    if not handover.taken_by:
        return []
    # A notice says that he took it over: what came before it he has read.
    read = max((each.id or 0 for each in messages if each.author in (handover.taken_by, SYSTEM)), default=0)
    return [each for each in messages if each.author == CITIZEN and (each.id or 0) > read]


def _waiting(session: Session, handover: Handover, at: datetime) -> Waiting:
    messages = conversations.latest(session, handover.conversation, limit=LATEST)
    said = [each.text for each in messages if each.author == CITIZEN]
    since = handover_care.unanswered(session, handover) if handover.taken_by else handover.asked
    return Waiting(
        handover,
        session.get(Conversation, handover.conversation).channel,
        handovers.position(session, handover),
        len(_unread(messages, handover)),
        waited(at - since) if since else "",
        said[-1] if said else handover.reason,
    )

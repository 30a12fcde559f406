"""Who answers a conversation: the bot, nobody yet, or one person. One table says who may change that, and to what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from desk.errors import NotAllowed, WrongState


class Owner(StrEnum):
    BOT = "机器人"
    QUEUE = "排队"
    PERSON = "工作人员"


class Step(StrEnum):
    ASK = "要人工"
    CALL_OFF = "不等了"
    TAKE = "接入"
    PASS = "转交"
    PUT_BACK = "放回队列"
    GIVE_BACK = "交还机器人"
    LAPSE = "超时结束"


class Party(StrEnum):
    CITIZEN = "群众"
    AGENT = "坐席"
    HOLDER = "接入的坐席"
    CLOCK = "系统"


NEXT: Mapping[tuple[Owner, Step], tuple[Owner, tuple[Party, ...]]] = {
    (Owner.BOT, Step.ASK): (Owner.QUEUE, (Party.CITIZEN,)),
    (Owner.QUEUE, Step.CALL_OFF): (Owner.BOT, (Party.CITIZEN,)),
    (Owner.QUEUE, Step.TAKE): (Owner.PERSON, (Party.AGENT,)),
    (Owner.QUEUE, Step.LAPSE): (Owner.BOT, (Party.CLOCK,)),
    (Owner.PERSON, Step.PASS): (Owner.PERSON, (Party.HOLDER,)),
    (Owner.PERSON, Step.PUT_BACK): (Owner.QUEUE, (Party.HOLDER, Party.CLOCK)),
    (Owner.PERSON, Step.GIVE_BACK): (Owner.BOT, (Party.HOLDER,)),
    (Owner.PERSON, Step.LAPSE): (Owner.BOT, (Party.CLOCK,)),
}


def owner_of(name: str) -> Owner:
    """What stands in ``Conversation.owner``: a person is there by name."""
    return Owner(name) if name in (Owner.BOT, Owner.QUEUE) else Owner.PERSON


def after(owner: Owner, step: Step, by: Party) -> Owner:
    """Raises WrongState for a step that does not follow, NotAllowed for one that is another's."""
    if (owner, step) not in NEXT:
        raise WrongState("对话", owner.value, step.value)
    following, parties = NEXT[owner, step]
    if by not in parties:
        raise NotAllowed(by.value, step.value)
    return following

"""The two forms, and which of their slots a message speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.actions.message import Message
from bot.actions.slots import CONTACT, DISCLOSURE, FORM, MATTER, NAME, PLACE, TICKET, WANTED

FIELD_WORDS = {  # what a citizen calls a slot
    MATTER: ("内容", "事情", "诉求", "事项", "描述"),
    WANTED: ("内容", "文件", "材料", "名称"),
    PLACE: ("地点", "地址", "位置", "地方"),
    CONTACT: ("电话", "手机", "联系", "号码"),
    NAME: ("姓名", "名字"),
    FORM: ("形式", "方式"),
}
ENTITY_SLOTS = {"phone": CONTACT, "village": PLACE, "town": PLACE}
ONLY_CHANGE = re.compile(
    r"不对|有误|不是那个|等等|等一?下|[说写填弄]?错了?|修改|更正|重新|[改换][一下]*|一下|我?[要想]|帮我?|请|[说写填]|[的了吧吗，。！,.!\s]|"
    + "|".join(word for words in FIELD_WORDS.values() for word in words)
)
BARE = 6  # characters; a message this short that names a slot brings no value for it


@dataclass(frozen=True)
class FormKind:
    """``opens`` is the intent that begins the form, ``others`` the one that would begin the other form."""

    name: str
    kind: str
    slots: tuple[str, ...]
    opens: str
    others: str

    def field(self, message: Message) -> str | None:
        """The slot the message names, else the one it brings a value for."""
        # Last slot first: 事情发生的地点 speaks of the place.
        named = (slot for slot in reversed(self.slots) if any(word in message.text for word in FIELD_WORDS[slot]))
        brought = (slot for entity, slot in ENTITY_SLOTS.items() if entity in message.entities and slot in self.slots)
        return next(named, None) or next(brought, None)

    def speaks_of(self, message: Message) -> bool:
        """Whether the message only says that something, and perhaps what, is to change."""
        return is_bare(message) and not ONLY_CHANGE.sub("", message.text)

    def asked(self, message: Message, requested: str) -> str | None:
        """The slot to tell the desk was asked for; None lets it add the message to the matter.

        Asked for the telephone, the desk takes only what is unmistakable: right for a few words outside a question.
        """
        corrects = message.intent == "deny"
        if requested in self.slots and not corrects:
            return requested
        return self.field(message) or (CONTACT if corrects or is_bare(message) else None)


def is_bare(message: Message) -> bool:
    """Whether the message brings no value: it is too short for one, or only says what to change (不对，改一下内容)."""
    if ENTITY_SLOTS.keys() & message.entities.keys():
        return False
    return len(message.text) <= BARE or not ONLY_CHANGE.sub("", message.text)


TICKET_FORM = FormKind("ticket_form", "ticket", TICKET, "file_ticket", "file_disclosure")
DISCLOSURE_FORM = FormKind("disclosure_form", "disclosure", DISCLOSURE, "file_disclosure", "file_ticket")
FORMS = {form.kind: form for form in (TICKET_FORM, DISCLOSURE_FORM)}

"""填写工单与公开申请：每句话交给服务台的草稿，只问还缺的."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import wiring
from bot.actions.desk_action import DeskAction, Events
from bot.actions.desk_client import NotFound
from bot.actions.desk_values import Draft
from bot.actions.interruptions import interrupts
from bot.actions.message import Message
from bot.actions.replies import FAILURES, apologise
from bot.actions.slots import (
    CHANGE,
    CONFIRMED,
    CONTACT,
    DISCLOSURE,
    FORM,
    MATTER,
    NAME,
    PLACE,
    REQUESTED,
    STILL_WANTED,
    TICKET,
    WANTED,
)

FIELD_WORDS = {  # what a citizen calls a slot when asked what to change
    MATTER: ("内容", "事情", "诉求", "事项", "描述"),
    WANTED: ("内容", "文件", "材料", "信息", "名称"),
    PLACE: ("地点", "地址", "位置", "地方"),
    CONTACT: ("电话", "手机", "联系", "号码"),
    NAME: ("姓名", "名字"),
    FORM: ("形式", "方式", "纸质", "电子"),
}
FIELD_LENGTH = 6  # characters; a longer message holds the new value as well


@dataclass(frozen=True)
class FormKind:
    """``others`` are intents that would open the other form."""

    name: str
    kind: str
    slots: tuple[str, ...]
    opens: str
    others: str


TICKET_FORM = FormKind("ticket_form", "ticket", TICKET, "file_ticket", "file_disclosure")
DISCLOSURE_FORM = FormKind("disclosure_form", "disclosure", DISCLOSURE, "file_disclosure", "file_ticket")
FORMS = {form.kind: form for form in (TICKET_FORM, DISCLOSURE_FORM)}
OTHER_FORM_SURE = 0.85
CORRECTION_SURE = 0.6  # confidence at which 电话错了，是… is no answer to the slot asked for


def _ask(slot: str | None) -> Events:
    """Ask for *slot* next; None ends the form.

    Rasa takes a turn that sets no slot but this one for no answer at all, so another is set beside it.
    """
    return [SlotSet(CONFIRMED, None), SlotSet(REQUESTED, slot)]


def _comes_back(tracker: Tracker, form: str) -> bool:
    """Whether the form runs again after an interruption that has been answered.

    Rasa adds the form itself to the events it sends to an action server, so that one is not looked at.
    """
    ran = [event["name"] for event in tracker.events if event["event"] == "action" and event["name"] != form]
    return bool(ran) and ran[-1] != "action_listen"


class _Fill(DeskAction):
    """Runs at every turn of its form; Rasa asks for the first slot left empty.

    Returning no event tells Rasa that the message was no answer: a rule answers it, and the form asks again.
    """

    form: FormKind

    def name(self) -> str:
        return f"validate_{self.form.name}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        requested, message = tracker.get_slot(REQUESTED), Message.of(tracker)
        try:
            if requested is None:
                draft = await self._open(tracker, message)
                return self._fill(dispatcher, draft, self._extra(dispatcher, tracker, draft))
            if _comes_back(tracker, self.form.name):
                return []
            if interrupts(message, requested):
                return []
            if message.intent == self.form.others and message.confidence >= OTHER_FORM_SURE:
                dispatcher.utter_message(response="utter_finish_first")
                return _ask(requested)
            return await self._take(dispatcher, tracker, message, requested)
        except FAILURES as error:
            apologise(dispatcher, error)
            return _ask(requested)

    async def _open(self, tracker: Tracker, message: Message) -> Draft:
        if message.intent != self.form.opens:
            waiting = await wiring.desk().draft(tracker.sender_id)
            if waiting and waiting.kind == self.form.kind:
                return waiting
        return await wiring.desk().open_draft(tracker.sender_id, self.form.kind, message.text)

    async def _take(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str
    ) -> Events:
        if requested == CONFIRMED and message.intent == "affirm":
            return [SlotSet(CONFIRMED, True)]
        if requested == STILL_WANTED and message.intent in ("affirm", "deny"):
            return await self._settle(dispatcher, tracker, wanted=message.intent == "affirm")
        if requested == CHANGE and (slot := self._named(message.text)):
            return _ask(slot)
        corrects = message.intent == "deny" and message.confidence >= CORRECTION_SURE
        asked = requested if requested in self.form.slots and not corrects else None
        draft = await self._amend(tracker.sender_id, message.text, asked)
        changed = any(draft.slots.get(slot) != tracker.get_slot(slot) for slot in self.form.slots)
        if requested == CONFIRMED and not changed and not draft.problems:
            return _ask(CHANGE)
        return self._fill(dispatcher, draft, self._extra(dispatcher, tracker, draft))

    async def _amend(self, session: str, text: str, asked: str | None) -> Draft:
        try:
            return await wiring.desk().amend_draft(session, text, asked=asked)
        except NotFound:  # filed or dropped on a page meanwhile
            return await wiring.desk().open_draft(session, self.form.kind, text)

    async def _settle(self, dispatcher: CollectingDispatcher, tracker: Tracker, *, wanted: bool) -> Events:
        """Go on although something is public already, or drop the application."""
        draft = await wiring.desk().draft(tracker.sender_id)
        if wanted and draft:
            return self._fill(dispatcher, draft, {STILL_WANTED: True})
        await wiring.desk().drop_draft(tracker.sender_id)
        dispatcher.utter_message(response="utter_cancelled")
        return _ask(None)

    def _named(self, text: str) -> str | None:
        if len(text) > FIELD_LENGTH:
            return None
        return next((slot for slot in self.form.slots if any(word in text for word in FIELD_WORDS[slot])), None)

    def _fill(self, dispatcher: CollectingDispatcher, draft: Draft, extra: dict[str, Any]) -> Events:
        for problem in draft.problems:
            dispatcher.utter_message(text=problem["message"])
        filled = {slot: None if slot in draft.missing else draft.slots.get(slot, "") for slot in self.form.slots}
        filled |= extra
        if None not in filled.values():
            dispatcher.utter_message(text=draft.summary)
        return [SlotSet(slot, value) for slot, value in (filled | {CONFIRMED: None}).items()]

    @abstractmethod
    def _extra(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> dict[str, Any]:
        """Slots that are the form's own, not the draft's."""


class FillTicket(_Fill):
    form = TICKET_FORM

    def _extra(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> dict[str, Any]:
        return {}


class FillDisclosure(_Fill):
    form = DISCLOSURE_FORM

    def _extra(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> dict[str, Any]:
        if WANTED in draft.missing:
            return {STILL_WANTED: None}
        if tracker.get_slot(STILL_WANTED) or not draft.published:
            return {STILL_WANTED: True}
        titles = "\n".join(f"《{found['title']}》{found['section']}" for found in draft.published)
        citations = {"citations": draft.published}
        dispatcher.utter_message(response="utter_already_public", titles=titles, json_message=citations)
        return {STILL_WANTED: None}

"""填写工单与公开申请：每句话交给服务台的草稿，只问还缺的."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import wiring
from bot.actions.desk_action import DeskAction, Events
from bot.actions.desk_client import NotFound
from bot.actions.desk_values import Draft
from bot.actions.forms import FormKind, is_bare
from bot.actions.interruptions import COURTESIES, alarms, interrupts
from bot.actions.leaders import hint_at_telephone
from bot.actions.message import Message
from bot.actions.repeats import choose, tell_earlier
from bot.actions.replies import FAILURES, apologise
from bot.actions.slots import AFTER, AGAIN, CHANGE, CONFIRMED, REQUESTED, RESUMED, STILL_WANTED
from bot.actions.waiting import bring_here, lay_aside, tell_waiting
from bot.going_on import code, resumes

OTHER_FORM_SURE = 0.85


class Fill(DeskAction):
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
                return await self._begin(dispatcher, tracker, message)
            if _comes_back(tracker, self.form.name):
                return []
            if await lay_aside(dispatcher, tracker.sender_id, message.text):
                return ask(None)
            return await self._hear(dispatcher, tracker, message, requested)
        except FAILURES as error:
            apologise(dispatcher, error)
            return ask(requested)

    async def _begin(self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message) -> Events:
        draft = await self._open(tracker, message)
        if draft.kind != self.form.kind:
            tell_waiting(dispatcher, draft)
            return ask(None)
        hint_at_telephone(dispatcher, draft.leaders)
        return self._fill(dispatcher, tracker, draft)

    async def _hear(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str
    ) -> Events:
        if code(message.text):
            await bring_here(dispatcher, tracker.sender_id, message.text)
            return ask(requested)
        if resumes(message.text) and (waiting := await wiring.desk().draft(tracker.sender_id)):
            return self._fill(dispatcher, tracker, waiting)
        # What answers a question with a few choices may look like anything else, but not like danger.
        if not alarms(message) and (decided := await self._decide(dispatcher, tracker, message, requested)) is not None:
            return decided
        if interrupts(message, requested):
            return []
        if message.intent == self.form.others and message.confidence >= OTHER_FORM_SURE:
            dispatcher.utter_message(response="utter_finish_first")
            return ask(requested)
        return await self._take(dispatcher, tracker, message, requested)

    async def _decide(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str
    ) -> Events | None:
        """Do what *message* chooses where a choice was asked for; None when it chooses nothing."""
        if requested == AGAIN and (chosen := await choose(dispatcher, tracker.sender_id, message)):
            return self._fill(dispatcher, tracker, chosen.draft) if chosen.draft else ask(None)
        if requested == STILL_WANTED and (refuses(message) or message.intent == "cancel"):
            return await self._skip(dispatcher, tracker)
        return None

    async def _skip(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Give up this draft; a matter that waits behind it is next."""
        following = await wiring.desk().skip_draft(tracker.sender_id)
        dispatcher.utter_message(response="utter_cancelled")
        if following is None:
            return ask(None)
        dispatcher.utter_message(response="utter_next_matter", matter=following.slots.get("matter", ""))
        return self._fill(dispatcher, tracker, following)

    async def _open(self, tracker: Tracker, message: Message) -> Draft:
        """A message that opens the form over a draft that waits adds to it; the desk tells another matter apart."""
        waiting = await wiring.desk().draft(tracker.sender_id)
        if waiting and (waiting.kind != self.form.kind or message.intent != self.form.opens):
            return waiting
        return await wiring.desk().open_draft(tracker.sender_id, self.form.kind, message.text)

    async def _take(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str
    ) -> Events:
        if requested == RESUMED and message.intent in ("affirm", self.form.opens):
            return self._fill(dispatcher, tracker, await self._open(tracker, message))
        if requested == RESUMED and refuses(message):
            return await self._skip(dispatcher, tracker)
        if requested == CONFIRMED and message.intent == "affirm":
            return [SlotSet(CONFIRMED, True)]
        if requested == CONFIRMED and message.intent in COURTESIES:
            return ask(CONFIRMED)
        if self.form.speaks_of(message):
            if field := self.form.field(message):
                return ask(field)
            if message.intent == "deny":
                return ask(CHANGE)
        return await self._amend(dispatcher, tracker, message, requested)

    async def _amend(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str
    ) -> Events:
        session, asked = tracker.sender_id, self.form.asked(message, self._waits_for(tracker, requested))
        before = await wiring.desk().draft(session) if requested == CONFIRMED else None
        try:
            draft = await wiring.desk().amend_draft(session, message.text, asked=asked)
        except NotFound:  # filed or dropped on a page meanwhile
            draft = await wiring.desk().open_draft(session, self.form.kind, message.text)
        if before and before.summary == draft.summary and not draft.problems:
            return ask(CHANGE)
        return self._fill(dispatcher, tracker, draft)

    def _waits_for(self, tracker: Tracker, requested: str) -> str:
        """Who does not say whether he goes on, but something else, answers what would be asked next."""
        empty = (slot for slot in self.form.slots if tracker.get_slot(slot) is None)
        return next(empty, requested) if requested == RESUMED else requested

    def _fill(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> Events:
        for problem in draft.problems:
            dispatcher.utter_message(text=problem["message"])
        filled: dict[str, Any] = {RESUMED: True, AGAIN: None if draft.earlier else True}
        filled |= {slot: None if slot in draft.missing else draft.slots.get(slot, "") for slot in self.form.slots}
        filled |= self._extra(dispatcher, tracker, draft)
        if draft.earlier and all(value is not None for slot, value in filled.items() if slot != AGAIN):
            tell_earlier(dispatcher, draft.earlier)
        if None not in filled.values():
            dispatcher.utter_message(response="utter_summary", summary=draft.summary)
        return [SlotSet(slot, value) for slot, value in (filled | {CONFIRMED: None, AFTER: draft.after}).items()]

    @abstractmethod
    def _extra(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> dict[str, Any]:
        """Slots that are the form's own, not the draft's."""


def refuses(message: Message) -> bool:
    return message.intent == "deny" and is_bare(message)


def ask(slot: str | None) -> Events:
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

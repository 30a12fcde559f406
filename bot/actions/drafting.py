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
from bot.actions.forms import DISCLOSURE_FORM, TICKET_FORM, FormKind, is_bare
from bot.actions.interruptions import interrupts
from bot.actions.leaders import hint_at_telephone
from bot.actions.message import Message
from bot.actions.replies import FAILURES, apologise
from bot.actions.slots import CHANGE, CONFIRMED, MATTER, NAME, REQUESTED, STILL_WANTED, WANTED

OTHER_FORM_SURE = 0.85


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
                hint_at_telephone(dispatcher, draft.leaders)
                return self._fill(dispatcher, tracker, draft)
            if _comes_back(tracker, self.form.name) or interrupts(message, requested):
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
        if requested == STILL_WANTED and _refuses(message):
            await wiring.desk().drop_draft(tracker.sender_id)
            dispatcher.utter_message(response="utter_cancelled")
            return _ask(None)
        if requested in (CONFIRMED, CHANGE) and is_bare(message):
            if field := self.form.field(message):
                return _ask(field)
            if message.intent == "deny":
                return _ask(CHANGE)
        draft = await self._amend(tracker.sender_id, message.text, self.form.asked(message, requested))
        if requested == CONFIRMED and not draft.problems and not self._changed(tracker, draft):
            return _ask(CHANGE)
        return self._fill(dispatcher, tracker, draft)

    async def _amend(self, session: str, text: str, asked: str | None) -> Draft:
        try:
            return await wiring.desk().amend_draft(session, text, asked=asked)
        except NotFound:  # filed or dropped on a page meanwhile
            return await wiring.desk().open_draft(session, self.form.kind, text)

    def _changed(self, tracker: Tracker, draft: Draft) -> set[str]:
        return {slot for slot in self.form.slots if draft.slots.get(slot) != tracker.get_slot(slot)}

    def _fill(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> Events:
        for problem in draft.problems:
            dispatcher.utter_message(text=problem["message"])
        filled = {slot: None if slot in draft.missing else draft.slots.get(slot, "") for slot in self.form.slots}
        filled |= self._extra(dispatcher, tracker, draft)
        if None not in filled.values():
            dispatcher.utter_message(response="utter_summary", summary=draft.summary)
        return [SlotSet(slot, value) for slot, value in (filled | {CONFIRMED: None}).items()]

    @abstractmethod
    def _extra(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> dict[str, Any]:
        """Slots that are the form's own, not the draft's."""


class FillTicket(_Fill):
    """What the hotline may not decide is told its lawful path first, and filed when the citizen insists."""

    form = TICKET_FORM

    async def _take(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str
    ) -> Events:
        if requested == STILL_WANTED and message.intent == "affirm":
            return self._fill(dispatcher, tracker, await wiring.desk().insist(tracker.sender_id))
        return await super()._take(dispatcher, tracker, message, requested)

    def _extra(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> dict[str, Any]:
        if MATTER in draft.missing:
            return {STILL_WANTED: None}
        if draft.path is None:
            return {STILL_WANTED: True}
        dispatcher.utter_message(response="utter_lawful_path", **draft.path)
        return {STILL_WANTED: None}


class FillDisclosure(_Fill):
    """Before anything else is asked, the citizen sees what is public already, and may apply all the same."""

    form = DISCLOSURE_FORM

    async def _take(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str
    ) -> Events:
        if requested == STILL_WANTED and message.intent != "affirm" and not _refuses(message):
            # Who goes on without a word about what is public answers what would be asked next.
            requested = NAME
        return await super()._take(dispatcher, tracker, message, requested)

    def _extra(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> dict[str, Any]:
        if WANTED in draft.missing:
            return {STILL_WANTED: None}
        if not draft.published or tracker.get_slot(STILL_WANTED) or self._goes_on(tracker, draft):
            return {STILL_WANTED: True}
        titles = "\n".join(f"《{found['title']}》{found['section']}" for found in draft.published)
        citations = {"citations": draft.published}
        dispatcher.utter_message(response="utter_already_public", titles=titles, json_message=citations)
        return {STILL_WANTED: None}

    def _goes_on(self, tracker: Tracker, draft: Draft) -> bool:
        """Whether the citizen, shown what is public, says yes or fills in something else."""
        if tracker.get_slot(REQUESTED) != STILL_WANTED:
            return False
        return Message.of(tracker).intent == "affirm" or bool(self._changed(tracker, draft) - {WANTED})


def _refuses(message: Message) -> bool:
    return message.intent == "deny" and is_bare(message)


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

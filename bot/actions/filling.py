"""两张表各自要先说清的事：工单的几件事、法定途径，公开申请的已公开信息."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import wiring
from bot.actions.desk_action import Events
from bot.actions.desk_values import Draft
from bot.actions.drafting import Fill, refuses
from bot.actions.forms import DISCLOSURE_FORM, TICKET_FORM
from bot.actions.message import Message
from bot.actions.slots import APART, MATTER, NAME, REQUESTED, STILL_WANTED, WANTED

TOGETHER = re.compile(
    r"合成|合在?一起|合并|一起(?:交|提|报|办)|当(?:作)?一件|不(?:用|要|必)?分|写在?一(?:起|张)|就?一件$"
)
APART_WORDS = re.compile(r"分开|分(?:成|两|三|别)|各(?:是|交|提)|单独|^分$")
NUMERALS = "一两三四五六七八九"


class FillTicket(Fill):
    """What the hotline may not decide is told its lawful path first, and filed when the citizen insists."""

    form = TICKET_FORM

    async def _take(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str
    ) -> Events:
        if requested == STILL_WANTED and message.intent == "affirm":
            return self._fill(dispatcher, tracker, await wiring.desk().insist(tracker.sender_id))
        return await super()._take(dispatcher, tracker, message, requested)

    async def _decide(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str
    ) -> Events | None:
        if requested == APART and (apart := _apart(message)) is not None:
            draft = await wiring.desk().tell_apart(tracker.sender_id, apart=apart)
            return self._fill(dispatcher, tracker, draft)
        return await super()._decide(dispatcher, tracker, message, requested)

    def _extra(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: Draft) -> dict[str, Any]:
        if MATTER in draft.missing:
            return {APART: None, STILL_WANTED: None}
        if draft.parts:
            listed = "\n".join(f"{number}. {part}" for number, part in enumerate(draft.parts, 1))
            dispatcher.utter_message(response="utter_several", count=_counted(len(draft.parts)), matters=listed)
            return {APART: None, STILL_WANTED: None}
        if draft.path is None:
            return {APART: True, STILL_WANTED: True}
        dispatcher.utter_message(response="utter_lawful_path", **draft.path)
        return {APART: True, STILL_WANTED: None}


class FillDisclosure(Fill):
    """Before anything else is asked, the citizen sees what is public already, and may apply all the same."""

    form = DISCLOSURE_FORM

    async def _take(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, message: Message, requested: str
    ) -> Events:
        if requested == STILL_WANTED and message.intent == "affirm":
            return self._fill(dispatcher, tracker, await self._open(tracker, message))
        if requested == STILL_WANTED:
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
        changed = {slot for slot in self.form.slots if draft.slots.get(slot) != tracker.get_slot(slot)}
        return Message.of(tracker).intent == "affirm" or bool(changed - {WANTED})


def _apart(message: Message) -> bool | None:
    """Whether the matters are filed one by one; None when the message says something else."""
    if TOGETHER.search(message.text) or refuses(message):
        return False
    return True if APART_WORDS.search(message.text) or message.intent == "affirm" else None


def _counted(number: int) -> str:
    return NUMERALS[number - 1] if number <= len(NUMERALS) else str(number)

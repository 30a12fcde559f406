"""提交、取消、继续草稿，以及会话开始时接着没填完的."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, FollowupAction, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import wiring
from bot.actions.deeds import WITHDRAW, do_deed, forget
from bot.actions.desk_action import DeskAction, Events
from bot.actions.desk_values import Draft, Filed
from bot.actions.forms import FORMS, FormKind
from bot.actions.message import Message
from bot.actions.replies import FAILURES, apologise
from bot.actions.slots import (
    AFTER,
    AGAIN,
    APART,
    CONFIRMED,
    LAST_CASE,
    PENDING_DEED,
    REQUESTED,
    RESUMED,
    STILL_WANTED,
)
from bot.actions.waiting import bring_here, offer_code, tell_waiting
from bot.going_on import code, goes_elsewhere

# “不撤回” answers the question whether to withdraw; the word 撤回 in it alone would ask it again.
NOT_AFTER_ALL = re.compile(r"^(?:我|那|还是|就|先|暂时)*(?:不|别|算了)")


class FileDraft(DeskAction):
    """Runs when a form has ended; files only what the citizen confirmed."""

    def name(self) -> str:
        return "action_file_draft"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        if not tracker.get_slot(CONFIRMED):
            return _emptied()
        try:
            filed = await wiring.desk().file_draft(tracker.sender_id, after=tracker.get_slot(AFTER) or "")
            waiting = await wiring.desk().draft(tracker.sender_id)
        except FAILURES as error:
            apologise(dispatcher, error)
            return _emptied()
        response = "utter_ticket_filed" if filed.kind == "ticket" else "utter_disclosure_filed"
        dispatcher.utter_message(response=response, json_message={"filed": vars(filed)}, **_words(filed))
        # Which case is meant next is asked when the conversation has more than this one.
        emptied = [*_emptied(), SlotSet(LAST_CASE, None)]
        if waiting is None:
            return emptied
        dispatcher.utter_message(response="utter_next_matter", matter=waiting.slots.get("matter", ""))
        return [*emptied, FollowupAction(FORMS[waiting.kind].name)]


class CancelDraft(DeskAction):
    def name(self) -> str:
        return "action_cancel"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        try:
            waiting = await wiring.desk().draft(tracker.sender_id)
            await wiring.desk().drop_draft(tracker.sender_id)
        except FAILURES as error:
            apologise(dispatcher, error)
            return []
        dispatcher.utter_message(response="utter_cancelled" if waiting else "utter_nothing_to_cancel")
        return [ActiveLoop(None), SlotSet(REQUESTED, None), *_emptied(), SlotSet(PENDING_DEED, None)]


class WithdrawCase(DeskAction):
    """Of a filed case; in the middle of a form without a number it means the form."""

    def name(self) -> str:
        return "action_withdraw"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        message = Message.of(tracker)
        if tracker.active_loop.get("name") and "case_number" not in message.entities:
            return await CancelDraft().run(dispatcher, tracker, domain)
        if tracker.get_slot(PENDING_DEED) == WITHDRAW and NOT_AFTER_ALL.match(message.text):
            return await Disagree().run(dispatcher, tracker, domain)
        return await do_deed(dispatcher, tracker, WITHDRAW)


class Agree(DeskAction):
    """A yes outside a form: to withdrawing a case, to going on with the form that waits, here or elsewhere."""

    def name(self) -> str:
        return "action_agree"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        if tracker.get_slot(PENDING_DEED) == WITHDRAW and tracker.get_slot(LAST_CASE):
            return await do_deed(dispatcher, tracker, WITHDRAW, agreed=True)
        text = Message.of(tracker).text
        try:
            if code(text) and not await bring_here(dispatcher, tracker.sender_id, text):
                return []
            if goes_elsewhere(text):
                await offer_code(dispatcher, tracker.sender_id)
                return []
            waiting = await wiring.desk().draft(tracker.sender_id)
        except FAILURES as error:
            apologise(dispatcher, error)
            return []
        if waiting is None:
            dispatcher.utter_message(response="utter_ready")
            return []
        dispatcher.utter_message(response="utter_go_on")
        return [FollowupAction(FORMS[waiting.kind].name)]


class Disagree(DeskAction):
    """A no outside a form."""

    def name(self) -> str:
        return "action_disagree"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_left_alone" if tracker.get_slot(PENDING_DEED) else "utter_not_right")
        return forget()


class StartSession(DeskAction):
    """A new session takes up the draft that an old one left."""

    def name(self) -> str:
        return "action_session_start"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        try:
            waiting = await wiring.desk().draft(tracker.sender_id)
        except FAILURES:
            waiting = None  # the first action that needs the desk will say so
        if waiting is None:
            return [SessionStarted(), ActionExecuted("action_listen")]
        tell_waiting(dispatcher, waiting)
        return [SessionStarted(), *_resumed(FORMS[waiting.kind], waiting), ActionExecuted("action_listen")]


def _resumed(form: FormKind, draft: Draft) -> Events:
    filled = {slot: None if slot in draft.missing else draft.slots.get(slot, "") for slot in form.slots}
    slots = [SlotSet(slot, value) for slot, value in filled.items()]
    return [ActiveLoop(form.name), *slots, SlotSet(AFTER, draft.after), SlotSet(REQUESTED, RESUMED)]


def _words(filed: Filed) -> dict[str, str]:
    return {"number": filed.number, "secret": filed.secret or "", "unit": filed.unit, "due": filed.due_words}


def _emptied() -> Events:
    slots = {slot for form in FORMS.values() for slot in form.slots}
    slots |= {CONFIRMED, STILL_WANTED, RESUMED, APART, AGAIN, AFTER}
    return [SlotSet(slot, None) for slot in sorted(slots)]

"""回答政策问题：只用公开文件里的原话；查不到就说查不到."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import wiring
from bot.actions.cases import TellProgress
from bot.actions.desk_action import DeskAction, Events
from bot.actions.message import Message
from bot.actions.replies import FAILURES, apologise, button, shorten, tell, ticket_button
from bot.actions.slots import ASKED, MISUNDERSTOOD

SURE = 0.8  # confidence of an intent at which search is not asked for a second opinion
WORDS = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff]", re.DOTALL)
GUESSES = {  # intent → what the citizen may have meant, as a button
    "ask_policy": button("查政策规定", "我想查政策规定"),
    "file_ticket": button("反映问题", "我要反映问题"),
    "file_disclosure": button("申请信息公开", "我要申请信息公开"),
    "query_status": button("查办理进度", "查一下我的办理进度"),
    "ask_department_contact": button("查单位电话", "我要查单位电话"),
}


class AnswerQuestion(DeskAction):
    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        message = Message.of(tracker)
        text = message.text
        if message.written_out:
            dispatcher.utter_message(response="utter_in_context", question=shorten(text))
        try:
            answer = await wiring.desk().answer(tracker.sender_id, text)
        except FAILURES as error:
            apologise(dispatcher, error)
            return []
        tell(dispatcher, answer, text)
        return [SlotSet(ASKED, text)]


class DeclineOutside(DeskAction):
    """What seems no business of the county; when that is unsure, search has the last word.

    A case number is the county's business, whatever the words and the secret beside it look like.
    """

    def name(self) -> str:
        return "action_decline"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        message = Message.of(tracker)
        if "case_number" in message.entities:
            return await TellProgress().run(dispatcher, tracker, domain)
        if message.confidence < SURE and await _answered(dispatcher, tracker.sender_id, message.text):
            return []
        dispatcher.utter_message(response="utter_out_of_scope")
        return []


class CopeWithConfusion(DeskAction):
    """Not understood: ask search, then ask to rephrase, then offer a ticket, then a person."""

    def name(self) -> str:
        return "action_misunderstood"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        message = Message.of(tracker)
        if WORDS.search(message.text) and await _answered(dispatcher, tracker.sender_id, message.text):
            return [SlotSet(MISUNDERSTOOD, 0)]
        times = int(tracker.get_slot(MISUNDERSTOOD) or 0) + 1
        if times == 1:
            guesses = [GUESSES[intent] for intent in message.ranking if intent in GUESSES][:2]
            dispatcher.utter_message(response="utter_rephrase", buttons=guesses or [*GUESSES.values()][:4])
        elif times == 2:
            buttons = [button("转人工", "转人工客服"), ticket_button("记成工单", message.text)]
            dispatcher.utter_message(response="utter_offer_ticket_or_person", buttons=buttons)
        else:
            dispatcher.utter_message(response="utter_offer_person", buttons=[button("转人工", "转人工客服")])
        return [SlotSet(MISUNDERSTOOD, times)]


async def _answered(dispatcher: CollectingDispatcher, session: str, text: str) -> bool:
    try:
        answer = await wiring.desk().answer(session, text)
    except FAILURES:
        return False  # a second opinion only; the caller says what it would have said anyway
    known = answer.answerable or answer.unit is not None or answer.leaders is not None
    if known:
        tell(dispatcher, answer, text)
    return known

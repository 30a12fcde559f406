"""转人工、险情、单位联系方式."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import wiring
from bot.actions.desk_action import DeskAction, Events
from bot.actions.desk_values import Json
from bot.actions.message import Message
from bot.actions.replies import FAILURES, MATTER_LENGTH, apologise, button, tell, ticket_button
from bot.actions.slots import REQUESTED

POLICE = "110"
COMPLAIN = "我要反映问题"
PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}-?)?\d{7,8}(?!\d)")
FILLING = {"ticket_form": "工单", "disclosure_form": "公开申请"}


class HandOver(DeskAction):
    def name(self) -> str:
        return "action_hand_over"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        text = Message.of(tracker).text
        try:
            handover = await wiring.desk().hand_over(tracker.sender_id, text)
        except FAILURES as error:
            apologise(dispatcher, error)
            return []
        filing = button(
            "现在登记成工单", f"{COMPLAIN}：{handover.matter[:MATTER_LENGTH]}" if handover.matter else COMPLAIN
        )
        buttons = [button("不等了", "不等了")] if handover.open else [filing, button("不等了", "不等了")]
        dispatcher.utter_message(text=handover.message, json_message={"handover": True}, buttons=buttons)
        return _pause(tracker)


class WarnOfDanger(DeskAction):
    """The number first; a form being filled in waits in the database."""

    def name(self) -> str:
        return "action_emergency"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        number = Message.of(tracker).entities.get("emergency_number", POLICE)
        dispatcher.utter_message(response=f"utter_emergency_{number}", json_message={"emergency": number})
        filling = FILLING.get(tracker.active_loop.get("name") or "")
        if filling:
            dispatcher.utter_message(response="utter_form_waits", filling=filling)
        return _pause(tracker)


class TellContact(DeskAction):
    """Telephone and address of a unit, only as published; otherwise what the documents say."""

    def name(self) -> str:
        return "action_tell_contact"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        text = Message.of(tracker).text
        try:
            found = await wiring.desk().units(text)
            answer = await wiring.desk().answer(tracker.sender_id, text)
        except FAILURES as error:
            apologise(dispatcher, error)
            return []
        listed = [unit for unit in found.units if unit["phones"] or unit["address"]]
        if answer.leaders and answer.leaders.asked:
            tell(dispatcher, answer, text)
        elif listed:
            lines = [line for unit in listed for line in _lines(unit)]
            dispatcher.utter_message(text="\n".join([*lines, f"办公时间：{found.hours}"]))
        elif answer.answerable and (not found.units or PHONE.search(answer.passages[0]["text"])):
            tell(dispatcher, answer, text)
        elif found.units:
            buttons = [button("转人工", "转人工客服"), ticket_button("留言", text)]
            names = "、".join(unit["name"] for unit in found.units)
            dispatcher.utter_message(
                response="utter_no_published_phone", unit=names, hours=found.hours, buttons=buttons
            )
        else:
            dispatcher.utter_message(response="utter_which_unit")
        return []


def _lines(unit: Json) -> list[str]:
    phones = [f"{phone['label']}：{phone['number']}（来源：{phone['source']}）" for phone in unit["phones"]]
    address = [f"地址：{unit['address']}"] if unit["address"] else []
    return [unit["full"], *phones, *address]


def _pause(tracker: Tracker) -> Events:
    """Leave the form; its draft stays and 继续 takes it up again."""
    if not tracker.active_loop.get("name"):
        return []
    return [ActiveLoop(None), SlotSet(REQUESTED, None)]

"""已立案件：查进度、催办、补充、评价."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.deeds import ADD, LOOK, RATE, URGE, do_deed
from bot.actions.desk_action import DeskAction, Events
from bot.actions.message import Message
from bot.actions.slots import PENDING_DEED
from bot.supplements import supplement


class TellProgress(DeskAction):
    """Also takes what a citizen adds to a case, and the bare number or secret that another deed asked for."""

    def name(self) -> str:
        return "action_tell_progress"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        adds = supplement(Message.of(tracker).text) is not None
        return await do_deed(dispatcher, tracker, ADD if adds else tracker.get_slot(PENDING_DEED) or LOOK)


class UrgeCase(DeskAction):
    def name(self) -> str:
        return "action_urge"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return await do_deed(dispatcher, tracker, URGE)


class RateCase(DeskAction):
    def name(self) -> str:
        return "action_rate"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return await do_deed(dispatcher, tracker, RATE)

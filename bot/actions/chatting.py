"""闲聊；挨骂时不还口、不重复，照样帮着办."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.desk_action import DeskAction, Events
from bot.actions.message import Message
from knowledge.insults import insulting


class Chat(DeskAction):
    def name(self) -> str:
        return "action_chat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        upset = insulting(Message.of(tracker).text)
        dispatcher.utter_message(response="utter_upset" if upset else "utter_chitchat")
        return []

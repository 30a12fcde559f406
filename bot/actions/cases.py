"""已立案件：查进度、催办、撤回、评价."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import wiring
from bot.actions.desk_action import DeskAction, Events
from bot.actions.desk_client import NotFound
from bot.actions.desk_values import Case, Json
from bot.actions.message import Message
from bot.actions.ratings import LEVELS, read_rating
from bot.actions.replies import FAILURES, apologise, button
from bot.actions.slots import LAST_CASE, PENDING_DEED

LOOK, URGE, WITHDRAW, RATE = "查询", "催办", "撤回", "评价"


@dataclass(frozen=True)
class Named:
    """The case a message is about; no *number* means the conversation's last one, no *secret* one of its own."""

    number: str | None
    secret: str | None


async def do_deed(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    deed: str,
    *,
    number: str | None = None,
    agreed: bool = False,
) -> Events:
    """Do *deed* on the case the message names, else on the conversation's last one; ask for what is missing."""
    message = Message.of(tracker)
    written = message.entities.get("case_number")
    known = number or (written.upper() if written else None) or tracker.get_slot(LAST_CASE)
    named = Named(known, message.entities.get("secret"))
    try:
        number, waits = await _do(dispatcher, tracker.sender_id, named, deed, message.text, agreed=agreed)
    except NotFound as error:
        return _not_found(dispatcher, named, deed, error)
    except FAILURES as error:
        apologise(dispatcher, error)
        return [SlotSet(LAST_CASE, known), *forget()]
    return [SlotSet(LAST_CASE, number), SlotSet(PENDING_DEED, deed if waits else None)]


def _not_found(dispatcher: CollectingDispatcher, named: Named, deed: str, error: NotFound) -> Events:
    """Ask for what would open the case; a wrong number with a secret is told and forgotten."""
    if named.number and named.secret:
        dispatcher.utter_message(text=str(error))
        return [SlotSet(LAST_CASE, None), *forget()]
    if named.number:
        dispatcher.utter_message(response="utter_ask_secret", number=named.number)
    else:
        dispatcher.utter_message(response="utter_ask_case_number", deed=deed)
    return [SlotSet(LAST_CASE, named.number), SlotSet(PENDING_DEED, deed)]


def forget() -> Events:
    return [SlotSet(PENDING_DEED, None)]


async def _do(
    dispatcher: CollectingDispatcher, session: str, named: Named, deed: str, text: str, *, agreed: bool
) -> tuple[str, bool]:
    """Return the number of the case, and whether the deed waits for a word of the citizen."""
    rating = read_rating(text) if deed == RATE else None
    case = await wiring.desk().case(session, named.number, named.secret)
    if deed == LOOK:
        _tell_progress(dispatcher, case)
        return case.number, False
    if deed not in case.offers:
        dispatcher.utter_message(response="utter_deed_not_offered", number=case.number, state=case.state, deed=deed)
        return case.number, False
    if deed == RATE and rating is None:
        levels = [button(level, f"评价：{level}") for level in LEVELS]
        dispatcher.utter_message(response="utter_ask_rating", number=case.number, buttons=levels)
        return case.number, True
    if deed == WITHDRAW and not agreed:
        dispatcher.utter_message(response="utter_ask_withdraw", number=case.number)
        return case.number, True
    done = await wiring.desk().do(session, case.number, named.secret, deed, text=text, rating=rating)
    dispatcher.utter_message(response=RESPONSES[deed], number=done.number, unit=done.unit, rating=rating or "")
    return case.number, False


RESPONSES = {URGE: "utter_urged", WITHDRAW: "utter_withdrawn", RATE: "utter_rated"}


def _tell_progress(dispatcher: CollectingDispatcher, case: Case) -> None:
    offers = [button(deed, f"{deed}{case.number}") for deed in (URGE, RATE, WITHDRAW) if deed in case.offers]
    steps = "\n".join(f"{_day(event['at'])} {event['deed']}{_noted(event)}" for event in case.events)
    dispatcher.utter_message(
        response="utter_progress",
        number=case.number,
        state=case.state,
        unit=case.unit,
        due=case.due_words,
        next=case.next or "",
        steps=steps,
        buttons=offers,
    )


def _day(at: str) -> str:
    return f"{datetime.fromisoformat(at):%m-%d %H:%M}"


def _noted(event: Json) -> str:
    return f"：{event['note']}" if event["note"] else ""


class TellProgress(DeskAction):
    """Also takes the bare number or secret that another deed asked for."""

    def name(self) -> str:
        return "action_tell_progress"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return await do_deed(dispatcher, tracker, tracker.get_slot(PENDING_DEED) or LOOK)


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

"""办一件已立案件：认出是哪一件、缺什么就问什么、办完照服务台的话说."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import wiring
from bot.actions.desk_action import Events
from bot.actions.desk_client import NotFound
from bot.actions.desk_values import Case, Json, OwnCase
from bot.actions.message import Message
from bot.actions.ratings import LEVELS, read_rating
from bot.actions.replies import FAILURES, apologise, button
from bot.actions.slots import LAST_CASE, PENDING_DEED
from bot.supplements import note, supplement

LOOK, URGE, WITHDRAW, RATE, ADD = "查询", "催办", "撤回", "评价", "补充"
OFFERED = (URGE, ADD, RATE, WITHDRAW)
MOST = 6  # cases offered to choose from
WORDS = 120  # characters carried into a button


@dataclass(frozen=True)
class Asked:
    """What a message asks for.

    Attributes:
        number: None means one of the conversation's own.
        secret: None means the conversation is known to hold the case.
        agreed: The citizen has said yes to withdrawing.
        words: What the unit is to read of the message.
    """

    deed: str
    number: str | None
    secret: str | None
    agreed: bool
    words: str
    rating: str | None

    @classmethod
    def read(cls, tracker: Tracker, deed: str, *, agreed: bool) -> Asked:
        message = Message.of(tracker)
        written = message.entities.get("case_number")
        words = (supplement(message.text) or "") if deed == ADD else note(message.text)
        rating = read_rating(note(message.text)) if deed == RATE else None
        return cls(
            deed=deed,
            number=(written.upper() if written else None) or tracker.get_slot(LAST_CASE),
            secret=message.entities.get("secret"),
            agreed=agreed,
            words="" if agreed or words == rating else words,
            rating=rating,
        )


async def do_deed(dispatcher: CollectingDispatcher, tracker: Tracker, deed: str, *, agreed: bool = False) -> Events:
    """Do *deed* on the case the message names, else on the one spoken of, else on the conversation's own."""
    asked = Asked.read(tracker, deed, agreed=agreed)
    session = tracker.sender_id
    try:
        able = [] if asked.number or asked.secret else await _able(session, asked.deed)
        if len(able) > 1:
            _ask_which(dispatcher, able[:MOST], asked)
            return forget()
        number, waits = await _do(dispatcher, session, able[0].number if able else asked.number, asked)
    except NotFound as error:
        return _not_found(dispatcher, asked, error)
    except FAILURES as error:
        apologise(dispatcher, error)
        return [SlotSet(LAST_CASE, asked.number), *forget()]
    return [SlotSet(LAST_CASE, number), SlotSet(PENDING_DEED, deed if waits else None)]


def forget() -> Events:
    return [SlotSet(PENDING_DEED, None)]


async def _able(session: str, deed: str) -> list[OwnCase]:
    """The conversation's cases that *deed* can be about, newest first; its newest where it can be done on none."""
    cases = await wiring.desk().own_cases(session)
    return [case for case in cases if deed == LOOK or deed in case.offers] or cases[:1]


def _ask_which(dispatcher: CollectingDispatcher, cases: list[OwnCase], asked: Asked) -> None:
    """Offer the cases as buttons that say the whole thing again with the number in it."""
    said = f"：{asked.words or asked.rating or ''}"[:WORDS] if asked.deed in (ADD, RATE) else ""
    dispatcher.utter_message(
        response="utter_ask_which_case",
        deed=asked.deed,
        cases="\n".join(f"{case.number} {case.about}（{case.state}）" for case in cases),
        buttons=[button(f"{case.number} {case.about}", f"{asked.deed}{case.number}{said}") for case in cases],
    )


def _not_found(dispatcher: CollectingDispatcher, asked: Asked, error: NotFound) -> Events:
    """Ask for what would open the case; a wrong number with a secret is told and forgotten."""
    if asked.number and asked.secret:
        dispatcher.utter_message(text=str(error))
        return [SlotSet(LAST_CASE, None), *forget()]
    if asked.number:
        dispatcher.utter_message(response="utter_ask_secret", number=asked.number)
    else:
        dispatcher.utter_message(response="utter_ask_case_number", deed=asked.deed)
    return [SlotSet(LAST_CASE, asked.number), SlotSet(PENDING_DEED, asked.deed)]


async def _do(dispatcher: CollectingDispatcher, session: str, number: str | None, asked: Asked) -> tuple[str, bool]:
    """Return the number of the case, and whether the deed waits for a word of the citizen."""
    case = await wiring.desk().case(session, number, asked.secret)
    if asked.deed == LOOK:
        _tell_progress(dispatcher, case)
        return case.number, False
    if asked.deed not in case.offers:
        dispatcher.utter_message(
            response="utter_deed_not_offered", number=case.number, state=case.state, deed=asked.deed
        )
        return case.number, False
    if _lacks(dispatcher, case, asked):
        return case.number, asked.deed != ADD
    said = await wiring.desk().do(session, case.number, asked.secret, asked.deed, text=asked.words, rating=asked.rating)
    dispatcher.utter_message(text=f"{case.number}：{said}")
    return case.number, False


def _lacks(dispatcher: CollectingDispatcher, case: Case, asked: Asked) -> bool:
    """Ask for what the deed needs besides the case: a level, the words, a yes."""
    if asked.deed == RATE and asked.rating is None:
        levels = [button(level, f"评价：{level}") for level in LEVELS]
        dispatcher.utter_message(response="utter_ask_rating", number=case.number, buttons=levels)
    elif asked.deed == ADD and not asked.words:
        dispatcher.utter_message(response="utter_ask_supplement", number=case.number)
    elif asked.deed == WITHDRAW and not asked.agreed:
        dispatcher.utter_message(response="utter_ask_withdraw", number=case.number)
    else:
        return False
    return True


def _tell_progress(dispatcher: CollectingDispatcher, case: Case) -> None:
    offers = [button(deed, f"{deed}{case.number}") for deed in OFFERED if deed in case.offers]
    dispatcher.utter_message(
        response="utter_progress",
        number=case.number,
        state=case.state,
        unit=case.handler or "待确认",
        due=case.due_words,
        next=case.next or "",
        extended=_extended(case),
        steps="\n".join(f"{_day(event['at'])} {event['deed']}{_noted(event)}" for event in case.events),
        buttons=offers,
    )


def _extended(case: Case) -> str:
    if case.extended is None:
        return ""
    return f"已延期 {case.extended['days']} 个工作日，原期限{case.extended['from']}，理由：{case.extended['reason']}。"


def _day(at: str) -> str:
    return f"{datetime.fromisoformat(at):%m-%d %H:%M}"


def _noted(event: Json) -> str:
    return f"：{event['note']}" if event["note"] else ""

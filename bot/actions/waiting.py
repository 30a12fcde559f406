"""What waits: a form laid aside, a code to go on elsewhere, and taking it up again."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from bot.actions import wiring
from bot.actions.desk_values import Draft
from bot.actions.replies import button
from bot.going_on import code, goes_elsewhere, pauses

NAMES = {"ticket": "工单", "disclosure": "公开申请"}
ASKED = {"matter": "内容", "place": "地点", "contact": "电话", "wanted": "要的信息", "name": "姓名", "form": "提供形式"}
ABOUT = 20  # characters of what a waiting draft is about


async def lay_aside(dispatcher: CollectingDispatcher, session: str, text: str) -> bool:
    """Whether *text* lays the form aside, or asks to go on elsewhere; the draft waits in the database."""
    if goes_elsewhere(text):
        await offer_code(dispatcher, session)
        return True
    if pauses(text):
        dispatcher.utter_message(response="utter_form_laid_aside")
        return True
    return False


async def offer_code(dispatcher: CollectingDispatcher, session: str) -> None:
    given = await wiring.desk().continuation(session)
    response = "utter_go_on_elsewhere" if given.open else "utter_cases_elsewhere"
    dispatcher.utter_message(response=response, code=given.code)


async def bring_here(dispatcher: CollectingDispatcher, session: str, text: str) -> bool:
    """Redeem the 续填码 in *text*, if one is there; whether a draft came with it."""
    if not (given := code(text)):
        return False
    await wiring.desk().redeem(session, given)
    waiting = await wiring.desk().draft(session)
    dispatcher.utter_message(response="utter_moved_here" if waiting else "utter_cases_moved_here")
    return waiting is not None


def tell_waiting(dispatcher: CollectingDispatcher, draft: Draft) -> None:
    """Greet a citizen who left a draft behind."""
    about = draft.slots.get("matter") or draft.slots.get("wanted") or ""
    about = about if len(about) <= ABOUT else f"{about[:ABOUT]}…"
    lacks = "、".join(ASKED[slot] for slot in draft.missing)
    dispatcher.utter_message(
        response="utter_waiting",
        kind=NAMES[draft.kind],
        about=f"“{about}”" if about else "",
        lacks=f"，还差{lacks}" if lacks else "，只差确认",
        buttons=[button("继续填", "继续填"), button("作废", "作废")],
    )

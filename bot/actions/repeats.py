"""The same matter again: the citizen is told of his earlier case, and chooses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rasa_sdk.executor import CollectingDispatcher

from bot.actions import wiring
from bot.actions.desk_values import Draft, Json
from bot.actions.forms import DISCLOSURE_FORM, is_bare
from bot.actions.message import Message
from bot.actions.replies import button

URGE, ADD = "催办", "补充"
REQUEST = "GK"  # how numbers of requests for information begin
HURRYING = re.compile(r"催")
ADDING = re.compile(r"补充|补正|加到|并到|并进")
ANOTHER = re.compile(r"不是(?:同一|一)|不一样|不同|另(?:外)?一|别的|两(?:件|码)|新的")
AGAIN = re.compile(r"重复|再(?:提|交|报|申请|反映)|重新|还是要?(?:提|交)|仍要?|照样|新(?:提|建)")


@dataclass(frozen=True)
class Chosen:
    """What the citizen chose was done; *draft* is what is to be filled in now, None when nothing is left."""

    draft: Draft | None


def tell_earlier(dispatcher: CollectingDispatcher, earlier: Json) -> None:
    """Say which of his cases is about the same; the deeds that are open on it are offered as buttons."""
    due = f"，答复期限：最晚{earlier['due']}" if earlier["due"] else ""
    buttons = [button(deed, f"{deed}这一件") for deed in earlier["choices"]]
    dispatcher.utter_message(
        response="utter_filed_before",
        received=earlier["received"],
        what="申请过同样的信息" if earlier["number"].startswith(REQUEST) else "反映过同一件事",
        number=earlier["number"],
        state=earlier["state"],
        due=due,
        buttons=buttons,
    )


async def choose(dispatcher: CollectingDispatcher, session: str, message: Message) -> Chosen | None:
    """Do what the message chooses; None when it chooses nothing."""
    draft = await wiring.desk().draft(session)
    if draft is None or draft.earlier is None:
        return Chosen(draft)
    number, choices = draft.earlier["number"], draft.earlier["choices"]
    deed = next((deed for deed, words in ((URGE, HURRYING), (ADD, ADDING)) if words.search(message.text)), None)
    if deed and deed in choices:
        settled = await wiring.desk().settle(session, number, deed)
        dispatcher.utter_message(response="utter_settled", number=settled.number, said=settled.said)
        return Chosen(settled.next)
    if ANOTHER.search(message.text) or (message.intent == "deny" and is_bare(message)):
        return Chosen(await wiring.desk().repeat(session, number, again=False))
    if AGAIN.search(message.text) or (message.intent == "affirm" and draft.kind == DISCLOSURE_FORM.kind):
        return Chosen(await wiring.desk().repeat(session, number, again=True))
    return None

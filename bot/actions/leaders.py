"""领导接听 in the conversation: the announced session, and that leaders are at the telephone now."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from bot.actions.desk_values import Json


def tell_session(dispatcher: CollectingDispatcher, session: Json | None) -> None:
    """The session that is on or comes next; None: none is announced."""
    if session is None:
        dispatcher.utter_message(response="utter_leaders_none")
        return
    response = "utter_leaders_on_now" if session["on_now"] else "utter_leaders_next"
    dispatcher.utter_message(response=response, **_words(session))


def hint_at_telephone(dispatcher: CollectingDispatcher, session: Json | None) -> None:
    """Whoever begins a ticket while leaders answer may as well call them."""
    if session is not None:
        dispatcher.utter_message(response="utter_leaders_call", **_words(session))


def _words(session: Json) -> dict[str, str]:
    topics = "、".join(session["topics"])
    return {"unit": session["unit"], "when": session["when"], "leaders": session["leaders"], "topics": topics}

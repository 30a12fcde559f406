"""Custom actions called in this process instead of over HTTP.

Rasa's ``RemoteAction`` sends the whole tracker and the whole domain to an action server and checks a JSON schema,
and the schema of that schema, at every call: two thirds of a turn. Here an action gets what it reads, and its
events are checked once, by type.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.channels import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import wiring
from bot.actions.desk_client import DeskClient


class ActionBroken(Exception):
    """An action returned something that is no list of events: a bug, never shown to a citizen."""


class InProcessAction(RemoteAction):
    def __init__(self, action: Action, client: DeskClient) -> None:
        super().__init__(action.name(), None)
        self._action, self._client = action, client

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Raises ActionBroken, and whatever the action raises."""
        dispatcher = CollectingDispatcher()
        with wiring.using(self._client):
            events = await self._action.run(dispatcher, _as_sdk(tracker), {})
        uttered = await self._utter_responses(dispatcher.messages, output_channel, nlg, tracker)
        return [*uttered, *map(_event, _checked(self.name(), events))]


class DraftForm(FormAction):
    """A form whose every turn is one call of its validating action, on the tracker as it stands."""

    def __init__(self, name: str, validate: InProcessAction) -> None:
        super().__init__(name, None)
        self._validate_action = validate

    async def validate_slots(
        self,
        slot_candidates: dict[str, Any],
        tracker: DialogueStateTracker,
        domain: Domain,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
    ) -> list[Event]:
        return await self._validate_action.run(output_channel, nlg, tracker, domain)


def _as_sdk(tracker: DialogueStateTracker) -> Tracker:
    """What the actions read: slots, the latest message, the form, and the latest action as the only event."""
    latest = tracker.latest_message
    return Tracker(
        tracker.sender_id,
        tracker.current_slot_values(),
        latest.parse_data if latest else {},
        [{"event": "action", "name": tracker.latest_action_name}],
        False,
        tracker.followup_action,
        {"name": tracker.active_loop_name} if tracker.active_loop_name else {},
        tracker.latest_action_name,
    )


def _checked(action: str, events: Any) -> list[dict[str, Any]]:
    if not isinstance(events, list) or not all(isinstance(e, dict) and isinstance(e.get("event"), str) for e in events):
        raise ActionBroken(f"{action} 返回的不是事件列表")
    return events


def _event(fields: dict[str, Any]) -> Event:
    """Raises ValueError for a kind of event that Rasa does not know."""
    made: Event = _kind(fields["event"])._from_parameters(fields)
    return made


@cache
def _kind(name: str) -> type[Event]:
    """Rasa's own look-up goes through all of its classes for each event."""
    kind: type[Event] = Event.resolve_by_type(name)
    return kind

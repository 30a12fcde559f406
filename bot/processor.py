"""Rasa's message processor with the costs and the silences of the stock one taken out."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.actions.forms import FormAction
from rasa.core.agent import Agent
from rasa.core.channels import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.engine import loader
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.constants import ACTION_EXTRACT_SLOTS
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected
from rasa.shared.core.trackers import DialogueStateTracker

from bot.in_process import DraftForm, InProcessAction
from bot.runner import SequentialRunner


class EmbeddedProcessor(MessageProcessor):
    """Actions run in process; one that fails ends the turn instead of being logged and passed over."""

    def __init__(self, *, actions: dict[str, InProcessAction], **stock: Any) -> None:
        super().__init__(**stock)
        self._made: dict[str, Action] = dict(actions)
        for form in self.domain.form_names:
            self._made[form] = DraftForm(form, actions[f"validate_{form}"])

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        """Raises what reading the archive raises; the stock one searches a folder for the newest model."""
        with TemporaryDirectory() as folder:
            metadata, runner = loader.load_predict_graph_runner(
                Path(folder), Path(model_path), LocalModelStorage, SequentialRunner
            )
        return os.path.basename(model_path), metadata, runner

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """As the stock one, without its warning about intents that the domain does not name."""
        tracker = tracker or DialogueStateTracker(message.sender_id, None)
        parsed: dict[str, Any] = self._parse_message_with_graph(message, tracker, only_output_properties)
        return parsed

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """As the stock one, without a deep copy of every event for a log that is off."""
        extracting = self._get_action(ACTION_EXTRACT_SLOTS)
        events = await extracting.run(output_channel, self.nlg, tracker, self.domain)
        await self._send_bot_messages(events, tracker, output_channel)
        tracker.update_with_events(events, self.domain)
        return tracker

    def _get_action(self, action_name: str) -> Action:
        if action_name not in self._made:
            self._made[action_name] = super()._get_action(action_name)
        return self._made[action_name]

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Action, PolicyPrediction]:
        if self.is_action_limit_reached(tracker, self.should_predict_another_action(tracker.latest_action_name)):
            raise ActionLimitReached("too many actions in one turn")
        prediction = self._predict_next_with_tracker(tracker)
        return self._get_action(self.domain.action_names_or_texts[prediction.max_confidence_index]), prediction

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        """As the stock one, but only a form gets a copy of the tracker (it alone can reject), and errors rise."""
        seen = tracker
        if isinstance(action, FormAction):
            seen = tracker.copy()
            seen.update_with_events(prediction.events, self.domain)
        try:
            events = await action.run(output_channel, nlg, seen, self.domain)
        except ActionExecutionRejection:
            rejected = ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence)
            tracker.update(rejected)
            return bool(self.should_predict_another_action(action.name()))
        self._log_action_on_tracker(tracker, action, events, prediction)
        await self.execute_side_effects(events, tracker, output_channel)
        return bool(self.should_predict_another_action(action.name()))


class EmbeddedAgent(Agent):
    """An agent that keeps the tracker store it was given.

    The stock agent wraps every store so that a failed save goes to memory and a failed read forgets the conversation.
    """

    def __init__(self, *, actions: dict[str, InProcessAction], **stock: Any) -> None:
        self._actions = actions
        super().__init__(**stock)

    @staticmethod
    def _create_tracker_store(store: TrackerStore, domain: Domain) -> TrackerStore:
        return store

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        self.processor = EmbeddedProcessor(
            actions=self._actions,
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self.tracker_store.domain = self.domain
        self.nlg.responses = self.domain.responses
        self._set_fingerprint(fingerprint)

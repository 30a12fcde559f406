"""The last word on emergencies: the published phrases and the classifier together."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from knowledge.emergencies import Emergency, load_emergencies, spot_emergency

EMERGENCY = "emergency"
POLICE = "110"  # answers for every danger and passes it on, when no phrase says which service


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EmergencyGuard(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """Turns a message into an emergency, or out of one; adds the number to ring as entity ``emergency_number``."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``alone``: the classifier's confidence that needs no phrase. ``calm``: another intent's confidence
        that outweighs a phrase, e.g. 去年着火的事查得怎么样了."""
        return {"alone": 0.45, "calm": 0.8}

    def __init__(self, config: dict[str, Any], emergencies: list[Emergency]) -> None:
        self._config, self._emergencies = config, emergencies

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EmergencyGuard:
        return cls(config, load_emergencies())

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                self._judge(message)
        return messages

    def _judge(self, message: Message) -> None:
        ranking = message.get("intent_ranking") or []
        spotted = spot_emergency(message.get(TEXT), self._emergencies)
        confidence = {intent["name"]: intent["confidence"] for intent in ranking}
        calm = [i for i in ranking if i["name"] != EMERGENCY]
        if spotted:
            alarmed = not calm or calm[0]["confidence"] < self._config["calm"]
        else:
            alarmed = confidence.get(EMERGENCY, 0.0) >= self._config["alone"]
        if alarmed:
            chosen = {"name": EMERGENCY, "confidence": max(confidence.get(EMERGENCY, 0.0), 0.9 if spotted else 0.0)}
            message.set(INTENT, chosen, add_to_output=True)
            message.set("intent_ranking", [chosen, *calm], add_to_output=True)
            self._name_number(message, spotted.number if spotted else POLICE)
        elif ranking and ranking[0]["name"] == EMERGENCY and calm:
            message.set(INTENT, calm[0], add_to_output=True)

    @staticmethod
    def _name_number(message: Message, number: str) -> None:
        text = message.get(TEXT)
        entity = {"entity": "emergency_number", "value": number, "start": 0, "end": len(text), "extractor": "guard"}
        message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)

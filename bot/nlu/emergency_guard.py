"""The last word on emergencies: the published phrases and the classifier together."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from knowledge.emergencies import Emergency, load_emergencies, spot_emergency

EMERGENCY = "emergency"
PHRASE_SURE, ALARM_SURE = 0.9, 0.5  # confidence told of an alarm, at least
POLICE = "110"  # answers for every danger and passes it on, when no phrase says which service


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EmergencyGuard(IntentClassifier, GraphComponent):
    """Stands last. Turns a message into an emergency; adds the number to ring as entity ``emergency_number``."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Confidences of the classifier. A danger that no phrase names needs ``alone``, or ``first`` if nothing else
        is likelier; a phrase counts for nothing when another intent has ``calm`` (去年着火的事查得怎么样了)."""
        return {"alone": 0.4, "first": 0.25, "calm": 0.75}

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
        ranking = [i for i in message.get(INTENT_RANKING_KEY) or [] if i["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME]
        spotted = spot_emergency(message.get(TEXT), self._emergencies)
        own = next((intent["confidence"] for intent in ranking if intent["name"] == EMERGENCY), 0.0)
        other = next((intent["confidence"] for intent in ranking if intent["name"] != EMERGENCY), 0.0)
        if spotted:
            alarmed = other < self._config["calm"]
        else:
            alarmed = own >= self._config["alone"] or own > max(other, self._config["first"])
        if alarmed:
            chosen = {"name": EMERGENCY, "confidence": max(own, PHRASE_SURE if spotted else ALARM_SURE)}
            message.set(INTENT, chosen, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [chosen, *ranking], add_to_output=True)
            self._name_number(message, spotted.number if spotted else POLICE)

    @staticmethod
    def _name_number(message: Message, number: str) -> None:
        text = message.get(TEXT)
        entity = {"entity": "emergency_number", "value": number, "start": 0, "end": len(text), "extractor": "guard"}
        message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)

"""The last word on emergencies: the words of the knowledge and the classifier together."""

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

from bot.nlu.intent_classifier import SHADES
from knowledge.emergencies import NUMBERS, Emergencies, load_emergencies

EMERGENCY = "emergency"
PHRASE_SURE, ALARM_SURE = 0.9, 0.5  # confidence told of an alarm, at least
WORDS = 0.6  # what words of danger add to the classifier's share for their number


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EmergencyGuard(IntentClassifier, GraphComponent):
    """Stands last. Makes a message an emergency, or none; adds the number to ring as entity ``emergency_number``."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Confidences of the classifier at which a message is an emergency: when words of danger stand in it
        (``named``), when only signs of it do (``suspected``) and no other intent is ``sure``, when nothing does
        (``alone``), and when it talks of danger that is none (``calm``, 去年着火的事)."""
        return {"named": 0.08, "suspected": 0.2, "sure": 0.7, "alone": 0.4, "calm": 0.85}

    def __init__(self, config: dict[str, Any], emergencies: Emergencies) -> None:
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
        own = next((intent["confidence"] for intent in ranking if intent["name"] == EMERGENCY), 0.0)
        numbers = [danger.number for danger in self._emergencies.named(message.get(TEXT))]
        sure = any(intent["confidence"] >= self._config["sure"] for intent in ranking if intent["name"] != EMERGENCY)
        if own < self._config[self._heard(message.get(TEXT), named=bool(numbers), sure=sure)]:
            if ranking and ranking[0]["name"] == EMERGENCY:
                _calm_down(message, ranking[1:], 1 - own)
            return
        chosen = {"name": EMERGENCY, "confidence": max(own, PHRASE_SURE if numbers else ALARM_SURE)}
        message.set(INTENT, chosen, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [chosen, *ranking], add_to_output=True)
        _name_number(message, _likeliest(numbers, (message.get(SHADES) or {}).get(EMERGENCY, {})))

    def _heard(self, text: str, *, named: bool, sure: bool) -> str:
        """Which of the configured confidences counts for *text*."""
        if self._emergencies.calm(text):
            return "calm"
        if named:
            return "named"
        return "suspected" if not sure and self._emergencies.suspected(text) else "alone"


def _likeliest(named: list[str], shades: dict[str, float]) -> str:
    """The number the classifier finds likeliest, those that words name counting for more, the most urgent first."""
    whole = sum(shades.values()) or 1.0
    ordered = [*named, *(number for number in NUMBERS if number not in named)]
    return max(ordered, key=lambda number: shades.get(number, 0.0) / whole + WORDS * (number in named))


def _calm_down(message: Message, ranking: list[dict[str, Any]], rest: float) -> None:
    """Give *message* the best intent of *ranking*, which together have *rest* of the probability."""
    calmed = [{**intent, "confidence": intent["confidence"] / max(rest, intent["confidence"])} for intent in ranking]
    message.set(INTENT, calmed[0], add_to_output=True)
    message.set(INTENT_RANKING_KEY, calmed, add_to_output=True)


def _name_number(message: Message, number: str) -> None:
    text = message.get(TEXT)
    entity = {"entity": "emergency_number", "value": number, "start": 0, "end": len(text), "extractor": "guard"}
    message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)

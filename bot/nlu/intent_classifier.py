"""Intent by logistic regression over character n-grams and the encoder's vector (docs/decisions/0050)."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import encoder, no_encoder
from bot.nlu.features import Encode, Features
from bot.nlu.more_examples import more_examples
from bot.nlu.regression import SHADE, IntentModel

RANKED = 5  # intents named in the ranking, best first
SHADES = "intent_shades"  # of a message: intent → its shades (110, 119, …) with their probability


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NgramEncoderClassifier(IntentClassifier, GraphComponent):
    """Rasa's wrapper of IntentModel."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``encoder`` is a folder or null; ``encoder_weight`` the length of the encoder's part of the features;
        ``policy_questions``, ``outside_questions`` and ``hotline_matters`` how many examples the knowledge adds."""
        return {
            "encoder": None,
            "encoder_weight": 1.0,
            "longest": 2,
            "strength": 30.0,
            "policy_questions": 0,
            "outside_questions": 0,
            "hotline_matters": 0,
        }

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramEncoderClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        pairs = [
            (example.get(TEXT), label(example.get(INTENT), shade_of(example)))
            for example in training_data.intent_examples
        ]
        self._model = fit(self._config, pairs)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        assert self._model is not None
        for message in messages:
            if text := message.get(TEXT):
                ranked = self._model.rank(text, RANKED)
                ranking = [{"name": intent.name, "confidence": intent.confidence} for intent in ranked]
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
                message.set(SHADES, {intent.name: intent.shades for intent in ranked})
        return messages

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramEncoderClassifier:
        """Raises EncoderMissing."""
        with model_storage.read_from(resource) as folder:
            model = IntentModel.load(
                folder, longest=config["longest"], weight=config["encoder_weight"], encode=_encode(config)
            )
        return cls(config, model_storage, resource, model)


def label(intent: str, shade: str | None) -> str:
    return f"{intent}{SHADE}{shade}" if shade else intent


def shade_of(example: Message) -> str | None:
    """The number to ring, written as metadata above the examples of an emergency."""
    written = (example.get("metadata") or {}).get("intent") or {}
    return written.get("number")


def fit(config: dict[str, Any], pairs: list[tuple[str, str]]) -> IntentModel:
    """Train on *pairs* of text and label, and on what the knowledge adds. Raises EncoderMissing, KnowledgeError."""
    added = more_examples(
        policy=config["policy_questions"], outside=config["outside_questions"], matters=config["hotline_matters"]
    )
    texts, labels = zip(*pairs, *added, strict=True)
    weight = config["encoder_weight"]
    features = Features.learn(texts, longest=config["longest"], weight=weight, encode=_encode(config))
    return IntentModel.fit(features, list(texts), list(labels), strength=config["strength"])


def _encode(config: dict[str, Any]) -> Encode:
    return encoder(config["encoder"]) if config["encoder"] else no_encoder

"""A message that is only a case number or a secret asks about that case."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

REFERENCES = {"case_number", "secret"}
AROUND = re.compile(r"[\s，。,.:：、;；]|编号|单号|工单号?|查询码|密码|是|和")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CaseReference(IntentClassifier, GraphComponent):  # type: ignore[misc]
    """Stands after the entities; changes the intent to ``query_status``."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> CaseReference:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            spans = [e for e in message.get(ENTITIES, []) if e["entity"] in REFERENCES]
            rest = text
            for span in sorted(spans, key=lambda entity: entity["start"], reverse=True):
                rest = rest[: span["start"]] + rest[span["end"] :]
            if spans and not AROUND.sub("", rest):
                message.set(INTENT, {"name": "query_status", "confidence": 1.0}, add_to_output=True)
        return messages

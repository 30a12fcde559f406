"""Messages whose intent needs no guessing: a button that carries a question, and a bare case number or secret."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

TICKET_BUTTON = "提交咨询工单："  # bot/actions/replies.py puts the citizen's question behind it
REFERENCES = {"case_number", "secret"}
AROUND = re.compile(r"[\s，。,.:：、;；]|编号|单号|工单号?|查询码|密码|是|和")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Certainties(IntentClassifier, GraphComponent):
    """Stands after the entities and overrules the classifier."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Certainties:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            intent = certain_intent(message.get(TEXT) or "", message.get(ENTITIES, []))
            if intent:
                certain = {"name": intent, "confidence": 1.0}
                message.set(INTENT, certain, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [certain], add_to_output=True)
        return messages


def certain_intent(text: str, entities: list[dict[str, Any]]) -> str | None:
    if text.startswith(TICKET_BUTTON):
        return "file_ticket"
    spans = [entity for entity in entities if entity["entity"] in REFERENCES]
    rest = text
    for span in sorted(spans, key=lambda entity: entity["start"], reverse=True):
        rest = rest[: span["start"]] + rest[span["end"] :]
    return "query_status" if spans and not AROUND.sub("", rest) else None

"""Messages whose intent needs no guessing: a button that carries a question, a deed with a case number, a bare case
number or secret, going on with what waits, and what is added to a case already filed."""

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

from bot.going_on import VOID, going_on
from bot.supplements import REFERENCE, supplement

TICKET_BUTTON = "提交咨询工单："  # bot/actions/replies.py puts the citizen's question behind it
ADDED = 0.7  # below what makes the emergency guard trust another intent
EMERGENCY = "emergency"
DEEDS = {"催办": "urge_ticket", "撤回": "withdraw", "评价": "rate_service", "查询": "query_status"}
NAMED_DEED = re.compile(rf"({'|'.join(DEEDS)})[\s：:]*(?:编号|单号|工单)?[\s：:]*{REFERENCE}", re.IGNORECASE)
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
            text = message.get(TEXT) or ""
            if intent := certain_intent(text, message.get(ENTITIES, [])):
                _overrule(message, {"name": intent, "confidence": 1.0})
            elif supplement(text) is not None:
                # What is added may be a danger: the guard after this one weighs it against its own likelihood.
                alarm = [ranked for ranked in message.get(INTENT_RANKING_KEY) or [] if ranked["name"] == EMERGENCY]
                _overrule(message, {"name": "query_status", "confidence": ADDED}, *alarm)
        return messages


def _overrule(message: Message, chosen: dict[str, Any], *others: dict[str, Any]) -> None:
    message.set(INTENT, chosen, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [chosen, *others], add_to_output=True)


def certain_intent(text: str, entities: list[dict[str, Any]]) -> str | None:
    if text.startswith(TICKET_BUTTON):
        return "file_ticket"
    if named := NAMED_DEED.match(text):
        return DEEDS[named[1]]
    if going_on(text):
        return "affirm"
    if VOID.fullmatch(text.strip()):
        return "cancel"
    spans = [entity for entity in entities if entity["entity"] in REFERENCES]
    rest = text
    for span in sorted(spans, key=lambda entity: entity["start"], reverse=True):
        rest = rest[: span["start"]] + rest[span["end"] :]
    return "query_status" if spans and not AROUND.sub("", rest) else None

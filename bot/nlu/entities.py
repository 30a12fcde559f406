"""Entities by rule: towns, villages, units, dates, telephone numbers, identity numbers and case numbers."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.names import CountyNames, county_names

# Digits arrive masked from the API (139****0001); whole ones occur only where the bot is run by itself.
PATTERNS = {
    "case_number": re.compile(r"(?<![0-9A-Za-z])(?:JD|GK)-?[0-9]{8}-?[0-9A-Z]{4,10}", re.IGNORECASE),
    "secret": re.compile(
        r"(?<![0-9A-Za-z*-])(?=[0-9 -]*[A-Z])(?:[0-9A-Z]{4}[ -]?){3}[0-9A-Z]{4}(?![0-9A-Za-z*-])", re.IGNORECASE
    ),
    "id_number": re.compile(r"(?<![0-9*])[0-9*]{17}[0-9Xx*](?![0-9*])"),
    "phone": re.compile(r"(?<![0-9*])1[3-9][0-9*]{9}(?![0-9*])|(?<![0-9*])0[0-9]{2,3}-?[0-9*]{7,8}(?![0-9*])"),
    "date": re.compile(
        r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}[日号]|[0-9]{4}年(?:[0-9]{1,2}月)?|大前天|前天|昨天|今天|明天|后天"
        r"|上个?月|这个?月|下个?月|上周|本周|这周|下周|(?:上|这|本|下)?(?:星期|礼拜|周)[一二三四五六日天]|去年|今年|前年"
    ),
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CountyEntities(EntityExtractorMixin, GraphComponent):
    """A span belongs to the first kind that claims it."""

    def __init__(self, names: CountyNames) -> None:
        self._named = [
            (kind, known, CountyNames.pattern(known))
            for kind, known in (("unit", names.units), ("village", names.villages), ("town", names.towns))
        ]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CountyEntities:
        return cls(county_names())

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text:
                found = self.add_extractor_name(self.find(text))
                message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def find(self, text: str) -> list[dict[str, Any]]:
        """Entities in the order they stand in *text*."""
        found = [
            {"entity": kind, "start": match.start(), "end": match.end(), "value": match.group()}
            for kind, pattern in PATTERNS.items()
            for match in pattern.finditer(text)
        ]
        found += [
            {"entity": kind, "start": match.start(), "end": match.end(), "value": known[match.group()]}
            for kind, known, pattern in self._named
            for match in pattern.finditer(text)
        ]
        return sorted(_without_overlaps(found), key=lambda entity: entity["start"])


def _without_overlaps(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for entity in found:
        if all(entity["end"] <= other["start"] or other["end"] <= entity["start"] for other in kept):
            kept.append(entity)
    return kept

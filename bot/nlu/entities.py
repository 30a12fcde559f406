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
from knowledge.script import folded

_NUMERAL = r"(?:[0-9]{1,4}|[〇零一二两三四五六七八九十]{1,4})"
_GAP = r"[ ·.-]?"
_WEEK = r"(?:星期|礼拜|周)"
_DATES = (
    r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])",
    rf"(?:(?:大前|前|去|今|明)年|{_NUMERAL}年)?{_NUMERAL}月{_NUMERAL}[日号]",
    rf"(?:(?:大前|前|去|今|明)年|(?:[0-9]{{4}}|[〇零一二三四五六七八九]{{4}})年){_NUMERAL}月(?:份|初|底|[上中下]旬)?",
    rf"{_NUMERAL}月(?:份|初|底|[上中下]旬)",
    r"(?:[0-9]{4}|[〇零一二三四五六七八九]{4})年(?:初|底|[上下]半年|[春夏秋冬]天)?",
    r"(?:大前|前|去|今|明|后)年(?:初|底|[上下]半年|[春夏秋冬]天)?",
    rf"(?:上上|下下|[上这本下])?个?{_WEEK}[一二三四五六日天末]|(?:上上|下下|[上这本下])个?{_WEEK}",
    rf"(?:上上|[上这本下])个?月(?:初|底|[上中下]旬|{_NUMERAL}[日号])?",
    rf"(?:{_NUMERAL}|半|几|好几)(?:天|个?星期|个?礼拜|周|个?月|年|个?小时)(?:多)?(?:以前|之前|前)",
    r"大前天|前[天日晚夜]|昨[天日晚夜晨]|今[天日早晚晨夜]|明[天日早晚晨]|大?后天|前[几两些]天",
    r"(?:元旦|春节|过年|元宵|清明|五一|端午|中秋|国庆)(?:节|期间|假期)?(?:前|后)?",
)
# Digits arrive masked from the API (139****0001); whole ones occur only where the bot is run by itself.
PATTERNS = {
    "id_number": re.compile(rf"(?<![0-9*])[0-9*](?:{_GAP}[0-9*]){{16}}{_GAP}[0-9x*](?![0-9*])"),
    "case_number": re.compile(r"(?<![0-9a-z])(?:jd|gk)[ _-]?[0-9]{8}[ _-]?[0-9a-z]{4,10}(?![0-9a-z])"),
    "secret": re.compile(r"(?<![0-9a-z*-])(?=[0-9 -]*[a-z])(?:[0-9a-z]{4}[ -]?){3}[0-9a-z]{4}(?![0-9a-z*-])"),
    "phone": re.compile(
        rf"(?<![0-9*])(?:\+?86{_GAP})?1{_GAP}[3-9](?:{_GAP}[0-9*]){{9}}(?![0-9*])"
        r"|(?<![0-9*])\(?0[0-9]{2,3}\)?[ -]?[0-9*]{7,8}(?![0-9*])"
    ),
    "date": re.compile("|".join(_DATES)),
}
PARTS = re.compile(r"[ _.·-]")
SHOWN = 4  # characters of an identity number, as the API shows it
HIDDEN = "*" * (18 - SHOWN)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CountyEntities(EntityExtractorMixin, GraphComponent):
    """A span belongs to the first kind that claims it."""

    def __init__(self, names: CountyNames) -> None:
        self._named = [
            (kind, spelt := {folded(name): short for name, short in known.items()}, CountyNames.pattern(spelt))
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
        """Entities in the order they stand in *text*, read in 简体 and half width."""
        written, text = text, folded(text)
        found = [
            {
                "entity": kind,
                "start": match.start(),
                "end": match.end(),
                "value": _value(kind, written[slice(*match.span())]),
            }
            for kind, pattern in PATTERNS.items()
            for match in pattern.finditer(text)
        ]
        found += [
            {"entity": kind, "start": match.start(), "end": match.end(), "value": known[match.group()]}
            for kind, known, pattern in self._named
            for match in pattern.finditer(text)
        ]
        return sorted(_without_overlaps(found), key=lambda entity: entity["start"])


def _value(kind: str, written: str) -> str:
    """Numbers of cases and secrets as the desk writes them (JD-20260105-000012), an identity number without all but
    its end; all else as it was written."""
    if kind == "id_number":
        return HIDDEN + PARTS.sub("", folded(written)).upper()[-SHOWN:]
    if kind not in ("case_number", "secret"):
        return written
    bare = PARTS.sub("", folded(written)).upper()
    return f"{bare[:2]}-{bare[2:10]}-{bare[10:]}" if kind == "case_number" else bare


def _without_overlaps(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for entity in found:
        if all(entity["end"] <= other["start"] or other["end"] <= entity["start"] for other in kept):
            kept.append(entity)
    return kept

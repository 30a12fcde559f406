"""The citizen's message as an action sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rasa_sdk import Tracker

QUESTION = re.compile(
    r"[?？]|[吗么呢]$|多少|多久|几[天个家条次岁]|什么|怎么|怎样|咋|哪[里儿个些]|谁|为什么|为啥|能不能|可不可以|是不是|要不要|有没有"
)


@dataclass(frozen=True)
class Message:
    """``ranking`` holds the other likely intents, best first."""

    text: str
    intent: str
    confidence: float
    entities: dict[str, str]
    ranking: tuple[str, ...]

    @classmethod
    def of(cls, tracker: Tracker) -> Message:
        latest = tracker.latest_message
        intent = latest.get("intent") or {}
        return cls(
            text=(latest.get("text") or "").strip(),
            intent=intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            entities={entity["entity"]: str(entity["value"]) for entity in reversed(latest.get("entities") or [])},
            ranking=tuple(ranked["name"] for ranked in latest.get("intent_ranking") or []),
        )

    @property
    def asks(self) -> bool:
        """Whether it has the shape of a question."""
        return bool(QUESTION.search(self.text))

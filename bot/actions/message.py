"""The citizen's message as an action sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rasa_sdk import Tracker

WRITTEN_OUT = "written_out"  # key of a message's metadata
QUESTION = re.compile(
    r"[?？]|[吗么呢]$|多少|多久|几[天个家条次岁]|什么|怎么|怎样|咋|哪[里儿个些]|谁|为什么|为啥|能不能|可不可以|是不是|要不要|有没有"
)


@dataclass(frozen=True)
class Message:
    """One message.

    Attributes:
        ranking: The other likely intents, best first.
        written_out: Whether *text* is a follow-up question written out with what the one before was about.
    """

    text: str
    intent: str
    confidence: float
    entities: dict[str, str]
    ranking: tuple[str, ...]
    written_out: bool

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
            written_out=bool((latest.get("metadata") or {}).get(WRITTEN_OUT)),
        )

    @property
    def asks(self) -> bool:
        """Whether it has the shape of a question."""
        return bool(QUESTION.search(self.text))

"""What goes into a turn and what comes out."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

LONGEST = 2_000  # characters of a message that the dialogue reads
UNREADABLE = "……"  # stands for a message without anything readable; understood as nothing


@dataclass(frozen=True)
class Understanding:
    intent: str
    confidence: float
    entities: list[dict[str, Any]]


@dataclass(frozen=True)
class Said:
    """``buttons`` are ``{"title", "payload"}``; ``custom`` holds citations, filed, emergency or handover."""

    text: str
    buttons: list[dict[str, str]] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    intent: str
    confidence: float
    messages: list[Said]


class Collected(CollectingOutputChannel):
    """Keeps each reply whole; the stock channel splits text, buttons and custom data into messages of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Said] = []

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.said.append(Said(message.get("text") or "", message.get("buttons") or [], message.get("custom") or {}))


def harmless(text: str) -> str:
    """Without control characters and without the leading "/" that Rasa reads as a command; never empty."""
    shown = "".join(c if c in "\n\t" or not unicodedata.category(c).startswith("C") else " " for c in text[:LONGEST])
    return shown.strip().lstrip("/／ \n\t") or UNREADABLE

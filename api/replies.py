"""What the agent said, in the shape the contract promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from api.parts import Message
from desk.turn_marks import Signs

CITED = ("document", "title", "section", "document_no", "issuer", "date", "status", "url", "quote", "key", "text")
FILED = ("kind", "number", "secret", "unit", "type", "town", "due", "due_words")
SILENT = "抱歉，我没有听明白。您可以换一种说法，或拨打 12345 由工作人员为您服务。"


@dataclass
class Said:
    """One turn as the citizen sees it, the form aside; *unknown*: the documents were asked and say nothing."""

    replies: list[dict[str, Any]] = field(default_factory=list)
    filed: list[dict[str, Any]] = field(default_factory=list)
    emergency: str | None = None
    handover: bool = False
    unknown: bool = False

    @property
    def signs(self) -> Signs:
        """What the figures are counted from."""
        return Signs(
            cited=any(reply["citations"] for reply in self.replies),
            unknown=self.unknown,
            handover=self.handover,
            emergency=self.emergency is not None,
            filed=self.filed[0]["kind"] if self.filed else "",
        )


def compose(messages: Sequence[Message]) -> Said:
    """Read the agent's messages: words become replies, ``custom`` becomes citations, receipts and signals.

    A message that carries citations only belongs to the words before it.
    """
    said = Said()
    for message in messages:
        custom = message.custom
        citations = [_only(CITED, passage) for passage in custom.get("citations", ())]
        buttons = [_button(button) for button in message.buttons]
        if message.text or buttons:
            said.replies.append({"text": message.text, "citations": citations, "buttons": buttons})
        elif citations and said.replies:
            said.replies[-1]["citations"] += citations
        elif citations:
            said.replies.append({"text": "", "citations": citations, "buttons": []})
        if "filed" in custom:
            said.filed.append(_only(FILED, custom["filed"]))
        said.emergency = custom.get("emergency", said.emergency)
        said.handover = said.handover or bool(custom.get("handover"))
        said.unknown = said.unknown or bool(custom.get("unknown"))
    if not said.replies:
        said.replies.append({"text": SILENT, "citations": [], "buttons": []})
    return said


def _only(names: Sequence[str], given: dict[str, Any]) -> dict[str, Any]:
    return {name: given.get(name) for name in names}


def _button(button: dict[str, Any]) -> dict[str, str]:
    return {"title": str(button.get("title", "")), "payload": str(button.get("payload", ""))}

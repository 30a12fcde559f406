"""Invented messages of citizens with the unit and type a hotline desk would give them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, read_jsonl
from knowledge.units import ANY_TOWN, Unit

MESSAGE_TYPES = ("咨询", "投诉", "求助", "举报", "建议", "表扬")


@dataclass(frozen=True)
class RoutingExample:
    """One message.

    Attributes:
        unit: Short name of the unit it goes to first, or ``ANY_TOWN``.
        type: One of ``MESSAGE_TYPES``.
    """

    unit: str
    type: str
    text: str


def load_routing_examples(units: Iterable[Unit], root: Path = KNOWLEDGE) -> list[RoutingExample]:
    """Read ``routing_examples.jsonl``; raises KnowledgeError, also for an unknown unit or a message given twice."""
    known = {unit.name for unit in units} | {ANY_TOWN}
    found: list[RoutingExample] = []
    seen: set[str] = set()
    for record in read_jsonl(root / "routing_examples.jsonl"):
        record.expect(("unit", "type", "texts"))
        unit = record.choice("unit", known)
        kind = record.choice("type", MESSAGE_TYPES)
        for text in record.texts("texts"):
            if text in seen:
                raise record.refusal(f"「{text}」已经出现过")
            seen.add(text)
            found.append(RoutingExample(unit, kind, text))
    return found

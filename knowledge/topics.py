"""Topics the documents do not answer, with the unit that would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, read_jsonl
from knowledge.units import ANY_TOWN, Unit

TOPIC_KINDS = ("county_service", "near_miss", "outside")


@dataclass(frozen=True)
class Topic:
    """A topic to decline.

    Attributes:
        unit: Short name of the unit that answers for it, or ``ANY_TOWN``; None when it is nobody's in the county.
        kind: ``county_service`` a unit's business the documents are silent on, ``near_miss`` in the documents' own
            words, ``outside`` no business of the county.
    """

    topic: str
    unit: str | None
    kind: str
    questions: tuple[str, ...]


def load_topics(units: Iterable[Unit], root: Path = KNOWLEDGE) -> list[Topic]:
    """Read ``outside_topics.jsonl``; raises KnowledgeError, also for a unit that is not in departments.yml."""
    known = {unit.name for unit in units} | {ANY_TOWN}
    found: list[Topic] = []
    for record in read_jsonl(root / "outside_topics.jsonl"):
        record.expect(("topic", "unit", "kind", "questions"))
        unit = record.optional_text("unit") or None
        if unit is not None and unit not in known:
            raise record.refusal(f"没有单位「{unit}」")
        questions = record.texts("questions")
        if not questions:
            raise record.refusal("缺少 questions")
        found.append(Topic(record.text("topic"), unit, record.choice("kind", TOPIC_KINDS), questions))
    return found

"""How many articles the laws that letters cite have, so that a wrong article number is noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, Record, read_yaml


@dataclass(frozen=True)
class Law:
    """Attributes:
    items: How many 项 an article has, for articles where it matters, e.g. 第三十六条 → 7.
    """

    name: str
    aliases: tuple[str, ...]
    articles: int
    items: Mapping[str, int]
    source: str


def load_laws(root: Path = KNOWLEDGE) -> dict[str, Law]:
    """Read ``laws.yml`` by every name and alias; raises KnowledgeError."""
    found: dict[str, Law] = {}
    for record in read_yaml(root / "laws.yml"):
        record.expect(("name", "aliases", "articles", "items", "source"))
        law = Law(
            record.text("name"),
            record.texts("aliases"),
            _count(record, "articles"),
            _items(record),
            record.text("source"),
        )
        for name in (law.name, *law.aliases):
            if name in found:
                raise record.refusal(f"「{name}」写了两次", "name")
            found[name] = law
    return found


def _items(record: Record) -> dict[str, int]:
    items = record.values.get("items")
    return {key: _count(items, key) for key in items.values} if isinstance(items, Record) else {}


def _count(record: Record, key: str) -> int:
    text = record.text(key)
    if not text.isdigit():
        raise record.refusal(f"{key} 应为整数", key)
    return int(text)

"""The numbers the county's rules turn on, each with the document and article it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.documents import Document
from knowledge.source import KNOWLEDGE, Record, read_yaml


@dataclass(frozen=True)
class Rule:
    """A rule of the documents.

    Attributes:
        value: A number counted in *unit*, or words.
        document: Id of the document it stands in; empty for national law.
        source: Title of that document or law.
        article: Where in it.
        valid_from: None when the source does not say.
    """

    id: str
    name: str
    value: int | str
    unit: str
    document: str
    source: str
    article: str
    valid_from: date | None
    note: str


def load_rules(root: Path = KNOWLEDGE, *, documents: Iterable[Document] | None = None) -> dict[str, Rule]:
    """Read ``rules.yml`` by id; raises KnowledgeError, also for a document that is not among *documents* if given."""
    known = None if documents is None else {"", *(document.id for document in documents)}
    rules: dict[str, Rule] = {}
    for record in read_yaml(root / "rules.yml"):
        rule = _rule(record)
        if rule.id in rules:
            raise record.refusal(f"规则 {rule.id} 写了两次", "id")
        if known is not None and rule.document not in known:
            raise record.refusal(f"没有文件「{rule.document}」", "document")
        rules[rule.id] = rule
    return rules


def _rule(record: Record) -> Rule:
    record.expect(("id", "name", "value", "unit", "document", "source", "article", "valid_from", "note"))
    value = record.values.get("value")
    return Rule(
        id=record.text("id"),
        name=record.text("name"),
        value=value if isinstance(value, int) and not isinstance(value, bool) else record.text("value"),
        unit=record.optional_text("unit"),
        document=record.optional_text("document"),
        source=record.text("source"),
        article=record.text("article"),
        valid_from=record.day("valid_from"),
        note=record.optional_text("note"),
    )

"""Articles of county rules over which national law prevails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Document
from knowledge.source import KNOWLEDGE, read_yaml


@dataclass(frozen=True)
class Conflict:
    """What to say beside a quote of *article* of *document*.

    Attributes:
        article: 第八条, as the passages' heading paths write it; empty when the document as a whole is silent.
        words: Words of the article the note belongs to (without white space); empty when the whole article does.
        note: The difference and what holds, for citizens.
        law, law_article: Where the law says so.
    """

    document: str
    article: str
    words: str
    note: str
    law: str
    law_article: str


def load_conflicts(documents: Iterable[Document], root: Path = KNOWLEDGE) -> list[Conflict]:
    """Read ``conflicts.yml``; raises KnowledgeError, also for an article or words the document does not have."""
    known = {document.id: document for document in documents}
    found: list[Conflict] = []
    for record in read_yaml(root / "conflicts.yml"):
        record.expect(("document", "article", "words", "note", "law", "law_article"))
        name, article, words = record.text("document"), record.optional_text("article"), record.optional_text("words")
        if name not in known:
            raise record.refusal(f"没有文件「{name}」", "document")
        blocks = [block for block in known[name].blocks if not article or article in block.path]
        if not blocks:
            raise record.refusal(f"文件「{name}」没有{article}", "article")
        if words not in "".join("".join(block.text.split()) for block in blocks):
            raise record.refusal(f"文件「{name}」{article}里没有「{words}」", "words")
        found.append(
            Conflict(name, article, words, record.text("note"), record.text("law"), record.text("law_article"))
        )
    return found

"""The questions the front page offers, each with the document that answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Document
from knowledge.source import KNOWLEDGE, KnowledgeError, read_yaml

LONGEST = 22  # characters that fit a button on a telephone


@dataclass(frozen=True)
class HotQuestion:
    """*document* is the id of the one that answers *question*."""

    question: str
    document: str


def load_hot_questions(documents: Sequence[Document], root: Path = KNOWLEDGE) -> list[HotQuestion]:
    """Read ``hot_questions.yml`` in the order of the page.

    Raises:
        KnowledgeError: also for a question that is too long or stands twice, or whose document is not for everybody.
    """
    public = {document.id for document in documents if document.audience == "public"}
    path = root / "hot_questions.yml"
    found: list[HotQuestion] = []
    for record in read_yaml(path):
        record.expect(("question", "document"))
        hot = HotQuestion(record.text("question"), record.text("document"))
        if len(hot.question) > LONGEST:
            raise record.refusal(f"问题最多 {LONGEST} 个字", "question")
        if hot.question in {each.question for each in found}:
            raise record.refusal(f"「{hot.question}」重复", "question")
        if hot.document not in public:
            raise record.refusal(f"没有公开文件 {hot.document}", "document")
        found.append(hot)
    if not found:
        raise KnowledgeError(path, 1, "至少要有一个问题")
    return found

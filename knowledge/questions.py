"""What people ask about a passage, in their own words, and what sounds alike but is not answered there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Document
from knowledge.source import KNOWLEDGE, read_jsonl

WHITE_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class PassageQuestions:
    """Questions one passage answers.

    Attributes:
        document: Id of the document.
        anchor: Words of the passage as printed, without white space; they occur in the document.
        section: Where the passage stands, for people.
        questions: Spoken and formal questions the passage answers.
        negative: Look-alike questions it does not answer.
    """

    document: str
    anchor: str
    section: str
    questions: tuple[str, ...]
    negative: tuple[str, ...]


def without_space(text: str) -> str:
    return WHITE_SPACE.sub("", text)


def load_questions(documents: Iterable[Document], root: Path = KNOWLEDGE) -> list[PassageQuestions]:
    """Read ``questions.jsonl``; raises KnowledgeError, also for an anchor its document does not hold."""
    texts = {document.id: without_space(document.text) for document in documents}
    found: list[PassageQuestions] = []
    for record in read_jsonl(root / "questions.jsonl"):
        record.expect(("document", "anchor", "section", "questions", "negative"))
        document, anchor = record.text("document"), record.text("anchor")
        if document not in texts:
            raise record.refusal(f"没有文件「{document}」")
        if anchor not in texts[document]:
            raise record.refusal(f"文件「{document}」里没有「{anchor}」")
        questions = record.texts("questions")
        if not questions:
            raise record.refusal("缺少 questions")
        found.append(PassageQuestions(document, anchor, record.text("section"), questions, record.texts("negative")))
    return found

"""What shows that a question is about 领导接听, and whether an announced session answers it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents import Document
from knowledge.source import KNOWLEDGE, KnowledgeError, read_yaml


@dataclass(frozen=True)
class LeaderCues:
    """Attributes:
    documents: Ids; the best passage of a question about 领导接听 stands in one of them.
    quoted, section: The article shown beside the announced session.
    subjects: Words one of which such a question holds.
    asks: Words that ask for what an announcement says: when, who, what about.
    """

    documents: tuple[str, ...]
    quoted: str
    section: str
    subjects: tuple[str, ...]
    asks: tuple[str, ...]

    def about(self, question: str, document: str) -> bool:
        """Whether *question*, best met by a passage of *document*, is about 领导接听."""
        return document in self.documents and any(word in question for word in self.subjects)

    def asks_for_session(self, question: str) -> bool:
        return any(word in question for word in self.asks)


def load_leader_cues(documents: Iterable[Document], root: Path = KNOWLEDGE) -> LeaderCues:
    """Read the one row of ``leader_cues.yml``; raises KnowledgeError, also for a document or section there is not."""
    path = root / "leader_cues.yml"
    records = list(read_yaml(path))
    if len(records) != 1:
        raise KnowledgeError(path, 1, "应当只有一项")
    record = records[0]
    record.expect(("documents", "quoted", "section", "subjects", "asks"))
    known = {document.id: document for document in documents}
    for id in (*record.texts("documents"), record.text("quoted")):
        if id not in known:
            raise record.refusal(f"没有文件「{id}」", "documents")
    section = record.text("section")
    if all(section not in block.path for block in known[record.text("quoted")].blocks):
        raise record.refusal(f"文件里没有「{section}」", "section")
    return LeaderCues(
        documents=record.texts("documents"),
        quoted=record.text("quoted"),
        section=section,
        subjects=record.texts("subjects"),
        asks=record.texts("asks"),
    )

"""What public opinion is watched for (舆情), and the words in a matter that tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, read_yaml


@dataclass(frozen=True)
class Watched:
    """A subject; *cues* are literal words, any of which makes a matter one of it."""

    name: str
    cues: tuple[str, ...]
    source: str


def load_watch_list(root: Path = KNOWLEDGE) -> list[Watched]:
    """Read ``watch_list.yml`` in file order; raises KnowledgeError, also for a subject named twice or without cues."""
    found: list[Watched] = []
    for record in read_yaml(root / "watch_list.yml"):
        record.expect(("name", "cues", "source"))
        watched = Watched(record.text("name"), record.texts("cues"), record.text("source"))
        if not watched.cues:
            raise record.refusal("cues 至少要有一项", "cues")
        if watched.name in {each.name for each in found}:
            raise record.refusal(f"「{watched.name}」重复", "name")
        found.append(watched)
    return found

"""Words that can stand in each other's place, so that “那投诉呢” asks the last question of another kind of ticket."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, read_yaml


@dataclass(frozen=True)
class Parallel:
    """One group; *members* are in the order of the file."""

    name: str
    members: tuple[str, ...]


def load_parallels(root: Path = KNOWLEDGE) -> list[Parallel]:
    """Read ``parallels.yml``; raises KnowledgeError, also for a word in two groups or alone in one."""
    found: list[Parallel] = []
    owners: dict[str, str] = {}
    for record in read_yaml(root / "parallels.yml"):
        record.expect(("name", "members"))
        group = Parallel(record.text("name"), record.texts("members"))
        if len(group.members) < 2:
            raise record.refusal("members 至少要有两个词", "members")
        for member in group.members:
            if member in owners:
                raise record.refusal(f"「{member}」已在「{owners[member]}」一组里", "members")
            owners[member] = group.name
        found.append(group)
    return found

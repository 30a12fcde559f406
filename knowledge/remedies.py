"""Where to turn against an answer: by level of the organ, and by whether 行政复议 has to come first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, KnowledgeError, read_yaml

LEVELS = ("县政府部门", "县人民政府")


@dataclass(frozen=True)
class Remedy:
    """Attributes:
    organ: In whose name letters are signed (落款).
    open, refused: The paragraph where either way is open, and where review comes first (《行政复议法》第二十三条).
    """

    level: str
    organ: str
    review: str
    court: str
    open: str
    refused: str
    source: str


def load_remedies(root: Path = KNOWLEDGE) -> dict[str, Remedy]:
    """Read ``remedies.yml`` by level; raises KnowledgeError unless every level has one that names its own body."""
    found: dict[str, Remedy] = {}
    for record in read_yaml(root / "remedies.yml"):
        record.expect(("level", "organ", "review", "court", "open", "refused", "source"))
        level = record.choice("level", LEVELS)
        remedy = Remedy(level, *(record.text(key) for key in ("organ", "review", "court", "open", "refused", "source")))
        if level in found:
            raise record.refusal(f"「{level}」写了两次", "level")
        if remedy.review not in remedy.open or remedy.review not in remedy.refused or remedy.court not in remedy.open:
            raise record.refusal("救济告知中应写明复议机关和法院", "open")
        found[level] = remedy
    for level in LEVELS:
        if level not in found:
            raise KnowledgeError(root / "remedies.yml", 1, f"缺少「{level}」")
    return found

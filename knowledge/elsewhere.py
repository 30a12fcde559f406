"""Names of places that are not this county's, by which a question about another place is known."""

from __future__ import annotations

from pathlib import Path

from knowledge.source import KNOWLEDGE, KnowledgeError, read_text


def load_elsewhere(root: Path = KNOWLEDGE) -> tuple[str, ...]:
    """Read ``elsewhere.txt`` in file order; raises KnowledgeError for a name of one character or one given twice."""
    path = root / "elsewhere.txt"
    names: list[str] = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        for name in () if line.startswith("#") else line.split():
            if len(name) < 2:
                raise KnowledgeError(path, number, f"地名「{name}」太短，会误认")
            if name in names:
                raise KnowledgeError(path, number, f"地名「{name}」重复")
            names.append(name)
    return tuple(names)

"""A report as a sheet of paper: a title, one table, the rates and the checks; as JSON, Word or a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from api import paper
from desk import exports

WORD = paper.WORD
WIDE = 8  # columns from which the page lies on its side


@dataclass(frozen=True)
class Sheet:
    """Attributes:
    rows: As many cells as *header* each.
    lines: What stands below the table: rates with their parts, how it was counted.
    checks: Contradictions found; empty when everything adds up.
    """

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str | int | float]]
    lines: Sequence[str] = ()
    checks: Sequence[str] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            **self.facts,
            "header": list(self.header),
            "rows": [dict(zip(self.header, row, strict=True)) for row in self.rows],
            "lines": list(self.lines),
            "checks": list(self.checks),
        }

    def word(self) -> bytes:
        """Return the sheet as a .docx file."""
        made = paper.a4(landscape=len(self.header) >= WIDE)
        paper.centred(made, self.title, font=paper.TITLE, size=18)
        paper.table(made, self.header, self.rows, size=10.5)
        checked = "；".join(self.checks) if self.checks else "各项数字一致。"
        for line in (*self.lines, f"核对：{checked}"):
            paper.write(made.add_paragraph(), line, size=12)
        return paper.saved(made)

    def spreadsheet(self, format: str) -> bytes:
        """Return the table alone in one of ``exports.FORMATS``, safe to open."""
        return exports.FORMATS[format](list(self.header), self.rows)

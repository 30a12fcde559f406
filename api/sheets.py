"""A report as a sheet of paper: a title, one table, the rates and the checks; as JSON or as a Word file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "仿宋"
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
        paper = Document()
        _use_font(paper)
        if len(self.header) >= WIDE:
            section = paper.sections[0]
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width
        paper.add_heading(self.title, level=1)
        table = paper.add_table(rows=1, cols=len(self.header), style="Table Grid")
        _fill(table.rows[0].cells, self.header)
        for row in self.rows:
            _fill(table.add_row().cells, row)
        for line in self.lines:
            paper.add_paragraph(line)
        paper.add_paragraph("核对：" + ("；".join(self.checks) if self.checks else "各项数字一致。"))
        file = BytesIO()
        paper.save(file)
        return file.getvalue()


def _fill(cells: Sequence[Any], values: Sequence[str | int | float]) -> None:
    for cell, value in zip(cells, values, strict=True):
        cell.text = str(value)


def _use_font(paper: Any) -> None:
    for name in ("Normal", "Heading 1"):
        style = paper.styles[name]
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    paper.styles["Normal"].font.size = Pt(12)

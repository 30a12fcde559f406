"""The yearly report on disclosure as a Word file in the form of 国办公开办函〔2021〕30号."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.shared import Pt

from api import paper
from desk.annual_blanks import ISSUED
from desk.annual_text import ISSUER, Annual, Grid
from desk.bulletin_text import Paragraph

LINE, INDENT = Pt(28), Pt(32)  # the indent is two characters of 16 points
SMALL, SMALLER = 12, 9  # points; the wide tables take the smaller one
WIDE = 7  # columns


def word(report: Annual) -> bytes:
    """Return the report as .docx; its problems, if any, stand in it as a note (带矛盾说明印发)."""
    made = paper.a4()
    paper.centred(made, report.title, font=paper.TITLE, size=22)
    for part in report.parts:
        paper.write(_line(made), part.heading, font=paper.HEADING)
        for each in part.body:
            if isinstance(each, Grid):
                _grid(made, each)
            else:
                _paragraph(made, each)
    if report.problems:
        paper.write(_line(made), f"〔核对说明〕以下数字互相矛盾，照录待核：{'；'.join(report.problems)}。")
    for text in (ISSUER, report.issued):
        line = _line(made)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if text:
            paper.write(line, text)
        else:
            _blank(line, f"〔待填写：{ISSUED.label}〕")
    return paper.saved(made)


def _paragraph(made: Any, paragraph: Paragraph) -> None:
    line = _line(made)
    if paragraph.kind == "blank":
        _blank(line, paragraph.text)
    else:
        font = paper.SUBHEADING if paragraph.kind == "subheading" else paper.BODY
        paper.write(line, paragraph.text, font=font)


def _grid(made: Any, grid: Grid) -> None:
    if grid.caption:
        paper.write(made.add_paragraph(), grid.caption, size=SMALL)
    rows = [[cell or "〔待填写〕" for cell in row] for row in grid.rows]
    paper.table(made, grid.header, rows, size=SMALLER if len(grid.header) >= WIDE else SMALL)
    made.add_paragraph()


def _line(made: Any) -> Any:
    line = made.add_paragraph()
    line.paragraph_format.line_spacing = LINE
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.first_line_indent = INDENT
    return line


def _blank(line: Any, text: str) -> None:
    paper.write(line, text).font.highlight_color = WD_COLOR_INDEX.YELLOW

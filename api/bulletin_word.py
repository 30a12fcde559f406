"""The quarterly bulletin as a Word file in the county's form."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from api import paper
from desk.bulletin_blanks import ISSUED, NUMBER
from desk.bulletin_text import ADDRESSEES, HEADER, ISSUER, Bulletin, Paragraph

FONTS = {"heading": paper.HEADING, "subheading": paper.SUBHEADING}
LINE = Pt(28)
INDENT = Pt(32)  # two characters of 16 points


def word(bulletin: Bulletin) -> bytes:
    """Return the bulletin as .docx; its problems, if any, stand in it as a note (带矛盾说明印发)."""
    made = paper.a4()
    _head(made, bulletin)
    _body(made, ADDRESSEES, indent=False)
    for paragraph in bulletin.paragraphs:
        _paragraph(made, paragraph)
    if bulletin.problems:
        _body(made, f"〔核对说明〕以下数字互相矛盾，照录待核：{'；'.join(bulletin.problems)}。")
    _annexes(made, bulletin)
    _foot(made, bulletin)
    _annex_table(made, bulletin)
    return paper.saved(made)


def _head(made: Any, bulletin: Bulletin) -> None:
    paper.centred(made, f"{ISSUER}文件", font=paper.TITLE, size=36, red=True)
    numbered = paper.centred(made, bulletin.number or "", font=paper.BODY, size=16)
    if not bulletin.number:
        _blank(numbered, f"〔待填写：{NUMBER.label}〕")
    _red_rule(numbered)
    paper.centred(made, bulletin.title, font=paper.TITLE, size=22).paragraph_format.space_before = Pt(28)


def _paragraph(made: Any, paragraph: Paragraph) -> None:
    line = _body(made, "")
    if paragraph.kind == "blank":
        _blank(line, paragraph.text)
    else:
        paper.write(line, paragraph.text, font=FONTS.get(paragraph.kind, paper.BODY))


def _body(made: Any, text: str, *, indent: bool = True) -> Any:
    line = made.add_paragraph()
    line.paragraph_format.line_spacing = LINE
    line.paragraph_format.space_after = Pt(0)
    if indent:
        line.paragraph_format.first_line_indent = INDENT
    if text:
        paper.write(line, text)
    return line


def _blank(line: Any, text: str) -> None:
    paper.write(line, text).font.highlight_color = WD_COLOR_INDEX.YELLOW


def _annexes(made: Any, bulletin: Bulletin) -> None:
    for n, name in enumerate(bulletin.annexes, start=1):
        _body(made, f"附件{n}：{name}")


def _foot(made: Any, bulletin: Bulletin) -> None:
    for text in (ISSUER, bulletin.issued):
        line = _body(made, text, indent=False)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = INDENT
        if not text:
            _blank(line, f"〔待填写：{ISSUED.label}〕")


def _annex_table(made: Any, bulletin: Bulletin) -> None:
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    paper.write(made.add_paragraph(), "附件3", font=paper.HEADING)
    paper.centred(made, bulletin.annex_title, font=paper.TITLE, size=18)
    drawn = paper.table(made, HEADER, bulletin.rows)
    for row in drawn.rows:
        for n, cell in enumerate(row.cells):
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT if n == 1 else WD_ALIGN_PARAGRAPH.CENTER
    for note in bulletin.notes:
        paper.write(made.add_paragraph(), f"注：{note}", size=10.5)


def _red_rule(paragraph: Any) -> None:
    """The red line under the number."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", str(paper.RED))):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)

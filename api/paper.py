"""What every Word file here has in common: A4, the fonts of official documents, page numbers, repeated table heads."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE, BODY, HEADING, SUBHEADING, PAGE = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
# Offices have these fonts; where one is missing, Word takes the one named beside it.
INSTEAD = {TITLE: "宋体", BODY: "仿宋", SUBHEADING: "楷体"}
FONT_TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:fonts>'
)
RED = RGBColor(0xE6, 0x00, 0x12)


def a4(*, landscape: bool = False) -> Any:
    """Return an empty document with the margins of GB/T 9704 and numbered pages."""
    paper = Document()
    _name_fallbacks(paper)
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    style = paper.styles["Normal"]
    style.font.size = Pt(16)
    _set_fonts(style.element.get_or_add_rPr(), BODY)
    _number_pages(section)
    return paper


def write(paragraph: Any, text: str, *, font: str = BODY, size: float = 16, red: bool = False) -> Any:
    """Add *text* to *paragraph* in one of the fonts; return the run."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _set_fonts(run._r.get_or_add_rPr(), font)
    if red:
        run.font.color.rgb = RED
    return run


def centred(paper: Any, text: str, *, font: str, size: float, red: bool = False) -> Any:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, text, font=font, size=size, red=red)
    return paragraph


def table(paper: Any, header: Sequence[str], rows: Sequence[Sequence[object]], *, size: float = 12) -> Any:
    """Add a ruled table whose head is repeated on every page and whose rows are never split."""
    made = paper.add_table(rows=1, cols=len(header), style="Table Grid")
    _fill(made.rows[0], header, font=HEADING, size=size)
    _mark(made.rows[0], "w:tblHeader")
    for row in rows:
        line = made.add_row()
        _fill(line, row, font=BODY, size=size)
        _mark(line, "w:cantSplit")
    return made


def saved(paper: Any) -> bytes:
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def _fill(row: Any, values: Sequence[object], *, font: str, size: float) -> None:
    for cell, value in zip(row.cells, values, strict=True):
        write(cell.paragraphs[0], str(value), font=font, size=size)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _set_fonts(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(kind), name)


def _number_pages(section: Any) -> None:
    """— 1 — at the foot, counted by Word."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, "— ", font=PAGE, size=14)
    run = write(paragraph, "", font=PAGE, size=14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text
        run._r.append(part)
    write(paragraph, " —", font=PAGE, size=14)


def _name_fallbacks(paper: Any) -> None:
    fonts = "".join(f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in INSTEAD.items())
    part = paper.part
    for id in [id for id, rel in part.rels.items() if rel.reltype == RELATIONSHIP_TYPE.FONT_TABLE]:
        part.drop_rel(id)
    blob = FONT_TABLE.format(fonts).encode()
    made = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, blob, part.package)
    part.relate_to(made, RELATIONSHIP_TYPE.FONT_TABLE)

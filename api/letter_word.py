"""A letter of a disclosure request as a Word file in official layout: 标题, 文号, 主送, 正文, 附件, 落款, 日期."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from api import paper
from desk.letter_text import LetterText, day_written

LINE = Pt(28)
INDENT = Pt(32)  # two characters of 16 points


def word(letter: LetterText) -> bytes:
    """Return the letter as .docx; an unsigned one has neither number nor day."""
    made = paper.a4()
    paper.centred(made, letter.title, font=paper.TITLE, size=22)
    if letter.number:
        paper.centred(made, letter.number, font=paper.BODY, size=16)
    paper.write(_line(made), f"{letter.addressee}：")
    for paragraph in letter.paragraphs:
        line = _line(made)
        line.paragraph_format.first_line_indent = INDENT
        paper.write(line, paragraph)
    for ordinal, name in enumerate(letter.attachments, start=1):
        line = _line(made)
        line.paragraph_format.first_line_indent = INDENT
        paper.write(line, f"{'附件：' if ordinal == 1 else '　　　'}{ordinal}. {name}")
    for text in (letter.organ, day_written(letter.day) if letter.day else ""):
        line = _line(made)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = INDENT
        paper.write(line, text)
    return paper.saved(made)


def _line(made: Any) -> Any:
    line = made.add_paragraph()
    line.paragraph_format.line_spacing = LINE
    line.paragraph_format.space_after = Pt(0)
    return line

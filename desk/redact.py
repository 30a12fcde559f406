"""Reading and burning a paper by its kind."""

from __future__ import annotations

from desk import papers, redact_pdf, redact_word
from desk.errors import Invalid
from desk.redaction import Choices, Paper

MEDIA = (papers.WORD, papers.PDF)


def check(media: str) -> None:
    """Raises Invalid for kinds that cannot be redacted."""
    if media not in MEDIA:
        raise Invalid("附件", "区分处理支持 Word（.docx）和 PDF 文件；图片、表格请先另存为 PDF 再添加")


def read(media: str, content: bytes, choices: Choices) -> Paper:
    """Raises Invalid."""
    if media == papers.PDF:
        return redact_pdf.read(content)
    return redact_word.read(content, with_pictures=choices.with_pictures)


def burn(media: str, content: bytes, choices: Choices) -> bytes:
    """Raises Invalid."""
    if media == papers.PDF:
        return redact_pdf.burn(content, choices.words, whole_pages=choices.pages)
    return redact_word.burn(content, choices.words, with_pictures=choices.with_pictures)

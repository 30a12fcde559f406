"""Published documents: front matter and a body of headings, articles, paragraphs and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.body import Block, read_body
from knowledge.source import KNOWLEDGE, KnowledgeError, Record, read_front_matter

__all__ = ["Block", "Document", "load_document", "load_documents"]

STATUSES = ("现行有效", "已失效", "历史文件")
KINDS = (
    "制度", "流程", "通报", "方案", "要点", "答复书", "公告", "报道", "机构信息", "栏目目录", "工作报告",
)  # fmt: skip
AUDIENCES = ("public", "agent")
FIELDS = (
    "id", "title", "number", "issuer", "issued", "effective", "status", "superseded_by", "kind", "audience",
    "url", "source", "year",
)  # fmt: skip

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Document:
    """A document as published; *superseded_by* is the id of its replacement, *year* the year it speaks of."""

    id: str
    title: str
    number: str
    issuer: str
    issued: date | None
    effective: date | None
    status: str
    superseded_by: str | None
    kind: str
    audience: str
    url: str
    source: str
    year: int | None
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """All blocks in order, one a line; a table's header stands once, above its first row."""
        lines: list[str] = []
        last_row = 0
        for block in self.blocks:
            if block.header is not None:
                if block.line != last_row + 1:
                    lines.append(block.header)
                last_row = block.line
            lines.append(block.text)
        return "\n".join(lines)


def load_documents(root: Path = KNOWLEDGE) -> list[Document]:
    """Read ``documents/*.md`` in order of id.

    Raises:
        KnowledgeError: the first file and line that break the format, or a replacement that does not exist.
    """
    paths = sorted((root / "documents").glob("*.md"))
    if not paths:
        raise KnowledgeError(root / "documents", 1, "没有 .md 文件")
    documents = [load_document(path) for path in paths]
    known = {document.id for document in documents}
    for path, document in zip(paths, documents, strict=True):
        if document.superseded_by and document.superseded_by not in known:
            front, _ = read_front_matter(path)
            raise front.refusal(f"superseded_by 指向不存在的文件「{document.superseded_by}」", "superseded_by")
    return documents


def load_document(path: Path) -> Document:
    """Read one document; raises KnowledgeError."""
    front, lines = read_front_matter(path)
    front.expect(FIELDS)
    identifier = front.text("id")
    if identifier != path.stem or not SLUG.fullmatch(identifier):
        raise front.refusal(f"id「{identifier}」应与文件名相同，且只用小写字母、数字和连字符", "id")
    blocks = read_body(path, lines)
    if not blocks:
        raise front.refusal("没有正文")
    return Document(
        id=identifier,
        title=front.text("title"),
        number=front.optional_text("number"),
        issuer=front.text("issuer"),
        issued=front.day("issued"),
        effective=front.day("effective"),
        status=front.choice("status", STATUSES),
        superseded_by=front.optional_text("superseded_by") or None,
        kind=front.choice("kind", KINDS),
        audience=front.choice("audience", AUDIENCES),
        url=_url(front),
        source=front.text("source"),
        year=_year(front),
        blocks=blocks,
    )


def _url(front: Record) -> str:
    url = front.optional_text("url")
    if url and not url.startswith(("http://", "https://")):
        raise front.refusal("url 应以 http:// 或 https:// 开头", "url")
    return url


def _year(front: Record) -> int | None:
    year = front.optional_text("year")
    if year and not re.fullmatch(r"20\d\d", year):
        raise front.refusal("year 应为四位年份", "year")
    return int(year) if year else None

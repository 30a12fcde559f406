"""Passages: the pieces of a document that can answer a question, one article, clause, table row or paragraph each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.body import Block
from knowledge.documents import Document

# Characters. A whole article up to ARTICLE_SIZE stays one passage; a longer one falls into its clauses, of which
# neighbours shorter than CLAUSE_SIZE stay together up to ARTICLE_SIZE. Chosen on the built-in questions.
ARTICLE_SIZE = 260
CLAUSE_SIZE = 60
PARAGRAPH_SIZE = 420  # a longer single paragraph is cut at sentence ends
LEAD_ENDS = ("：", ":")

SENTENCE = re.compile(r"[^。！？；]+[。！？；]?[”’）)]*")
ITEM = re.compile(r"[（(][一二三四五六七八九十]+[）)]|\d+[、.．]|[一二三四五六七八九十]+[、是]")


@dataclass(frozen=True)
class Passage:
    """A piece of a published document, as shown and judged.

    Attributes:
        id: ``<document>#<anchor>``; the anchor is usable as an HTML id and stays the same while the order of
            passages does.
        section: Heading path joined by " · ", 第八条 last.
        lead: Opening words of the list the passage is an item of; searched, not shown. Empty otherwise.
        text: The words. A table row stands below its header, cells joined by tabs.
        quotable: The part of *text* that is contiguous in the document: the row without its header, else all.
        date: Day of issue or of effect, ISO; None when the document prints none.
        year: Year the document speaks of.
    """

    id: str
    document: str
    title: str
    section: str
    lead: str
    text: str
    quotable: str
    document_no: str
    issuer: str
    date: str | None
    year: int | None
    status: str
    url: str
    kind: str
    audience: str

    @property
    def searched(self) -> str:
        """What is indexed: title, heading path, lead and text."""
        return "\n".join(part for part in (self.title, self.section, self.lead, self.text) if part)


@dataclass
class _Piece:
    path: tuple[str, ...]
    text: str
    lead: str = ""
    header: str | None = None


def split(document: Document) -> list[Passage]:
    """Cut *document* into passages, in reading order; headings only name what stands below them."""
    passages: list[Passage] = []
    for number, piece in enumerate(_pieces(document.blocks), start=1):
        anchor = f"p{number}"
        day = document.issued or document.effective
        passages.append(
            Passage(
                id=f"{document.id}#{anchor}",
                document=document.id,
                title=document.title,
                section=" · ".join(piece.path),
                lead=piece.lead,
                text=f"{piece.header}\n{piece.text}" if piece.header else piece.text,
                quotable=piece.text,
                document_no=document.number,
                issuer=document.issuer,
                date=day.isoformat() if day else None,
                year=document.year,
                status=document.status,
                url=f"/documents/{document.id}#{anchor}",
                kind=document.kind,
                audience=document.audience,
            )
        )
    return passages


def _pieces(blocks: Iterable[Block]) -> list[_Piece]:
    pieces: list[_Piece] = []
    group: list[Block] = []
    for block in blocks:
        if group and (block.kind in ("heading", "row") or block.path != group[0].path):
            pieces += _prose(group)
            group = []
        if block.kind == "row":
            pieces.append(_Piece(block.path, block.text, header=block.header))
        elif block.kind != "heading":
            group.append(block)
    return pieces + (_prose(group) if group else [])


def _prose(group: list[Block]) -> list[_Piece]:
    """Pieces of the paragraphs below one heading or of one article."""
    path, texts = group[0].path, [block.text for block in group]
    is_article = group[0].kind == "article"
    if is_article and sum(map(len, texts)) <= ARTICLE_SIZE:
        return [_Piece(path, "\n".join(texts))]
    pieces: list[_Piece] = []
    lead = ""
    for text in texts:
        if not ITEM.match(text):
            lead = ""
        if pieces and _joins(pieces[-1].text, text):
            pieces[-1].text += "\n" + text
        else:
            pieces += [_Piece(path, part, lead) for part in _cut(text)]
        if text.endswith(LEAD_ENDS):
            lead = text
    return pieces


def _joins(before: str, text: str) -> bool:
    """Whether *text* stays in one passage with what stands before it: a short item of a list, or a list's lead."""
    if len(before) + len(text) > ARTICLE_SIZE:
        return False
    last = before.rsplit("\n", 1)[-1]
    return last.endswith(LEAD_ENDS) or (bool(ITEM.match(text)) and len(text) < CLAUSE_SIZE and len(last) < CLAUSE_SIZE)


def _cut(text: str) -> list[str]:
    """Cut a paragraph longer than ``PARAGRAPH_SIZE`` at sentence ends into parts of at most that size."""
    if len(text) <= PARAGRAPH_SIZE:
        return [text]
    parts = [""]
    for sentence in SENTENCE.findall(text):
        if parts[-1] and len(parts[-1]) + len(sentence) > PARAGRAPH_SIZE:
            parts.append("")
        parts[-1] += sentence
    return parts

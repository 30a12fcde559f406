"""The body of a document: headings, articles, paragraphs and table rows, one line each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from knowledge.source import KnowledgeError

HEADING = re.compile(r"(#{2,4})\s+(\S.*)")
ARTICLE = re.compile(r"(第[一二三四五六七八九十百零]+条)(?=[\s\u3000])")
SEPARATOR = re.compile(r"\|(\s*:?-{3,}:?\s*\|)+")
CELL_BREAK = re.compile(r"(?<!\\)\|")

BlockKind = Literal["heading", "article", "paragraph", "row"]


@dataclass(frozen=True)
class Block:
    """One line of a document's body.

    Attributes:
        kind: ``article`` is any paragraph of an article; its number is the last element of *path*.
        path: Headings above, outermost first, then 第八条 inside an article; a heading is its own last element.
        text: The words; the cells of a row are joined by tabs.
        line: 1-based line in the file.
        header: Header cells of the table a row belongs to, joined by tabs; None outside tables.
    """

    kind: BlockKind
    path: tuple[str, ...]
    text: str
    line: int
    header: str | None = None


def read_body(path: Path, lines: Iterable[tuple[int, str]]) -> tuple[Block, ...]:
    """Turn numbered lines into blocks; raises KnowledgeError naming *path* and the line."""
    body = _Body(path)
    for line, text in lines:
        body.take(line, text.strip())
    body.end_table()
    return tuple(body.blocks)


@dataclass
class _Body:
    path: Path
    blocks: list[Block] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    article: tuple[str, ...] = ()
    header: list[str] = field(default_factory=list)
    header_line: int = 0
    separated: bool = False

    def take(self, line: int, text: str) -> None:
        if text.startswith("|"):
            self.take_row(line, text)
            return
        self.end_table()
        if text.startswith("#"):
            self.take_heading(line, text)
        elif text:
            self.take_words(line, text)

    def take_heading(self, line: int, text: str) -> None:
        found = HEADING.fullmatch(text)
        if not found:
            raise KnowledgeError(
                self.path, line, "标题应写成「## 标题」「### 标题」或「#### 标题」，大标题写在 title 里"
            )
        depth, title = len(found[1]), found[2]
        self.headings = [(level, name) for level, name in self.headings if level < depth] + [(depth, title)]
        self.article = ()
        self.blocks.append(Block("heading", self.above(), title, line))

    def take_words(self, line: int, text: str) -> None:
        if "**" in text or text.startswith(("```", ">")):
            raise KnowledgeError(self.path, line, "正文不用加粗、引用和代码块，只写文字")
        if found := ARTICLE.match(text):
            self.article = (found[1],)
        kind: BlockKind = "article" if self.article else "paragraph"
        self.blocks.append(Block(kind, self.above(), text.removeprefix("- "), line))

    def take_row(self, line: int, text: str) -> None:
        if SEPARATOR.fullmatch(text):
            self.separated = True
            return
        cells = [cell.strip().replace("\\|", "|").replace("<br>", " ") for cell in CELL_BREAK.split(_inside(text))]
        if not self.header:
            self.header, self.header_line, self.separated = cells, line, False
            return
        self.check_separated()
        if len(cells) != len(self.header):
            problem = f"表格这一行有 {len(cells)} 格，表头有 {len(self.header)} 格"
            raise KnowledgeError(self.path, line, problem)
        self.blocks.append(Block("row", self.above(), "\t".join(cells), line, "\t".join(self.header)))

    def end_table(self) -> None:
        if self.header:
            self.check_separated()
        self.header = []

    def check_separated(self) -> None:
        if not self.separated:
            raise KnowledgeError(self.path, self.header_line + 1, "表头下一行应为 |---|---| 分隔行")

    def above(self) -> tuple[str, ...]:
        return (*(name for _, name in self.headings), *self.article)


def _inside(text: str) -> str:
    return text.removeprefix("|").removesuffix("|")

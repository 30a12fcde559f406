"""Word files: their words to look through, and the same file with words burnt in, so that nothing hidden is left."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import filetype
from lxml import etree

from desk import folding, papers, pictures, word_cleaning, word_package
from desk.errors import Invalid
from desk.redaction import Paper
from desk.word_package import Package, W

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
BOXED = 6  # cells in a row with one character each: a number written into boxes
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}sym": "□"}
_NAMED = ("string", "val", "name", "styleId")  # attributes that may hold words
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARAGRAPH = re.compile(r"</?w:p[ >/]")


@dataclass(frozen=True)
class Piece:
    """Characters of a paragraph, with the element that holds them unless they are a sign of its own."""

    text: str
    element: etree._Element | None = None


def read(content: bytes, *, with_pictures: bool = True) -> Paper:
    """Return what a reader of the file will see. Raises Invalid."""
    package = word_package.opened(content)
    removed = word_cleaning.clean(package, with_pictures=with_pictures)
    texts = ["".join(piece.text for piece in line) for line in _lines(package)]
    notes = [f"{count} 处{what}不会保留，里面的内容请另行提供或说明。" for what, count in removed.items()]
    shown = _images(package)
    if shown:
        notes.append(f"有 {len(shown)} 张图片，系统看不到图片里的字，请逐张看过；不能提供的请选“不保留图片”。")
    previews = tuple(pictures.rewritten(image, media).preview for media, image in shown)
    return Paper(tuple(text for text in texts if text.strip()), tuple(notes), unsearched=bool(shown), previews=previews)


def burn(content: bytes, words: Iterable[str], *, with_pictures: bool) -> bytes:
    """Return the file with *words* replaced, and without all that is not seen; raises Invalid if any would be left."""
    package, squeezed = word_package.opened(content), list(words)
    word_cleaning.clean(package, with_pictures=with_pictures)
    for line in _lines(package):
        _hide(line, squeezed)
    for tree in package.trees.values():
        for each in tree.iter():
            for key in _attributes(each, squeezed):
                each.set(key, folding.hidden(each.get(key), squeezed))
    burnt = word_package.saved(package)
    _check(burnt, squeezed)
    return burnt


def _lines(package: Package) -> Iterator[list[Piece]]:
    """Paragraphs wherever they stand, then numbers written one character to a cell."""
    for name in package.texts:
        for paragraph in package.trees[name].iter(f"{W}p"):
            yield list(_pieces(paragraph))
    for name in package.texts:
        for row in package.trees[name].iter(f"{W}tr"):
            yield from _boxes(row)


def _pieces(element: etree._Element) -> Iterator[Piece]:
    """Of one paragraph, without those of text boxes inside it, which are paragraphs themselves."""
    for child in element:
        if child.tag in (f"{W}t", f"{M}t"):
            yield Piece(child.text or "", child)
        elif child.tag in _SIGNS:
            yield Piece(_SIGNS[child.tag])
        elif child.tag != f"{W}txbxContent":
            yield from _pieces(child)


def _boxes(row: etree._Element) -> Iterator[list[Piece]]:
    cells = [[piece for part in cell.iter(f"{W}p") for piece in _pieces(part)] for cell in row.iter(f"{W}tc")]
    for single, group in groupby(cells, key=lambda cell: len("".join(piece.text for piece in cell).strip()) == 1):
        boxes = list(group)
        if single and len(boxes) >= BOXED:
            yield [piece for cell in boxes for piece in cell]


def _hide(line: list[Piece], words: list[str]) -> None:
    whole = "".join(piece.element.text or "" if piece.element is not None else piece.text for piece in line)
    burnt, at = folding.hidden(whole, words), 0
    if burnt == whole:
        return
    for piece in line:
        part = burnt[at : at + len(piece.text)]
        at += len(piece.text)
        if piece.element is not None:
            piece.element.text = part
            piece.element.set(_SPACE, "preserve")


def _attributes(element: etree._Element, words: list[str]) -> list[str]:
    """Attributes that hold any of *words*, such as the text of WordArt and the names of styles."""
    return [
        key
        for key, value in element.attrib.items()
        if etree.QName(key).localname in _NAMED and not value.isascii() and folding.places(value, words)
    ]


def _images(package: Package) -> list[tuple[str, bytes]]:
    """Media type and bytes of the pictures that are still referred to."""
    linked = {
        package.relations[name][value][1]
        for name in package.texts
        for each in package.trees[name].iter()
        for value in each.attrib.values()
        if value in package.relations[name] and package.relations[name][value][0] == word_package.IMAGE
    }
    return [(filetype.guess_mime(package.images[name]), package.images[name]) for name in sorted(linked)]


def _check(burnt: bytes, words: list[str]) -> None:
    """Read the file as plain text, without what was known while it was made. Raises Invalid."""
    for name, part in papers.parts(burnt).items():
        if not name.endswith((".xml", ".rels")):
            continue
        for chunk in _PARAGRAPH.split(part.decode("utf-8")):
            raw = html.unescape(chunk)
            text = re.sub(r"<[^>]*>", "", raw)
            # Short numbers are also sizes and identifiers in the markup; Chinese never is.
            telling = [word for word in words if not word.isascii() or len(word) >= 8]
            if folding.places(text, words) or folding.places(raw, telling):
                raise Invalid("区分处理", f"文件的“{name}”里仍有应遮盖的内容，没有生成；请另存为 PDF 后再处理")

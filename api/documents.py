"""/documents/{id}: one published document, each passage under the anchor that citations point to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.errors import NotSignedIn
from api.signin import MaybeStaff
from api.templating import page
from desk.errors import NotFound
from knowledge.conflicts import Conflict
from knowledge.documents import Document
from retrieval.passages import Passage, split

router = APIRouter(include_in_schema=False)

PUBLIC = "public"
SEPARATOR = " · "
LONGEST_MARK = 600  # characters


@dataclass(frozen=True)
class Piece:
    """One passage as the page prints it: *lines* of text, or the *cells* of a table row."""

    anchor: str
    lines: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    notes: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class Part:
    """Passages under the same headings. *fresh* are the headings that the part before did not have, with their depth
    (0 outermost); *header* is not empty for a table."""

    fresh: tuple[tuple[int, str], ...]
    header: tuple[str, ...] = ()
    pieces: list[Piece] = field(default_factory=list)


def parts_of(document: Document, conflicts: Sequence[Conflict]) -> list[Part]:
    """Return the document as the page prints it, in reading order."""
    return list(_parts(split(document), [conflict for conflict in conflicts if conflict.document == document.id]))


def _parts(passages: Sequence[Passage], conflicts: Sequence[Conflict]) -> Iterator[Part]:
    before: tuple[str, ...] = ()
    for (section, header), group in groupby(passages, key=lambda passage: (passage.section, _header(passage))):
        path = tuple(section.split(SEPARATOR)) if section else ()
        same = next((n for n, (old, new) in enumerate(zip(before, path, strict=False)) if old != new), None)
        kept = min(len(before), len(path)) if same is None else same
        pieces = [_piece(passage, _notes(passage, path, conflicts)) for passage in group]
        yield Part(tuple(enumerate(path))[kept:], tuple(header.split("\t")) if header else (), pieces)
        before = path


def _notes(passage: Passage, path: Sequence[str], conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """What to say beside the passage because national law differs."""
    words = "".join(passage.text.split())
    return tuple(each for each in conflicts if each.article in path and each.words in words)


def _header(passage: Passage) -> str:
    """The header line of a table row; empty for text."""
    return passage.text.removesuffix(passage.quotable).removesuffix("\n")


def _piece(passage: Passage, notes: tuple[Conflict, ...]) -> Piece:
    anchor = passage.id.partition("#")[2]
    if _header(passage):
        return Piece(anchor, cells=tuple(passage.quotable.split("\t")), notes=notes)
    return Piece(anchor, lines=tuple(passage.text.split("\n")), notes=notes)


@router.get("/documents/{document_id}")
def read(
    request: Request, document_id: str, staff: MaybeStaff, mark: Annotated[str, Query(max_length=LONGEST_MARK)] = ""
) -> Response:
    """The words of *mark* are marked. Raises NotFound, or NotSignedIn for a document that is for agents only."""
    documents: dict[str, Document] = request.app.state.documents
    document = documents.get(document_id)
    if document is None:
        raise NotFound("文件", document_id)
    if document.audience != PUBLIC and staff is None:
        raise NotSignedIn
    conflicts: Sequence[Conflict] = request.app.state.conflicts
    return page(
        request,
        "document.html",
        document=document,
        parts=parts_of(document, conflicts),
        notes=[each for each in conflicts if each.document == document.id and not each.article],
        replacement=documents.get(document.superseded_by or ""),
        mark=mark,
        staff=staff,
    )

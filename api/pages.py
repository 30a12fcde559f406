"""The pages anybody may open: the list of documents, the style guide, the widget's script."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from api import style_tokens
from api.deps import Now
from api.signin import MaybeStaff
from api.templating import STATIC, page
from knowledge.documents import KINDS, Document

router = APIRouter(include_in_schema=False)


def by_kind(documents: Iterable[Document]) -> list[tuple[str, list[Document]]]:
    """Documents under their kind, in the order of ``KINDS``; within one the newest first, those without a date last."""

    def place(document: Document) -> tuple[int, float, str]:
        day = document.issued or document.effective
        return KINDS.index(document.kind), -(day.toordinal() if day else 365.25 * (document.year or 0)), document.title

    return [(kind, list(group)) for kind, group in groupby(sorted(documents, key=place), key=lambda each: each.kind)]


@router.get("/documents")
def documents(request: Request, staff: MaybeStaff) -> Response:
    """Agents see theirs too."""
    all_of_them: dict[str, Document] = request.app.state.documents
    shown = [each for each in all_of_them.values() if staff is not None or each.audience == "public"]
    return page(request, "documents.html", here="documents", groups=by_kind(shown), count=len(shown), staff=staff)


@router.get("/styleguide")
def styleguide(request: Request, at: Now) -> Response:
    colours, measures = style_tokens.read()
    return page(request, "styleguide.html", colours=colours, measures=measures, at=at)


@router.get("/widget.js")
def widget() -> FileResponse:
    return FileResponse(STATIC / "widget.js", media_type="text/javascript")

"""The pages anybody may open: the conversation, the list of documents, the style guide, the widget's script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from api.deps import Now, Reading
from api.leader_sessions import told
from api.signin import MaybeStaff
from api.templating import STATIC, page
from desk import leader_diary
from knowledge.documents import KINDS, Document
from knowledge.questions import PassageQuestions

router = APIRouter(include_in_schema=False)

HOT = 5
LONGEST = 22  # characters of a question that fits a button
FOR_CITIZENS = ("制度", "流程", "公告", "机构信息")


def hot_questions(asked: Iterable[PassageQuestions], documents: Mapping[str, Document]) -> list[str]:
    """A short question for each of the passages with the most ways of asking: public rules only, one of each."""
    found: dict[str, str] = {}
    for passage in sorted(asked, key=lambda each: -len(each.questions)):
        document = documents[passage.document]
        fitting = [words for words in passage.questions if len(words) <= LONGEST and words.endswith("？")]
        if fitting and document.kind in FOR_CITIZENS and document.audience == "public":
            found.setdefault(document.id, fitting[0].removeprefix("请问"))
    return list(found.values())[:HOT]


def by_kind(documents: Iterable[Document]) -> list[tuple[str, list[Document]]]:
    """Documents under their kind, in the order of ``KINDS``; within one the newest first, those without a date last."""

    def place(document: Document) -> tuple[int, float, str]:
        day = document.issued or document.effective
        return KINDS.index(document.kind), -(day.toordinal() if day else 365.25 * (document.year or 0)), document.title

    return [(kind, list(group)) for kind, group in groupby(sorted(documents, key=place), key=lambda each: each.kind)]


@router.get("/")
def home(request: Request, session: Reading, at: Now, embed: bool = False) -> Response:
    coming = leader_diary.coming(session, at)
    questions: Sequence[PassageQuestions] = request.app.state.questions
    return page(
        request,
        "citizen.html",
        here="home",
        embed=embed,
        hot=hot_questions(questions, request.app.state.documents),
        leaders=told(coming, at) if coming else None,
    )


@router.get("/documents")
def documents(request: Request, staff: MaybeStaff) -> Response:
    """Agents see theirs too."""
    all_of_them: dict[str, Document] = request.app.state.documents
    shown = [each for each in all_of_them.values() if staff is not None or each.audience == "public"]
    return page(request, "documents.html", here="documents", groups=by_kind(shown), count=len(shown), staff=staff)


@router.get("/styleguide")
def styleguide(request: Request) -> Response:
    return page(request, "styleguide.html")


@router.get("/widget.js")
def widget() -> FileResponse:
    return FileResponse(STATIC / "widget.js", media_type="text/javascript")

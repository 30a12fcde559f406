"""/api/v1/disclosures/{number}/redactions: what a file may have to hide, chosen by one person, approved by another."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.orm import Session

from api.attachments import Ordinal
from api.cases import Body, Number
from api.deps import Keys, Now, Reading
from api.signin import Staff
from api.text import clean
from desk import papers, redact, redact_pdf, redaction, redactions, sensitive, store
from desk.attachments import MOST_FILES
from desk.database import Database
from desk.disclosure_records import Redaction
from desk.errors import NotFound
from desk.folding import hidden
from desk.lifecycle import Actor
from desk.redaction import Choices, Paper
from desk.redactions import Source
from desk.vault import Vault

router = APIRouter(prefix="/api/v1/disclosures/{number}/redactions", tags=["区分处理"])

PageNumber = Annotated[int, Path(ge=1, le=redaction.MOST_PAGES, description="第几页")]
MOST_TEXT = 20_000  # characters
MOST_CONTEXTS = 3
NO_STORE = {"Cache-Control": "private, no-store"}


class Proposal(Body):
    source: int = Field(..., ge=1, le=redactions.MOST_ORDINAL, description=f"第几个附件（一件最多 {MOST_FILES} 个）")


class Chosen(Body):
    version: str = Field(..., max_length=16, description="所看到的版本；别人已改动则拒绝")
    hide: list[int] = Field([], max_items=redaction.MOST_FINDINGS, description="要遮盖的项，findings 的下标")
    own: str = Field("", max_length=5000, description="另外要遮盖的词，一行一个")
    pages: list[int] = Field([], max_items=redaction.MOST_PAGES, description="整页遮盖的页码，从 1 起")
    with_pictures: bool = Field(True, description="Word 文件里的图片是否保留")


class Approval(Body):
    version: str = Field(..., max_length=16, description="所看到的版本")
    looked: bool = Field(False, description="系统看不到的图片和页面，已逐一看过")


class Words(Body):
    text: str = Field(..., min_length=1, max_length=MOST_TEXT, description="例如答复文字")
    hide: list[int] | None = Field(None, max_items=redaction.MOST_FINDINGS, description="不给出则按提出的遮盖")
    own: str = Field("", max_length=5000, description="另外要遮盖的词，一行一个")


@router.get("")
def list_redactions(number: Number, by: Staff, session: Reading) -> dict[str, Any]:
    """列出一件申请的区分处理：原件、处理件、谁提出、谁批准；不含任何被遮盖的内容。"""
    redactions.check_reach(store.disclosure(session, number), by)
    return {"redactions": [_line(row) for row in redactions.listed(session, number)]}


@router.post("", status_code=201)
def propose(request: Request, number: Number, wanted: Proposal, by: Staff, at: Now, keys: Keys) -> dict[str, Any]:
    """对一个附件提出区分处理：自动找出姓名、号码、住址等，由人逐项决定。此后原件不会给申请人。"""
    return proposed(request.app.state.database, number, wanted.source, by=by, at=at, vault=keys)


@router.post("/text")
def hide_text(number: Number, wanted: Words, by: Staff, session: Reading) -> dict[str, Any]:
    """对一段文字（例如答复）作区分处理：返回找到的内容和遮盖后的文字，不保存。"""
    redactions.check_reach(store.disclosure(session, number), by)
    return hidden_text(clean(wanted.text), wanted.hide, own=clean(wanted.own))


@router.get("/{ordinal}")
def read(number: Number, ordinal: Ordinal, by: Staff, session: Reading, keys: Keys) -> dict[str, Any]:
    """查看对第几个附件的区分处理：逐项的词、依据、出现处，以及处理后的文字。"""
    return shown(session, number, ordinal, by=by, vault=keys)


@router.post("/{ordinal}")
def change(
    request: Request, number: Number, ordinal: Ordinal, wanted: Chosen, by: Staff, at: Now, keys: Keys
) -> dict[str, Any]:
    """改动要遮盖的内容。改动的人不能批准。"""
    return changed(request.app.state.database, number, ordinal, wanted, by=by, at=at, vault=keys)


@router.post("/{ordinal}/approval")
def approve(
    request: Request, number: Number, ordinal: Ordinal, wanted: Approval, by: Staff, at: Now, keys: Keys
) -> dict[str, Any]:
    """批准并生成处理件：由单位负责人或县政府办中没有参与提出、改动的人批准。返回处理件是第几个附件。"""
    return {"result": approved(request.app.state.database, number, ordinal, wanted, by=by, at=at, vault=keys)}


@router.get("/{ordinal}/pages/{page}", response_class=Response)
def preview(request: Request, number: Number, ordinal: Ordinal, page: PageNumber, by: Staff, keys: Keys) -> Response:
    """PDF 第几页处理后的样子（JPEG）。"""
    return picture(request.app.state.database, number, ordinal, page, by=by, vault=keys)


def proposed(database: Database, number: str, ordinal: int, *, by: Actor, at: Now, vault: Vault) -> dict[str, Any]:
    """Look through the file without holding the database, then keep the proposal. Raises DeskError."""
    with database.readers() as session:
        source = redactions.source(session, number, ordinal, by=by, vault=vault)
    found = redaction.proposed(redact.read(source.media, source.content, Choices()))
    with database.sessions.begin() as session:
        redactions.propose(session, source, found, by=by, at=at, vault=vault)
    with database.readers() as session:
        return shown(session, number, ordinal, by=by, vault=vault)


def changed(
    database: Database, number: str, ordinal: int, wanted: Chosen, *, by: Actor, at: Now, vault: Vault
) -> dict[str, Any]:
    with database.sessions.begin() as session:
        row = _row(session, number, ordinal, by)
        kept = redactions.choices(row, vault).chosen(
            wanted.hide, own=clean(wanted.own), pages=wanted.pages, with_pictures=wanted.with_pictures
        )
        redactions.change(session, number, ordinal, kept, seen=wanted.version, by=by, at=at, vault=vault)
    with database.readers() as session:
        return shown(session, number, ordinal, by=by, vault=vault)


def approved(
    database: Database, number: str, ordinal: int, wanted: Approval, *, by: Actor, at: Now, vault: Vault
) -> int:
    """Burn the words in without holding the database, then keep the result."""
    with database.readers() as session:
        chosen = redactions.check_approver(session, number, ordinal, seen=wanted.version, by=by, vault=vault)
        source = redactions.source(session, number, ordinal, by=by, vault=vault)
    burnt = redactions.burnt(source, chosen, looked=wanted.looked)
    with database.sessions.begin() as session:
        return redactions.approve(session, burnt, by=by, at=at, vault=vault)


def picture(database: Database, number: str, ordinal: int, page: int, *, by: Actor, vault: Vault) -> Response:
    with database.readers() as session:
        source, chosen = _opened(session, number, ordinal, by, vault)
    if source.media != papers.PDF:
        raise NotFound("页", f"{number}/{ordinal}/{page}")
    drawn = redact_pdf.picture(source.content, chosen.words, number=page, whole=page in chosen.pages)
    return Response(drawn, media_type="image/jpeg", headers=NO_STORE)


def shown(session: Session, number: str, ordinal: int, *, by: Actor, vault: Vault) -> dict[str, Any]:
    """What the one who decides looks at. Raises NotFound, NotAllowed."""
    request, row = store.disclosure(session, number), _row(session, number, ordinal, by)
    source, chosen = _opened(session, number, ordinal, by, vault)
    paper = redact.read(source.media, source.content, chosen)
    waiting, other = row.approved is None, by.name != row.made_by
    return {
        **_line(row),
        "version": chosen.version,
        "findings": [_finding(each, paper.texts) for each in chosen.findings],
        "pages": list(chosen.pages),
        "with_pictures": chosen.with_pictures,
        "notes": list(paper.notes),
        "unsearched": paper.unsearched,
        "page_count": paper.pages,
        "preview": _preview(paper, chosen),
        "pictures": [f"data:image/jpeg;base64,{base64.b64encode(each).decode()}" for each in paper.previews],
        "may_change": waiting and redactions.may(request, redactions.CHANGE, by),
        "may_approve": waiting and other and redactions.may(request, redactions.APPROVE, by),
    }


def hidden_text(text: str, hide: list[int] | None, *, own: str) -> dict[str, Any]:
    found = redaction.proposed(Paper((text,)))
    if hide is not None or own:
        ticked = [at for at, each in enumerate(found.findings) if each.hide] if hide is None else hide
        found = found.chosen(ticked, own=own, pages=(), with_pictures=True)
    return {
        "findings": [_finding(each, (text,)) for each in found.findings],
        "text": hidden(text, found.words),
    }


def _opened(session: Session, number: str, ordinal: int, by: Actor, vault: Vault) -> tuple[Source, Choices]:
    row = _row(session, number, ordinal, by)
    return redactions.source(session, number, ordinal, by=by, vault=vault), redactions.choices(row, vault)


def _row(session: Session, number: str, ordinal: int, by: Actor) -> Redaction:
    redactions.check_reach(store.disclosure(session, number), by)
    row = redactions.latest(session, number, ordinal)
    if row is None:
        raise NotFound("区分处理", f"{number}/{ordinal}")
    return row


def _line(row: Redaction) -> dict[str, Any]:
    return {
        "source": row.source,
        "result": row.result,
        "made": row.made.isoformat(),
        "made_by": row.made_by,
        "approved": row.approved.isoformat() if row.approved else None,
        "approved_by": row.approved_by,
    }


def _finding(finding: sensitive.Finding, texts: tuple[str, ...]) -> dict[str, Any]:
    found = redaction.contexts(texts, finding.words)
    return {**asdict(finding), "count": len(found), "contexts": [asdict(each) for each in found[:MOST_CONTEXTS]]}


def _preview(paper: Paper, chosen: Choices) -> list[str]:
    """Paragraphs as they will be given out; a PDF is looked at page by page instead."""
    return [] if paper.pages else [hidden(text, chosen.words) for text in paper.texts]

"""The bot's door to drafts: what the citizen says goes in unmasked, what the bot reads back is masked."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.chat import turns
from api.deps import Admitting, Calendar, Found, Keys, Listening, Now, Reading, Routed, Tx
from api.internal_leaders import on_now
from api.published import published
from api.turns import Turns
from desk import draft_store
from desk.admission import Admission
from desk.drafts import Draft, DraftKind
from desk.errors import NotFound
from desk.exclusions import Path
from desk.intake import Reader
from desk.masking import find
from desk.records import Conversation

router = APIRouter(prefix="/drafts")

CHANNELS = {"wechat": "微信", "widget": "小窗"}
WEB = "网页"
PROOFS = ("id", "passport")
NOT_HERE = (
    "证件号码请不要在对话里发，刚才的已经遮住。申请公开的身份证明，提交后到“查进度”页面凭编号和查询码填写，加密保存。"
)

Conversing = Annotated[Turns, Depends(turns)]


class Opening(BaseModel):
    session: str = Field(..., max_length=200)
    kind: DraftKind
    text: str = Field("", max_length=2000)


class Saying(BaseModel):
    text: str = Field("", max_length=2000)
    asked: str | None = Field(None, max_length=40)


class Told:
    """What the bot reads back of a draft, with what its citizen should know before it is filed."""

    def __init__(self, found: Found, admitting: Admitting) -> None:
        self.found, self.admitting = found, admitting

    def back(self, draft: Draft, problems: list[dict[str, str]]) -> dict[str, Any]:
        path = standing_path(draft, self.admitting)
        return {
            "kind": draft.kind.value,
            "slots": draft.slots(),
            "missing": draft.missing(),
            "problems": problems,
            "summary": draft.summary(),
            "published": published(draft.wanted, self.found) if draft.kind is DraftKind.DISCLOSURE else [],
            "path": path and {"name": path.name, "words": path.words, "basis": path.basis},
            "leaders": None,
        }


Telling = Annotated[Told, Depends()]


@router.post("")
def begin(
    opening: Opening, tx: Tx, at: Now, keys: Keys, listening: Listening, conversing: Conversing, told: Telling
) -> dict[str, Any]:
    """Open a draft with all the message says; the open one of the same kind is taken over.

    While leaders answer the telephone, whoever begins a ticket is told.
    """
    draft = draft_store.get(tx, opening.session, vault=keys)
    if draft is None or draft.kind is not opening.kind:
        draft = Draft(opening.kind)
    text = conversing.words(opening.session, opening.text)
    problems = heard(draft, text, listening)
    draft_store.put(tx, opening.session, draft, at=at, vault=keys)
    leaders = on_now(tx, at) if opening.kind is DraftKind.TICKET else None
    return {**told.back(draft, problems), "leaders": leaders}


@router.patch("/{session_id}")
def add(
    session_id: str,
    saying: Saying,
    tx: Tx,
    at: Now,
    keys: Keys,
    listening: Listening,
    conversing: Conversing,
    told: Telling,
) -> dict[str, Any]:
    draft = _open(tx, session_id, keys)
    text = conversing.words(session_id, saying.text)
    problems = heard(draft, text, listening, asked=saying.asked)
    draft_store.put(tx, session_id, draft, at=at, vault=keys)
    return told.back(draft, problems)


@router.get("/{session_id}")
def read(session_id: str, session: Reading, keys: Keys, told: Telling) -> dict[str, Any]:
    return told.back(_open(session, session_id, keys), [])


@router.post("/{session_id}/insist")
def insist(session_id: str, tx: Tx, at: Now, keys: Keys, told: Telling) -> dict[str, Any]:
    """The citizen was told the lawful path of the matter and wants it filed all the same."""
    draft = _open(tx, session_id, keys)
    path = standing_path(draft, told.admitting)
    draft.insisted = path.code if path else draft.insisted
    draft_store.put(tx, session_id, draft, at=at, vault=keys)
    return told.back(draft, [])


@router.delete("/{session_id}", status_code=204)
def drop(session_id: str, tx: Tx) -> None:
    draft_store.drop(tx, session_id)


@router.post("/{session_id}/file")
def file(
    session_id: str, tx: Tx, at: Now, keys: Keys, calendar: Calendar, routes: Routed, admitting: Admitting
) -> dict[str, Any]:
    """File the draft; asked again, it gives the same receipt and files nothing.

    Raises Excluded for a matter with a lawful path of its own, unless the citizen insisted (``insist``).
    """
    draft = draft_store.get(tx, session_id, vault=keys)
    insisted = draft is not None and standing_path(draft, admitting) is None
    path = admitting.exclusions.admit(draft.matter, insist=insisted) if draft else ""
    routing = routes.route(draft.matter, place=draft.place) if draft and draft.kind is DraftKind.TICKET else None
    conversation = tx.get(Conversation, session_id)
    channel = CHANNELS.get(conversation.channel, WEB) if conversation else WEB
    filed = draft_store.file(
        tx, session_id, routing=routing, channel=channel, path=path, at=at, calendar=calendar, vault=keys
    )
    return {**asdict(filed), "due": filed.due.isoformat()}


def heard(draft: Draft, text: str, listening: Reader, *, asked: str | None = None) -> list[dict[str, str]]:
    """Fill in all that *text* says; return what could not be used, with the reader's own sentence where it has one."""
    facts = listening.read(text, asked=asked)
    problems = {problem.slot: problem.message for problem in draft.fill(facts, asked=asked)}
    problems |= {problem.slot: problem.message for problem in facts.problems if problem.slot in draft.missing()}
    if any(found.kind in PROOFS for found in find(text)):
        problems["identity"] = NOT_HERE
    return [{"slot": slot, "message": message} for slot, message in problems.items()]


def standing_path(draft: Draft, admitting: Admission) -> Path | None:
    """The lawful path the citizen is still to be told of; none once he insisted on this kind of matter."""
    path = admitting.exclusions.find(draft.matter) if draft.kind is DraftKind.TICKET else None
    return None if path is None or path.code == draft.insisted else path


def _open(session: Session, conversation: str, keys: Keys) -> Draft:
    """Raises NotFound when no draft is open."""
    draft = draft_store.get(session, conversation, vault=keys)
    if draft is None:
        raise NotFound("正在填写的内容", "")
    return draft

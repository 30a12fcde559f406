"""The bot's door to drafts: what the citizen says goes in unmasked, what the bot reads back is masked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api import earlier_cases
from api.chat import turns
from api.deps import Admitting, Calendar, Found, Keys, Listening, Now, Reading, Routed, Tx
from api.internal_leaders import on_now
from api.published import published
from api.turns import Turns
from desk import draft_files, draft_store, several
from desk.admission import Admission
from desk.draft_words import DraftKind
from desk.drafts import Draft
from desk.errors import NotFound
from desk.exclusions import Path
from desk.intake import Reader
from desk.masking import find, mask
from desk.records import Conversation
from desk.validity import identity_problem

router = APIRouter(prefix="/drafts")

CHANNELS = {"wechat": "微信", "widget": "小窗"}
WEB = "网页"
IDENTITY = re.compile(r"身份证\D{0,8}([0-9]{10,20}[Xx]?)")
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


class Ending(BaseModel):
    after: str = Field("", max_length=20, description="同一句话里已经先提交的一件")


NOTHING_BEFORE = Ending(after="")


class Told:
    """What the bot reads back of a draft, with what its citizen should know or decide before it is filed."""

    def __init__(self, request: Request, found: Found, admitting: Admitting, at: Now) -> None:
        self.found, self.admitting, self.at = found, admitting, at
        self.gazetteer = request.app.state.gazetteer

    def back(
        self, session: Session, conversation: str, draft: Draft, problems: Sequence[dict[str, str]] = ()
    ) -> dict[str, Any]:
        path = standing_path(draft, self.admitting)
        files = draft_files.count(session, conversation)
        return {
            "kind": draft.kind.value,
            "slots": draft.slots(),
            "missing": draft.missing(),
            "problems": list(problems),
            "summary": draft.summary() + (f"\n附件：{files} 个" if files else ""),
            "published": published(draft.wanted, self.found) if draft.kind is DraftKind.DISCLOSURE else [],
            "path": path and {"name": path.name, "words": path.words, "basis": path.basis},
            "leaders": None,
            "parts": [mask(part) for part in several.parts(draft)],
            "queued": len(draft.waiting),
            "after": draft.after,
            "earlier": None if draft.missing() else self._earlier(session, conversation, draft),
        }

    def _earlier(self, session: Session, conversation: str, draft: Draft) -> dict[str, Any] | None:
        case = earlier_cases.earlier(
            session, conversation, draft, encoder=self.found.encoder, gazetteer=self.gazetteer, at=self.at
        )
        return earlier_cases.told(case, at=self.at) if case else None


Telling = Annotated[Told, Depends()]


@router.post("")
def begin(
    opening: Opening, tx: Tx, at: Now, keys: Keys, listening: Listening, conversing: Conversing, told: Telling
) -> dict[str, Any]:
    """Open a draft with all the message says; the open one of the same kind is taken over with what is new in it.

    While leaders answer the telephone, whoever begins a ticket is told.
    """
    draft = draft_store.get(tx, opening.session, vault=keys)
    if draft is None or draft.kind is not opening.kind:
        draft = Draft(opening.kind)
    text = conversing.words(opening.session, opening.text)
    problems = heard(draft, text, listening, another=bool(draft.matter))
    draft_store.put(tx, opening.session, draft, at=at, vault=keys)
    leaders = on_now(tx, at) if opening.kind is DraftKind.TICKET else None
    return {**told.back(tx, opening.session, draft, problems), "leaders": leaders}


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
    draft = opened(tx, session_id, keys)
    text = conversing.words(session_id, saying.text)
    problems = heard(draft, text, listening, asked=saying.asked)
    draft_store.put(tx, session_id, draft, at=at, vault=keys)
    return told.back(tx, session_id, draft, problems)


@router.get("/{session_id}")
def read(session_id: str, session: Reading, keys: Keys, told: Telling) -> dict[str, Any]:
    return told.back(session, session_id, opened(session, session_id, keys))


@router.delete("/{session_id}", status_code=204)
def drop(session_id: str, tx: Tx, keys: Keys) -> None:
    """Forget the draft, what waits behind it, and the files that came for it."""
    draft_store.drop(tx, session_id, vault=keys)
    draft_files.forget(tx, session_id)


@router.post("/{session_id}/file")
def file(
    session_id: str,
    tx: Tx,
    at: Now,
    keys: Keys,
    calendar: Calendar,
    routes: Routed,
    admitting: Admitting,
    ending: Ending = NOTHING_BEFORE,
) -> dict[str, Any]:
    """File the draft; asked again, it gives the same receipt and files nothing.

    Raises Excluded for a matter with a lawful path of its own, unless the citizen insisted (``insist``).
    """
    draft = draft_store.get(tx, session_id, vault=keys)
    draft = draft if draft and draft.after == ending.after else None  # else it is filed, and only asked for again
    insisted = draft is not None and standing_path(draft, admitting) is None
    path = admitting.exclusions.admit(draft.matter, insist=insisted) if draft else ""
    routing = routes.route(draft.matter, place=draft.place) if draft and draft.kind is DraftKind.TICKET else None
    conversation = tx.get(Conversation, session_id)
    channel = CHANNELS.get(conversation.channel, WEB) if conversation else WEB
    filed = draft_store.file(
        tx,
        session_id,
        routing=routing,
        channel=channel,
        path=path,
        after=ending.after,
        at=at,
        calendar=calendar,
        vault=keys,
    )
    return {**asdict(filed), "due": filed.due.isoformat()}


def heard(
    draft: Draft, text: str, listening: Reader, *, asked: str | None = None, another: bool = False
) -> list[dict[str, str]]:
    """Fill in all that *text* says; return what could not be used, with the reader's own sentence where it has one.

    *another*: what it is about is a matter besides the one the draft has.
    """
    facts = listening.read(text, asked=asked)
    if another:
        facts = several.as_another(facts)
    problems = {problem.slot: problem.message for problem in draft.fill(facts, asked=asked)}
    problems |= {problem.slot: problem.message for problem in facts.problems if problem.slot in draft.missing()}
    if any(found.kind in PROOFS for found in find(text)):
        problems["identity"] = NOT_HERE
    elif written := IDENTITY.search(text):
        problems["identity"] = (identity_problem(written.group(1)) or "") + NOT_HERE
    if "identity" in problems and not facts.problems:
        problems.pop("contact", None)
    return [{"slot": slot, "message": message} for slot, message in problems.items()]


def standing_path(draft: Draft, admitting: Admission) -> Path | None:
    """The lawful path the citizen is still to be told of; none once he insisted on this kind of matter."""
    path = admitting.exclusions.find(draft.matter) if draft.kind is DraftKind.TICKET else None
    return None if path is None or path.code == draft.insisted else path


def opened(session: Session, conversation: str, keys: Keys) -> Draft:
    """Raises NotFound when no draft is open."""
    draft = draft_store.get(session, conversation, vault=keys)
    if draft is None:
        raise NotFound("正在填写的内容", "")
    return draft

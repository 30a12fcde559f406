"""The bot's door for what a citizen decides about a draft before it is filed, and for going on elsewhere."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.deps import Admitting, Calendar, Keys, Listening, Now, Tx
from api.earlier_cases import ADD, CITIZEN
from api.internal_cases import deed_for
from api.internal_drafts import Telling, opened, standing_path
from desk import casework, continuations, conversations, draft_files, draft_store, several
from desk.acknowledgements import acknowledge
from desk.case import Details
from desk.drafts import Draft
from desk.errors import NotFound

router = APIRouter(prefix="/drafts/{session_id}")


class Matters(BaseModel):
    apart: bool = Field(..., description="分开提交，还是合成一件")


class Choice(BaseModel):
    number: str = Field(..., max_length=20)
    again: bool = Field(..., description="作为重复诉求再提，还是另一件事")


class Instead(BaseModel):
    number: str = Field(..., max_length=20)
    deed: Literal["催办", "补充"]


class Code(BaseModel):
    code: str = Field(..., max_length=40)


@router.post("/insist")
def insist(session_id: str, tx: Tx, at: Now, keys: Keys, admitting: Admitting, told: Telling) -> dict[str, Any]:
    """The citizen was told the lawful path of the matter and wants it filed all the same."""
    draft = opened(tx, session_id, keys)
    path = standing_path(draft, admitting)
    draft.insisted = path.code if path else draft.insisted
    draft_store.put(tx, session_id, draft, at=at, vault=keys)
    return told.back(tx, session_id, draft)


@router.post("/matters")
def decide(
    session_id: str, matters: Matters, tx: Tx, at: Now, keys: Keys, listening: Listening, told: Telling
) -> dict[str, Any]:
    """The citizen was asked whether several matters are filed one by one."""
    draft = opened(tx, session_id, keys)
    if matters.apart:
        several.take_apart(draft, listening)
    else:
        several.keep_together(draft)
    draft_store.put(tx, session_id, draft, at=at, vault=keys)
    return told.back(tx, session_id, draft)


@router.post("/repeat")
def repeat(session_id: str, choice: Choice, tx: Tx, at: Now, keys: Keys, told: Telling) -> dict[str, Any]:
    """The citizen was told of his earlier case: this is the same again, or something else.

    Raises NotFound for a case that is not the conversation's own.
    """
    draft = opened(tx, session_id, keys)
    _check_own(tx, session_id, choice.number)
    draft.considered.append(choice.number)
    draft.repeat_of = choice.number if choice.again else draft.repeat_of
    draft_store.put(tx, session_id, draft, at=at, vault=keys)
    return told.back(tx, session_id, draft)


@router.post("/instead")
def instead(
    session_id: str, chosen: Instead, tx: Tx, at: Now, calendar: Calendar, keys: Keys, told: Telling
) -> dict[str, Any]:
    """Hurry or add to the earlier case instead of filing; the draft is settled with that.

    Raises NotFound, and what the deed raises.
    """
    draft = opened(tx, session_id, keys)
    _check_own(tx, session_id, chosen.number)
    details = Details(text=_words(draft) if chosen.deed == ADD else "")
    deed = deed_for(tx, chosen.number, chosen.deed)
    case = casework.perform(tx, chosen.number, deed, details, by=CITIZEN, at=at, calendar=calendar)
    draft_store.settle(tx, session_id, chosen.number, at=at, vault=keys)
    following = draft_store.get(tx, session_id, vault=keys)
    back = following and told.back(tx, session_id, following)
    return {"number": case.number, "said": acknowledge(case, deed), "next": back}


@router.post("/skip")
def skip(session_id: str, tx: Tx, keys: Keys, told: Telling) -> dict[str, Any]:
    """Give up the draft; what waits behind it is next. Raises NotFound."""
    draft_store.skip(tx, session_id, vault=keys)
    following = draft_store.get(tx, session_id, vault=keys)
    if following is None:
        draft_files.forget(tx, session_id)
    return {"next": following and told.back(tx, session_id, following)}


@router.post("/code")
def offer(session_id: str, tx: Tx, at: Now, keys: Keys) -> dict[str, Any]:
    """A 续填码 for the conversation. Raises NotFound when it has neither draft nor case."""
    open_ = draft_store.get(tx, session_id, vault=keys) is not None
    if not open_ and not conversations.linked(tx, session_id):
        raise NotFound("可以接着填的内容", "")
    return {"code": continuations.offer(tx, session_id, at=at, vault=keys), "open": open_}


@router.post("/redeem", status_code=204)
def redeem(request: Request, session_id: str, spoken: Code, at: Now, keys: Keys) -> None:
    """Raises NoSuchCode, InTheWay, TooMany, Invalid."""
    continuations.redeem(request.app.state.database, session_id, spoken.code, at=at, vault=keys)


def _check_own(tx: Tx, conversation: str, number: str) -> None:
    if not conversations.is_linked(tx, conversation, number):
        raise NotFound("办件", number)


def _words(draft: Draft) -> str:
    return draft.matter or draft.wanted

"""/internal/v1: the bot's door. What it answers from, whom it names, when a person takes over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api import internal_cases, internal_choices, internal_drafts, talk_lines
from api.deps import Calendar, Found, Listening, Measured, Now, Routed, Stored, Tx, Units, bot_only
from api.internal_drafts import Conversing
from api.internal_leaders import Cues, leaders
from api.search import shown, unit_for
from api.turns import WITH_PERSON
from desk import gaps, handovers
from desk.errors import CalendarUnknown, NotFound
from desk.handovers import HOURS_WORDS
from desk.records import Conversation
from desk.workdays import WorkCalendar
from knowledge.units import Unit, names_of

SHOWN_PASSAGES = 3
OPEN = "已为您排队转接工作人员，您是第 {position} 位，请稍候。"
OPEN_MORE = "等的时候可以接着问我，也可以随时再说“转人工”看排到第几位；不想等了，说“不等了”。"
CLOSED = "现在不是上班时间（{hours}）。已为您排队，{promise}由工作人员先答复您；急事请拨打 12345。"
TICKET_NOW = "也可以现在就登记成工单，不用等到上班。"


class Question(BaseModel):
    session: str = Field(..., max_length=200)
    text: str = Field(..., min_length=1, max_length=2000)


class Call(BaseModel):
    session: str = Field(..., max_length=200)
    reason: str = Field("", max_length=500)


class Words(BaseModel):
    text: str = Field("", max_length=2000)


router = APIRouter(prefix="/internal/v1", include_in_schema=False, dependencies=[Depends(bot_only)])
router.include_router(internal_drafts.router)
router.include_router(internal_choices.router)
router.include_router(internal_cases.router)


@router.post("/answer")
def answer(
    question: Question, found: Found, routes: Routed, known: Cues, stored: Stored, at: Now, metrics: Measured
) -> JSONResponse:
    """Search the public documents; what neither they nor an announcement answers is noted as a gap.

    Nothing is held in the database while it searches: another citizen's message would wait for it.
    """
    answer = found.search(question.text, k=SHOWN_PASSAGES)
    best = answer.hits[0].passage.document if answer.hits else ""
    with stored.readers() as session:
        announced = leaders(question.text, best, found, known, session, at)
    if not answer.answerable and not (announced and announced["asked"]):
        with stored.sessions.begin() as session:
            gaps.record(session, question.text, score=answer.score, at=at)
        metrics.gap()
    topic = answer.topic
    return JSONResponse(
        {
            "answerable": answer.answerable,
            "score": answer.score,
            "passages": [
                {**shown(hit.passage), "score": hit.score, "quote": hit.quote, "key": hit.key} for hit in answer.hits
            ],
            "note": answer.note,
            "topic": topic.topic if topic else None,
            "unit": unit_for(topic, question.text, routes) if topic else None,
            "documents": answer.documents,
            "leaders": announced,
        }
    )


@router.post("/units")
def units(words: Words, known: Units, routes: Routed) -> dict[str, Any]:
    """Name the units a message speaks of; if it names none, the one its matter belongs to."""
    named = mentioned(words.text, known)
    if not named and words.text.strip():
        first = {unit.name: unit for unit in known}
        routing = routes.route(words.text)
        named = [first[each.unit] for each in routing.candidates[:1] if routing.sure and each.unit in first]
    return {"units": [_contact(unit) for unit in named], "hours": HOURS_WORDS}


@router.post("/handover")
def hand_over(
    call: Call, tx: Tx, at: Now, calendar: Calendar, listening: Listening, conversing: Conversing
) -> dict[str, Any]:
    """Queue the conversation for a person; *matter* is what the citizen said of it so far. Raises NotFound."""
    conversation = tx.get(Conversation, call.session)
    if conversation is None:
        raise NotFound("会话", "")
    handover = handovers.ask(tx, conversation, call.reason, at=at)
    position, is_open = handovers.position(tx, handover), _is_open(at, calendar)
    return {
        "open": is_open,
        "position": position,
        "hours": HOURS_WORDS,
        "message": _told(position, handovers.promise(at, calendar), is_open=is_open),
        "matter": talk_lines.matter(tx, conversation.id, conversing, listening),
    }


def _told(position: int, promise: str, *, is_open: bool) -> str:
    if not is_open:
        return CLOSED.format(hours=HOURS_WORDS, promise=promise) + TICKET_NOW
    return OPEN.format(position=position) + OPEN_MORE if position else WITH_PERSON


def mentioned(text: str, known: Sequence[Unit]) -> list[Unit]:
    """Return the units named in *text*, in order; of overlapping names the longest counts."""
    names = names_of(known)
    found: list[Unit] = []
    at = 0
    while at < len(text):
        name = max((name for name in names if text.startswith(name, at)), key=len, default="")
        if name and names[name] not in found:
            found.append(names[name])
        at += len(name) or 1
    return found


def _contact(unit: Unit) -> dict[str, Any]:
    phones = [{"label": each.label, "number": each.number, "source": each.source} for each in unit.phones]
    return {"name": unit.name, "full": unit.full, "phones": phones, "address": unit.address}


def _is_open(at: Now, calendar: WorkCalendar) -> bool:
    """Without a holiday notice for the year nobody is promised an answer at once."""
    try:
        return handovers.office_is_open(at, calendar)
    except CalendarUnknown:
        return False

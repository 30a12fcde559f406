"""/agent/queue/…: one conversation at the hotline: read it, answer, file for the citizen, hand it on or back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api import talk_lines
from api.agent_pages import Agent
from api.chat import turns
from api.deps import Admitting, Calendar, Keys, Listening, Measured, Now, Reading, Routed, Tx
from api.errors import STATUS
from api.handover import write
from api.inbox import row
from api.internal_drafts import CHANNELS, WEB
from api.templating import page
from api.text import clean
from api.turns import Turns
from desk import accounts, conversations, draft_store, handover_filing, handovers, store
from desk.drafts import Draft
from desk.errors import DeskError, Excluded, Invalid, NotAllowed, NotFound
from desk.filings import Filed
from desk.handover_filing import Given
from desk.lifecycle import Actor, Role
from desk.records import Conversation, Handover

router = APIRouter(prefix="/agent/queue/{handover}", include_in_schema=False)

LONGEST = 2000  # characters
AGENTS = (Role.AGENT, Role.OFFICE)
FILED = "已为您登记工单 {number}，由{unit}办理，最晚{due}答复。在这里说“查进度”就能看到。"
FILED_UNSURE = "已为您登记工单 {number}，确认承办单位后转办，最晚{due}答复。在这里说“查进度”就能看到。"

Id = Annotated[int, Path(ge=1)]
Answered = Annotated[Turns, Depends(turns)]


class Desk:
    """What a page about a conversation is made from."""

    def __init__(
        self,
        request: Request,
        by: Agent,
        session: Reading,
        at: Now,
        keys: Keys,
        listening: Listening,
        answered: Answered,
    ) -> None:
        self.request, self.by, self.session, self.at = request, by, session, at
        self.keys, self.listening, self.answered = keys, listening, answered

    def words(self, handover_id: int) -> Response:
        """What changes while the page is open. Raises NotFound."""
        return page(self.request, "talk_words.html", staff=self.by, **self._talk(self._found(handover_id)))

    def whole(
        self, handover_id: int, *, given: Given | None = None, problem: str = "", path: Any = None, status: int = 200
    ) -> Response:
        """*given* is what was typed into the ticket's form. Raises NotFound."""
        handover = self._found(handover_id)
        talk = self._talk(handover)
        return page(
            self.request,
            "talk.html",
            status=status,
            staff=self.by,
            here="agent",
            given=given or self._given(handover, talk["draft"]),
            colleagues=[name for name in accounts.names(self.session, AGENTS) if name != self.by.name],
            problem=problem,
            path=path,
            **talk,
        )

    def _found(self, handover_id: int) -> Handover:
        """Raises NotFound: there is none, or it is over and was another's."""
        handover = handovers.find(self.session, handover_id)
        if handover.closed is not None and handover.taken_by != self.by.name:
            raise NotFound("转人工记录", str(handover_id))
        return handover

    def _talk(self, handover: Handover) -> dict[str, Any]:
        cases = self._cases(handover)
        return {
            "handover": handover,
            "owner": talk_lines.owner(self.session, handover),
            "mine": handover.taken_by == self.by.name and handover.closed is None,
            "lines": talk_lines.lines(self.session, handover, self.answered),
            "unread": talk_lines.unread(self.session, handover),
            "waits": talk_lines.waited(self.at - handover.asked),
            "draft": draft_store.get(self.session, handover.conversation, vault=self.keys),
            "cases": cases,
            "known": cases[0].number if cases else "",
        }

    def _cases(self, handover: Handover) -> list[Any]:
        calendar = self.request.app.state.calendar
        numbers = conversations.linked(self.session, handover.conversation)
        return [row(store.case(self.session, number), at=self.at, calendar=calendar) for number in numbers]

    def _given(self, handover: Handover, draft: Draft | None) -> Given:
        shown = draft.slots() if draft else {}
        said = talk_lines.matter(self.session, handover.conversation, self.answered, self.listening)
        return Given(
            matter=shown.get("matter") or said,
            place=shown.get("place", ""),
            name=shown.get("name", ""),
            anonymous=bool(draft and draft.anonymous),
        )


Desked = Annotated[Desk, Depends()]


def given(
    matter: Annotated[str, Form(max_length=LONGEST)] = "",
    place: Annotated[str, Form(max_length=200)] = "",
    name: Annotated[str, Form(max_length=40)] = "",
    phone: Annotated[str, Form(max_length=30)] = "",
    anonymous: Annotated[bool, Form()] = False,
) -> Given:
    return Given(clean(matter), clean(place), clean(name), clean(phone), anonymous)


@router.get("")
def talk(handover: Id, desk: Desked) -> Response:
    return desk.whole(handover)


@router.get("/words")
def words(handover: Id, desk: Desked) -> Response:
    return desk.words(handover)


@router.post("/take")
def take(handover: Id, by: Agent, tx: Tx, at: Now) -> Response:
    handovers.take(tx, handover, agent=by.name, at=at)
    return _back(handover)


@router.post("/say")
def say(handover: Id, by: Agent, tx: Tx, at: Now, text: Annotated[str, Form(max_length=LONGEST)] = "") -> Response:
    """Raises NotAllowed unless the agent took this conversation over."""
    write(tx, _held(tx, handover, by, "回复").conversation, clean(text), by=by.name, at=at)
    return _back(handover)


@router.post("/pass")
def hand_on(handover: Id, by: Agent, tx: Tx, at: Now, to: Annotated[str, Form(max_length=60)] = "") -> Response:
    if to == by.name or to not in accounts.names(tx, AGENTS):
        raise Invalid("转交", "请选一位坐席")
    handovers.pass_on(tx, handover, agent=by.name, to=to, at=at)
    return _console()


@router.post("/back")
def put_back(handover: Id, by: Agent, tx: Tx, at: Now) -> Response:
    handovers.put_back(tx, handover, agent=by.name, at=at)
    return _console()


@router.post("/close")
def close(handover: Id, by: Agent, tx: Tx, at: Now) -> Response:
    handovers.give_back(tx, handover, agent=by.name, at=at)
    return _console()


@router.post("/ticket")
def ticket(
    request: Request,
    handover: Id,
    desk: Desked,
    calendar: Calendar,
    routes: Routed,
    admitting: Admitting,
    metrics: Measured,
    typed: Annotated[Given, Depends(given)],
    insist: Annotated[bool, Form()] = False,
    known: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """File for the citizen what he told; he is told the number in the conversation.

    *known* is the newest case when the page was made: the same form handed in twice files once.
    """
    try:
        with request.app.state.database.sessions.begin() as tx:
            talk = tx.get(Conversation, _held(tx, handover, desk.by, "登记工单").conversation)
            _refuse_again(conversations.linked(tx, talk.id), known)
            draft = handover_filing.prepare(tx, talk.id, typed, at=desk.at, vault=desk.keys)
            filed = draft_store.file(
                tx,
                talk.id,
                routing=routes.route(draft.matter, place=draft.place),
                channel=CHANNELS.get(talk.channel, WEB),
                path=admitting.exclusions.admit(draft.matter, insist=insist),
                after=draft.after,
                at=desk.at,
                calendar=calendar,
                vault=desk.keys,
            )
            write(tx, talk.id, _told(filed), by=desk.by.name, at=desk.at)
    except DeskError as refusal:
        path, status = refusal if isinstance(refusal, Excluded) else None, STATUS[type(refusal)]
        return desk.whole(handover, given=typed, problem=str(refusal), path=path, status=status)
    metrics.filed("ticket", talk.channel)
    return _back(handover)


def _held(session: Session, handover_id: int, by: Actor, deed: str) -> Handover:
    """Raises NotAllowed unless *by* holds the conversation."""
    handover = handovers.find(session, handover_id)
    if handover.taken_by != by.name or handover.closed is not None:
        raise NotAllowed(by.role.value, f"{deed}没有接入的对话")
    return handover


def _refuse_again(linked: list[str], known: str) -> None:
    if linked and linked[0] != known:
        raise Invalid("工单", f"这个对话刚登记了 {linked[0]}，请先看一看；另有一件事的，再登记一次")


def _told(filed: Filed) -> str:
    words = FILED if filed.unit else FILED_UNSURE
    return words.format(number=filed.number, unit=filed.unit, due=filed.due_words)


def _back(handover: int) -> Response:
    return RedirectResponse(f"/agent/queue/{handover}", status_code=303)


def _console() -> Response:
    return RedirectResponse("/agent#queue", status_code=303)

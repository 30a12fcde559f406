"""One turn of a conversation: what was said, what the agent answered, kept so that a repeat gets the same bytes.

Turns of one conversation run one after the other, those of different conversations side by side.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.metrics import Metrics
from api.parts import Talker
from api.replies import Said, compose
from api.text import without_command
from desk import calling_off, conversations, draft_store, handover_filing, handovers, turn_marks
from desk.database import Database
from desk.drafts import Draft
from desk.errors import NotFound
from desk.masking import mask
from desk.ownership import Owner, owner_of
from desk.records import Message
from desk.together import Together
from desk.vault import Vault

EMERGENCY = "emergency"
CANCEL = "cancel"
WITH_PERSON = "您的话已转给正在为您服务的工作人员，请稍候。"
CALLED_OFF = "好的，不再为您排队。您接着问我就行；以后需要时，再说“转人工”。"


@dataclass(frozen=True)
class Incoming:
    """A message as it came in: *text* is clean, *session* the citizen's token if he has one.

    *also* is done with the answer's body in the transaction that keeps the turn.
    """

    text: str
    session: str | None = None
    message_id: str | None = None
    channel: str = "web"
    also: Callable[[Session, bytes], None] | None = None


@dataclass(frozen=True)
class Standing:
    """The conversation a message belongs to: the citizen's *token*, the *id* it is stored under, who answers it."""

    token: str
    id: str
    owner: str


@dataclass
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Turns:
    """Takes the messages of every conversation."""

    def __init__(self, *, database: Database, vault: Vault, clock: Callable[[], datetime], metrics: Metrics) -> None:
        self._database, self._vault, self._clock, self._metrics = database, vault, clock, metrics
        self._queues: dict[str, _Queue] = {}
        self._running: dict[str, str] = {}
        self._together = Together(database.sessions)

    def words(self, conversation: str, heard: str) -> str:
        """Return what the citizen really typed in the running turn, of which the agent *heard* the masked form.

        The unmasked words exist only here and only while the turn runs (docs/decisions/0063).
        """
        typed = self._running.get(conversation)
        return typed if typed is not None and _visible(mask(typed)) == _visible(heard) else heard

    async def take(self, incoming: Incoming, standing: Standing, bot: Talker) -> bytes:
        """Answer one message, or repeat the answer it got before."""
        began = time.perf_counter()
        message_id = incoming.message_id or uuid.uuid4().hex
        async with self._turn_of(standing.id):
            if incoming.message_id is not None:
                known = await run_in_threadpool(self._replied, standing.id, message_id)
                if known is not None:
                    return known
            self._running[standing.id] = incoming.text
            try:
                intent, said = await self._answer(incoming, standing, bot)
            finally:
                del self._running[standing.id]
            return await run_in_threadpool(self._keep, incoming, standing, message_id, intent, said, began)

    def open(self, incoming: Incoming) -> Standing:
        """Find the conversation of *incoming*, or begin one: an unknown session is never adopted."""
        if incoming.session is not None:
            try:
                with self._database.readers() as session:
                    found = conversations.find(session, incoming.session)
                return Standing(incoming.session, found.id, found.owner)
            except NotFound:
                pass
        at = self._clock()
        token, begun = self._together.write(partial(conversations.open_conversation, channel=incoming.channel, at=at))
        return Standing(token, begun.id, begun.owner)

    async def _answer(self, incoming: Incoming, standing: Standing, bot: Talker) -> tuple[str, Said]:
        heard = without_command(mask(incoming.text))
        owner = owner_of(standing.owner)
        if owner is Owner.PERSON:
            understood = await bot.parse(heard)
            if understood.intent != EMERGENCY:
                if handover_filing.numbers(incoming.text):
                    await run_in_threadpool(self._keep_contact, incoming, standing)
                return understood.intent, _plain(WITH_PERSON, handover=True)
        called_off = owner is Owner.QUEUE and calling_off.meant(heard, filling=False)
        if called_off and await run_in_threadpool(self._called_off, heard, standing):
            return CANCEL, _plain(CALLED_OFF)
        turn = await bot.say(standing.id, heard, channel=incoming.channel)
        return turn.intent, compose(turn.messages)

    def reply_to(self, message: Message) -> dict[str, Any] | None:
        """What was answered, without the session's token; None while the answer is still to come."""
        if message.reply is None:
            return None
        body = json.loads(self._unseal(message.reply, message.conversation, message.message_id))
        return {name: body[name] for name in body if name not in ("session", "took_ms")}

    def _keep_contact(self, incoming: Incoming, standing: Standing) -> None:
        with self._database.sessions.begin() as session:
            handover_filing.keep_contact(session, standing.id, incoming.text, at=self._clock(), vault=self._vault)

    def _called_off(self, heard: str, standing: Standing) -> bool:
        with self._database.sessions.begin() as session:
            filling = draft_store.get(session, standing.id, vault=self._vault) is not None
            return calling_off.meant(heard, filling=filling) and handovers.call_off(
                session, standing.id, at=self._clock()
            )

    @asynccontextmanager
    async def _turn_of(self, conversation: str) -> AsyncIterator[None]:
        queue = self._queues.setdefault(conversation, _Queue())
        queue.waiting += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.waiting -= 1
            if not queue.waiting:
                del self._queues[conversation]

    def _replied(self, conversation: str, message_id: str) -> bytes | None:
        with self._database.readers() as session:
            sealed = conversations.replied(session, conversation, message_id)
        return None if sealed is None else self._unseal(sealed, conversation, message_id)

    def _keep(
        self, incoming: Incoming, standing: Standing, message_id: str, intent: str, said: Said, began: float
    ) -> bytes:
        """Store the turn and return the body of its answer; if another process was faster, the body it stored."""

        def store(session: Session) -> bytes:
            conversation = conversations.find(session, standing.token)
            draft = draft_store.get(session, standing.id, vault=self._vault)
            body = self._body(standing.token, intent, said, draft, began)
            conversations.remember(
                session,
                conversation,
                message_id,
                mask(incoming.text),
                at=self._clock(),
                reply=self._seal(body, standing.id, message_id),
            )
            at, here = self._clock(), standing.id
            mark = turn_marks.mark(said.signs, intent, draft, conversation=here, channel=incoming.channel, at=at)
            turn_marks.keep(session, mark)
            if incoming.also is not None:
                incoming.also(session, body)
            return body

        try:
            body = self._together.write(store)
        except IntegrityError:
            known = self._replied(standing.id, message_id)
            if known is None:
                raise
            return known
        self._count(intent, said, incoming.channel)
        return body

    @staticmethod
    def _body(token: str, intent: str, said: Said, draft: Draft | None, began: float) -> bytes:
        form = draft and draft.progress()
        content = {
            "session": token,
            "intent": intent,
            "replies": said.replies,
            "form": form,
            "filed": said.filed,
            "emergency": said.emergency,
            "handover": said.handover,
            "took_ms": round((time.perf_counter() - began) * 1000, 2),
        }
        return json.dumps(content, ensure_ascii=False).encode()

    def _seal(self, body: bytes, conversation: str, message_id: str) -> bytes:
        """Sealed, because a receipt in it carries the secret of a case and every body the session's token."""
        row = f"{conversation}|{message_id}"
        return self._vault.seal(body.decode(), table="messages", row=row, column="reply").encode()

    def _unseal(self, sealed: bytes, conversation: str, message_id: str) -> bytes:
        row = f"{conversation}|{message_id}"
        return self._vault.open(sealed.decode(), table="messages", row=row, column="reply").encode()

    def _count(self, intent: str, said: Said, channel: str) -> None:
        self._metrics.turn(intent, emergency=said.emergency is not None)
        for receipt in said.filed:
            self._metrics.filed(receipt["kind"], channel)


def _plain(text: str, *, handover: bool = False) -> Said:
    return Said(replies=[{"text": text, "citations": [], "buttons": []}], handover=handover)


def _visible(text: str) -> str:
    """The characters that show, without the leading "/" that the agent drops: what two forms of one text share."""
    return "".join(c for c in text if c.isprintable() and not c.isspace()).lstrip("/／")

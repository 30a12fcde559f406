"""Turns of the dialogue for WeChat: whose they are; their answer is kept as the reply in the turn's own transaction."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.turns import Incoming, Turns
from api.wechat.agent import Agent
from api.wechat.jobs import Closing, Job
from api.wechat.words import GO_ON, Words, of_turn
from desk import draft_store, wechat_users
from desk.draft_words import DraftKind
from desk.notices import WECHAT
from desk.wechat_users import Offer

FILED = "已提交。编号 {number}，查询码 {secret}，请记好。\n承办单位：{unit}。答复期限：{due}。"
LONGEST_PLACE = 200  # characters


@dataclass(frozen=True)
class Standing:
    """Who sent it: the token of his conversation, and what his last reply offered."""

    token: str
    conversation: str
    offer: Offer


class Dialogue:
    def __init__(self, closing: Closing, turns: Turns, agent: Agent, *, public_url: str) -> None:
        self._closing, self._turns, self._agent, self._public_url = closing, turns, agent, public_url

    async def standing(self, job: Job) -> Standing:
        return await run_in_threadpool(self._standing, job)

    async def fills_ticket(self, standing: Standing) -> bool:
        return await run_in_threadpool(self._fills_ticket, standing.conversation)

    async def forget(self, conversation: str) -> None:
        await self._agent.forget(conversation)

    async def place(self, job: Job, standing: Standing, place: str) -> None:
        """Fill *place* into the open ticket, and let the form go on."""
        await run_in_threadpool(self._fill, standing, place)
        await self.turn(job, replace(standing, offer=Offer()), GO_ON)

    async def turn(self, job: Job, standing: Standing, words: str, *, before: str = "") -> None:
        """Take one turn; *before* goes before its answer. A place sent earlier is filled in where one is asked for, and
        then the answer after that counts."""

        def settle(session: Session, body: bytes) -> None:
            said = of_turn(json.loads(body), self._public_url)
            whole = "\n".join(part for part in (before, said.text) if part)
            self._closing.settle(session, job, replace(said, text=whole))

        if job.since is not None and (filed := await run_in_threadpool(self._filed, standing, job.since)):
            await self._closing.say(job, Words(filed))
            return
        place = standing.offer.place
        body = await self._take(Incoming(words, standing.token, job.key, WECHAT, None if place else settle))
        if place and _asks_place(json.loads(body)):
            await run_in_threadpool(self._fill, standing, place)
            body = await self._take(Incoming(GO_ON, standing.token, f"{job.key}+", WECHAT, settle))
        if not await run_in_threadpool(self._closing.is_settled, job):
            await run_in_threadpool(self._settle_at_last, settle, body)

    async def _take(self, said: Incoming) -> bytes:
        standing = await run_in_threadpool(self._turns.open, said)
        return await self._agent.patiently(lambda bot: self._turns.take(said, standing, bot))

    def _settle_at_last(self, settle: Callable[[Session, bytes], None], body: bytes) -> None:
        """For a turn that was kept without its reply."""
        with self._closing.database.sessions.begin() as session:
            settle(session, body)

    def _standing(self, job: Job) -> Standing:
        vault = self._closing.vault
        with self._closing.database.readers() as session:
            user = wechat_users.get(session, job.user)
            assert user is not None  # bound when the message came in
            return Standing(wechat_users.token(user, vault), user.conversation, wechat_users.offered(user, vault))

    def _fills_ticket(self, conversation: str) -> bool:
        with self._closing.database.readers() as session:
            draft = draft_store.get(session, conversation, vault=self._closing.vault)
            return draft is not None and draft.kind is DraftKind.TICKET

    def _fill(self, standing: Standing, place: str) -> None:
        closing = self._closing
        with closing.database.sessions.begin() as session:
            draft = draft_store.get(session, standing.conversation, vault=closing.vault)
            if draft is not None:
                draft.place = place[:LONGEST_PLACE]
                draft_store.put(session, standing.conversation, draft, at=closing.clock(), vault=closing.vault)

    def _filed(self, standing: Standing, since: datetime) -> str:
        """The receipt of what a process filed before it died over this message, "" when it did not."""
        with self._closing.database.readers() as session:
            number = draft_store.filed_since(session, standing.conversation, since)
            if not number:
                return ""
            filed = draft_store.receipt(session, number, vault=self._closing.vault)
            return FILED.format(number=filed.number, secret=filed.secret, unit=filed.unit, due=filed.due_words)


def _asks_place(body: dict[str, Any]) -> bool:
    form = body["form"]
    return bool(form and form["name"] == DraftKind.TICKET.value and "place" in form["missing"])

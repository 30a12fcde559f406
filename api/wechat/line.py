"""The line to WeChat: each message is done once, in its sender's order, however often and to whom it is delivered.

Whoever has the job answers it; every other delivery, in this process or another, waits for that answer's bytes. What
takes too long goes another way (``desk.wechat_pushes``), what a dead process left is done by the next.
"""

from __future__ import annotations

import asyncio
import json
import logging
from asyncio import Task
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import partial

from starlette.concurrency import run_in_threadpool

from api import errors
from api.metrics import Metrics
from api.wechat.incoming import CLICK, SCAN, SUBSCRIBE, UNSUBSCRIBE, Incoming
from api.wechat.jobs import Closing, Job, Seal
from api.wechat.outgoing import SILENCE
from api.wechat.talk import Talk
from api.wechat.words import Words
from desk import wechat_inbox, wechat_users
from desk.wechat_inbox import Arrived, Orphan

log = logging.getLogger("api")

WAIT_S = 3.5  # WeChat hangs up after five, and giving up has to be written down first
LOOK_S, LOOKS = 0.1, 100  # for the answer of another process
SORRY = "抱歉，您先前有一句话没有办成，请再说一次。紧急情况请直接拨打 110、119、120。"
ACTS = (CLICK, SCAN, SUBSCRIBE)
Before = Task[bytes] | None
Work = Callable[[Before], Awaitable[bytes]]


class Line:
    """*runner* names this process, the same after a restart."""

    def __init__(self, talk: Talk, closing: Closing, *, metrics: Metrics, runner: str) -> None:
        self._talk, self._closing, self._metrics, self._runner = talk, closing, metrics, runner
        self._database = closing.database
        self._jobs: dict[str, Task[bytes]] = {}
        self._last: dict[str, Task[bytes]] = {}
        self._mine: set[str] = set()

    async def answer(self, message: Incoming, seal: Seal) -> bytes:
        """The reply to one delivery, within ``WAIT_S``; the same bytes for every delivery of a message."""
        job = self._jobs.get(_name(message))
        if job is None:
            job = self._begin(message, partial(self._deliver, message, seal))
        await asyncio.wait({job}, timeout=WAIT_S)
        if job.done() and not job.cancelled() and job.exception() is None:
            self._metrics.wechat(message.name, "answered")
            return job.result()
        self._metrics.wechat(message.name, "late")
        return await run_in_threadpool(self._give_up, message)

    async def recover(self, *, fresh: bool) -> int:
        """Say that this process lives, and do what dead ones left; return how many messages it took over.

        *fresh*: this process has just begun, so what stands under its own name is from before its death.
        """
        orphans = await run_in_threadpool(self._orphans, fresh)
        for orphan in orphans:
            message = Incoming(**json.loads(orphan.content))
            job = Job(message, orphan.key, orphan.user, since=orphan.arrived)
            work = self._apologise if orphan.hopeless else self._run
            self._begin(message, partial(work, job))
        return len(orphans)

    def _begin(self, message: Incoming, work: Work) -> Task[bytes]:
        """The messages of one sender are done in the order in which this is called."""
        name, sender = _name(message), message.sender
        job = asyncio.ensure_future(work(self._last.get(sender)))
        self._jobs[name] = self._last[sender] = job
        job.add_done_callback(partial(self._end, name, sender))
        return job

    def _end(self, name: str, sender: str, job: Task[bytes]) -> None:
        for jobs, each in ((self._jobs, name), (self._last, sender)):
            if jobs.get(each) is job:
                del jobs[each]
        error = None if job.cancelled() else job.exception()
        if error is not None:
            log.error("wechat: %s", errors.frames(error))

    async def _deliver(self, message: Incoming, seal: Seal, before: Before) -> bytes:
        arrived = await run_in_threadpool(self._enter, message)
        if arrived.reply is not None:
            return arrived.reply
        if not arrived.mine:
            return await self._elsewhere(arrived.key)
        return await self._run(Job(message, arrived.key, self._user(message), seal), before)

    async def _run(self, job: Job, before: Before) -> bytes:
        self._mine.add(job.key)
        try:
            if before is not None:
                await asyncio.wait({before})
            await self._talk.answer(job)
        finally:
            self._mine.discard(job.key)
        return await run_in_threadpool(self._reply, job.key) or SILENCE

    async def _apologise(self, job: Job, _: Before) -> bytes:
        await self._closing.say(job, Words(SORRY))
        return SILENCE

    async def _elsewhere(self, key: str) -> bytes:
        """The answer of the process that has the job, as soon as it is there."""
        for _ in range(LOOKS):
            await asyncio.sleep(LOOK_S)
            reply = await run_in_threadpool(self._reply, key)
            if reply is not None:
                return reply
        return SILENCE

    def _user(self, message: Incoming) -> str:
        return wechat_users.identify(message.sender, self._closing.vault)

    def _enter(self, message: Incoming) -> Arrived:
        vault, at = self._closing.vault, self._closing.clock()
        content = json.dumps(asdict(message), ensure_ascii=False)
        with self._database.sessions.begin() as session:
            arrived = wechat_inbox.take(
                session,
                _name(message),
                user=self._user(message),
                content=content,
                runner=self._runner,
                at=at,
                vault=vault,
            )
            if not arrived.mine or message.event == UNSUBSCRIBE:
                return arrived
            if message.event != SUBSCRIBE and wechat_users.has_left(session, message.sender, message.created, vault):
                wechat_inbox.settle(session, arrived.key, SILENCE, vault=vault)
                return Arrived(arrived.key, mine=False, reply=SILENCE)
            user = wechat_users.arrive(session, message.sender, at=at, vault=vault)
            if message.event in ACTS:
                user.acted = at
            elif not message.event:
                user.spoke = at
            return arrived

    def _reply(self, key: str) -> bytes | None:
        with self._database.readers() as session:
            return wechat_inbox.reply_to(session, key, vault=self._closing.vault)

    def _give_up(self, message: Incoming) -> bytes:
        vault = self._closing.vault
        with self._database.sessions.begin() as session:
            return wechat_inbox.give_up(session, _name(message), vault=vault) or SILENCE

    def _orphans(self, fresh: bool) -> list[Orphan]:
        at = self._closing.clock()
        with self._database.sessions.begin() as session:
            wechat_inbox.renew(session, list(self._mine), at=at)
            return wechat_inbox.orphans(session, self._runner, fresh=fresh, at=at, vault=self._closing.vault)


def _name(message: Incoming) -> str:
    """With its sender, so that nobody is ever given another's answer."""
    return f"{message.sender}|{message.key}"

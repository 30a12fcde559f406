"""What goes on beside the answers: messages left by dead processes, words of the staff, customer-service messages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api import errors
from api.metrics import Metrics
from api.wechat.client import Failed, WeChat
from api.wechat.line import Line
from api.wechat.outgoing import split
from desk import wechat_pushes
from desk.database import Database
from desk.vault import Vault

log = logging.getLogger("api")

TICK_S = 2.0
AT_ONCE = 50  # messages in one round; the next comes soon
CALLED = "push"


class Watch:
    """*client* is None where the account may not write by itself; then all waits for the citizen's next message."""

    def __init__(
        self,
        line: Line,
        client: WeChat | None,
        *,
        database: Database,
        vault: Vault,
        clock: Callable[[], datetime],
        metrics: Metrics,
    ) -> None:
        self._line, self._client, self._database, self._vault = line, client, database, vault
        self._clock, self._metrics = clock, metrics
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="wechat-push")

    async def run(self) -> None:
        """Until cancelled; a database that is away is waited for."""
        fresh = True
        while True:
            try:
                await self._line.recover(fresh=fresh)
                fresh = False
                await self.round()
            except SQLAlchemyError as error:
                log.error("wechat: %s", errors.frames(error))
            await asyncio.sleep(TICK_S)

    async def round(self) -> None:
        await run_in_threadpool(self._collect)
        if self._client is not None:
            # A thread of its own: a WeChat that hangs must not hold those that answer citizens.
            await asyncio.get_running_loop().run_in_executor(self._worker, self._push, self._client)

    def close(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _collect(self) -> None:
        at = self._clock()
        with self._database.sessions.begin() as session:
            wechat_pushes.from_staff(session, split, call=self._client is not None, at=at, vault=self._vault)
            wechat_pushes.clear(session, at=at)

    def _push(self, client: WeChat) -> None:
        for _ in range(AT_ONCE):
            with self._database.sessions.begin() as session:
                push = wechat_pushes.claim(session, at=self._clock(), vault=self._vault)
            if push is None or not self._said(client, push):
                return

    def _said(self, client: WeChat, push: wechat_pushes.Outgoing) -> bool:
        """False when WeChat is down: the others need not be tried."""
        try:
            client.say(push.openid, push.text)
        except Failed as failed:
            with self._database.sessions.begin() as session:
                wechat_pushes.failed(session, push.id, at=self._clock(), final=failed.final)
            log.warning("wechat push %d not sent: %s", push.id, failed)
            self._metrics.wechat(CALLED, "failed")
            return failed.final
        with self._database.sessions.begin() as session:
            wechat_pushes.said(session, push.id, at=self._clock())
        self._metrics.wechat(CALLED, "sent")
        return True

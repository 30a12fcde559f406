"""/live: tells the pages of signed-in staff that something they show has changed (server-sent events).

Every process looks at the head of the event log, whoever wrote it, so that it does not matter how many processes
serve; it looks once a second for all its listeners together, and only while there are any.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse

from api.errors import TooMany
from api.shield import STAFF_COOKIE
from api.signin import Staff
from desk import accounts, changes
from desk.changes import Heard, Mark
from desk.database import Database
from desk.errors import SignInRefused
from desk.lifecycle import Actor, Role

router = APIRouter(include_in_schema=False)

LOOK_S = 1.0
HEARTBEAT_S = 15.0  # below the minute after which proxies close a silent connection
MOST = 6  # connections of one person; a browser opens no more to one host
RETRY_MS = 3000
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
QUEUE_ROLES = (Role.AGENT, Role.OFFICE)


class Live:
    """Who is listening in this process, and what was last seen."""

    def __init__(self, database: Database, *, look_s: float = LOOK_S) -> None:
        self._database, self.look_s = database, look_s
        self._listening: Counter[str] = Counter()
        self._lock = asyncio.Lock()
        self._looked, self._mark = -look_s, Mark(0, ())

    def refuse_if_full(self, name: str) -> None:
        """Raises TooMany when *name* listens on MOST connections already."""
        if self._listening[name] >= MOST:
            raise TooMany(HEARTBEAT_S)

    @contextmanager
    def listening(self, name: str) -> Iterator[None]:
        self._listening[name] += 1
        try:
            yield
        finally:
            self._listening[name] -= 1

    async def mark(self) -> Mark:
        """Where things stand, at most *look_s* old."""
        async with self._lock:
            if time.monotonic() - self._looked >= self.look_s:
                self._mark = await asyncio.to_thread(self._look)
                self._looked = time.monotonic()
            return self._mark

    def _look(self) -> Mark:
        with self._database.readers() as session:
            return changes.mark(session)


class Listener:
    """One connection: what it was told last."""

    def __init__(self, database: Database, by: Actor, token: str, mark: Mark, after: int | None) -> None:
        self._database, self._by, self._token = database, by, token
        self._queue = mark.queue
        self.sent = mark.sequence if after is None else after

    async def news(self, mark: Mark) -> list[str]:
        """What happened between the last mark and this one."""
        told = []
        if mark.sequence != self.sent:
            heard = await asyncio.to_thread(self._heard, mark.sequence)
            self.sent = mark.sequence
            if heard.any:
                told.append(_message("changed", {"numbers": sorted(heard.numbers)}, self.sent))
        if mark.queue != self._queue and self._by.role in QUEUE_ROLES:
            told.append(_message("queue", {}, self.sent))
        self._queue = mark.queue
        return told

    async def signed_in(self, at: datetime) -> bool:
        return await asyncio.to_thread(self._signed_in, at)

    def _heard(self, until: int) -> Heard:
        with self._database.readers() as session:
            return changes.heard(session, by=self._by, after=self.sent, until=until)

    def _signed_in(self, at: datetime) -> bool:
        try:
            with self._database.readers() as session:
                return accounts.signed_in(session, self._token, at=at) == self._by
        except SignInRefused:
            return False


def _message(kind: str, data: dict[str, Any], sequence: int) -> str:
    return f"event: {kind}\nid: {sequence}\ndata: {json.dumps(data)}\n\n"


@router.get("/live")
async def live(
    request: Request,
    by: Staff,
    after: Annotated[int | None, Query(ge=0)] = None,
    last: Annotated[str, Header(alias="Last-Event-ID", max_length=20)] = "",
) -> StreamingResponse:
    """Begin after the event the browser heard last, else after the one its page was made at, else now."""
    request.app.state.live.refuse_if_full(by.name)
    told = _told(request, by, int(last) if last.isdecimal() else after)
    return StreamingResponse(told, media_type="text/event-stream", headers=HEADERS)


async def _told(request: Request, by: Actor, after: int | None) -> AsyncIterator[str]:
    state = request.app.state
    room: Live = state.live
    with room.listening(by.name):
        mark = await room.mark()
        listener = Listener(state.database, by, request.cookies.get(STAFF_COOKIE, ""), mark, after)
        yield f"retry: {RETRY_MS}\nid: {listener.sent}\n\n"
        beat = time.monotonic()
        while not state.stopping():
            for message in await listener.news(mark):
                yield message
            if time.monotonic() - beat >= HEARTBEAT_S:
                if not await listener.signed_in(state.clock()):
                    yield _message("gone", {}, listener.sent)
                    return
                yield ": \n\n"
                beat = time.monotonic()
            await asyncio.sleep(room.look_s)
            mark = await room.mark()

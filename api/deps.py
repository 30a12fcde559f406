"""What a request handler may ask for. Tests replace these through ``create_app``."""

from __future__ import annotations

import hmac
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api import limits as allowed
from api.errors import Forbidden, NotReady
from api.limits import Limits, caller
from api.metrics import Metrics
from api.parts import NAMES, Finder, Parts, Router, Talker
from api.review import Review
from api.settings import Settings
from desk.admission import Admission
from desk.database import Database
from desk.intake import Reader
from desk.issuing import Press
from desk.vault import Vault
from desk.workdays import WorkCalendar
from knowledge.reasons import Reason
from knowledge.units import Unit


async def transaction(request: Request) -> AsyncIterator[Session]:
    """One transaction per request: commit when the handler returns, roll back when it raises.

    Scope "function" commits before the reply is sent. FastAPI's default commits after it, so a
    failed commit would be reported as 200.
    """
    async with _ended_in_a_thread(request.app.state.database.sessions.begin()) as session:
        yield session


async def reading(request: Request) -> AsyncIterator[Session]:
    """One unchanging view of the data; blocks no writer."""
    async with _ended_in_a_thread(request.app.state.database.readers()) as session:
        yield session


@asynccontextmanager
async def _ended_in_a_thread(opened: AbstractContextManager[Session]) -> AsyncIterator[Session]:
    """Begun here, since a session connects with its first statement only; ended where waiting harms nobody."""
    session = opened.__enter__()
    try:
        yield session
    except BaseException:
        await run_in_threadpool(opened.__exit__, *sys.exc_info())
        raise
    await run_in_threadpool(opened.__exit__, None, None, None)


# What only looks something up is async: FastAPI sends every other function to a thread of its own and back, which
# cost more than a search (decision 0110).


async def stored(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def now(request: Request) -> datetime:
    clock: Callable[[], datetime] = request.app.state.clock
    return clock()


async def calendar(request: Request) -> WorkCalendar:
    known: WorkCalendar = request.app.state.calendar
    return known


async def vault(request: Request) -> Vault:
    keys: Vault = request.app.state.vault
    return keys


async def settings(request: Request) -> Settings:
    read: Settings = request.app.state.settings
    return read


async def parts(request: Request) -> Parts:
    known: Parts = request.app.state.parts
    return known


async def limits(request: Request) -> Limits:
    buckets: Limits = request.app.state.limits
    return buckets


async def metrics(request: Request) -> Metrics:
    counters: Metrics = request.app.state.metrics
    return counters


async def network(request: Request) -> str:
    return caller(request, trusted_proxies=request.app.state.settings.trusted_proxies)


async def read_allowance(
    buckets: Annotated[Limits, Depends(limits)], address: Annotated[str, Depends(network)]
) -> None:
    buckets.take(allowed.READS, address)


async def filing_allowance(
    buckets: Annotated[Limits, Depends(limits)], address: Annotated[str, Depends(network)]
) -> None:
    buckets.take(allowed.FILINGS, address)


async def upload_allowance(
    buckets: Annotated[Limits, Depends(limits)], address: Annotated[str, Depends(network)]
) -> None:
    buckets.take(allowed.UPLOADS, address)


async def bot_only(request: Request, x_bot_token: Annotated[str, Header()] = "") -> None:
    """Raises Forbidden for anybody but the bot; compared in constant time."""
    if not hmac.compare_digest(x_bot_token.encode(), request.app.state.bot_token.encode()):
        raise Forbidden("没有权限。")


async def searcher(request: Request) -> Finder:
    found: Finder = loaded(request, "searcher")
    return found


async def bot(request: Request) -> Talker:
    found: Talker = loaded(request, "bot")
    return found


async def router(request: Request) -> Router:
    found: Router = loaded(request, "router")
    return found


async def reasons(request: Request) -> Sequence[Reason]:
    catalogue: Sequence[Reason] = request.app.state.reasons
    return catalogue


async def units(request: Request) -> Sequence[Unit]:
    known: Sequence[Unit] = request.app.state.units
    return known


async def review(request: Request) -> Review:
    checks: Review = request.app.state.review
    return checks


def press(request: Request) -> Press:
    letters: Press = request.app.state.press
    return letters


async def admission(request: Request) -> Admission:
    door: Admission = request.app.state.admission
    return door


async def reader(request: Request) -> Reader:
    listening: Reader = request.app.state.reader
    return listening


def loaded(request: Request, name: str) -> Any:
    """Raises NotReady while the part is still loading."""
    found = getattr(request.app.state.parts, name)
    if found is None:
        raise NotReady(NAMES[name])
    return found


Tx = Annotated[Session, Depends(transaction, scope="function")]
Reading = Annotated[Session, Depends(reading, scope="function")]
Stored = Annotated[Database, Depends(stored)]
Now = Annotated[datetime, Depends(now)]
Calendar = Annotated[WorkCalendar, Depends(calendar)]
Keys = Annotated[Vault, Depends(vault)]
Configured = Annotated[Settings, Depends(settings)]
Loaded = Annotated[Parts, Depends(parts)]
Buckets = Annotated[Limits, Depends(limits)]
Found = Annotated[Finder, Depends(searcher)]
Spoken = Annotated[Talker, Depends(bot)]
Routed = Annotated[Router, Depends(router)]
Catalogue = Annotated[Sequence[Reason], Depends(reasons)]
Units = Annotated[Sequence[Unit], Depends(units)]
Reviewed = Annotated[Review, Depends(review)]
Letters = Annotated[Press, Depends(press)]
Admitting = Annotated[Admission, Depends(admission)]
Listening = Annotated[Reader, Depends(reader)]
Measured = Annotated[Metrics, Depends(metrics)]
Network = Annotated[str, Depends(network)]

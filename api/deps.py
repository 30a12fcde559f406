"""What a request handler may ask for. Tests replace these through ``create_app``."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from sqlalchemy.orm import Session

from api import limits as allowed
from api.errors import Forbidden, NotReady
from api.limits import Limits, caller
from api.metrics import Metrics
from api.parts import NAMES, Finder, Parts, Router, Talker
from api.review import Review
from api.settings import Settings
from desk.admission import Admission
from desk.intake import Reader
from desk.issuing import Press
from desk.vault import Vault
from desk.workdays import WorkCalendar
from knowledge.reasons import Reason
from knowledge.units import Unit


def transaction(request: Request) -> Iterator[Session]:
    """One transaction per request: commit when the handler returns, roll back when it raises.

    Scope "function" commits before the reply is sent. FastAPI's default commits after it, so a
    failed commit would be reported as 200.
    """
    with request.app.state.database.sessions.begin() as session:
        yield session


def reading(request: Request) -> Iterator[Session]:
    """One unchanging view of the data; blocks no writer."""
    with request.app.state.database.readers() as session:
        yield session


def now(request: Request) -> datetime:
    clock: Callable[[], datetime] = request.app.state.clock
    return clock()


def calendar(request: Request) -> WorkCalendar:
    loaded: WorkCalendar = request.app.state.calendar
    return loaded


def vault(request: Request) -> Vault:
    keys: Vault = request.app.state.vault
    return keys


def settings(request: Request) -> Settings:
    read: Settings = request.app.state.settings
    return read


def parts(request: Request) -> Parts:
    loaded: Parts = request.app.state.parts
    return loaded


def limits(request: Request) -> Limits:
    buckets: Limits = request.app.state.limits
    return buckets


def metrics(request: Request) -> Metrics:
    counters: Metrics = request.app.state.metrics
    return counters


def network(request: Request) -> str:
    return caller(request, trusted_proxies=request.app.state.settings.trusted_proxies)


def read_allowance(buckets: Annotated[Limits, Depends(limits)], address: Annotated[str, Depends(network)]) -> None:
    buckets.take(allowed.READS, address)


def filing_allowance(buckets: Annotated[Limits, Depends(limits)], address: Annotated[str, Depends(network)]) -> None:
    buckets.take(allowed.FILINGS, address)


def upload_allowance(buckets: Annotated[Limits, Depends(limits)], address: Annotated[str, Depends(network)]) -> None:
    buckets.take(allowed.UPLOADS, address)


def bot_only(request: Request, x_bot_token: Annotated[str, Header()] = "") -> None:
    """Raises Forbidden for anybody but the bot; compared in constant time."""
    if not hmac.compare_digest(x_bot_token.encode(), request.app.state.bot_token.encode()):
        raise Forbidden("没有权限。")


def searcher(request: Request) -> Finder:
    loaded: Finder = _loaded(request, "searcher")
    return loaded


def bot(request: Request) -> Talker:
    loaded: Talker = _loaded(request, "bot")
    return loaded


def router(request: Request) -> Router:
    loaded: Router = _loaded(request, "router")
    return loaded


def reasons(request: Request) -> Sequence[Reason]:
    catalogue: Sequence[Reason] = request.app.state.reasons
    return catalogue


def units(request: Request) -> Sequence[Unit]:
    known: Sequence[Unit] = request.app.state.units
    return known


def review(request: Request) -> Review:
    checks: Review = request.app.state.review
    return checks


def press(request: Request) -> Press:
    letters: Press = request.app.state.press
    return letters


def admission(request: Request) -> Admission:
    door: Admission = request.app.state.admission
    return door


def reader(request: Request) -> Reader:
    listening: Reader = request.app.state.reader
    return listening


def _loaded(request: Request, name: str) -> Any:
    """Raises NotReady while the part is still loading."""
    found = getattr(request.app.state.parts, name)
    if found is None:
        raise NotReady(NAMES[name])
    return found


Tx = Annotated[Session, Depends(transaction, scope="function")]
Reading = Annotated[Session, Depends(reading, scope="function")]
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

"""The parts that take seconds to load: searcher, dialogue agent, router. Until then calls answer "not ready"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from desk.database import Database
from desk.routing import Routing
from retrieval.encode import Encoder
from retrieval.filters import Filters
from retrieval.passages import Passage

NAMES = {"searcher": "知识索引", "bot": "对话模型", "router": "转办规则"}
DATABASE = "数据库"


class Finder(Protocol):
    """Finds passages; ``retrieval.search.Searcher`` is the real one."""

    @property
    def passages(self) -> Sequence[Passage]: ...
    @property
    def encoder(self) -> Encoder: ...
    def search(self, query: str, *, k: int = 5, filters: Filters = ...) -> Any: ...


class Message(Protocol):
    """One thing the agent said; *custom* holds citations, a receipt, an emergency number or a hand-over."""

    @property
    def text(self) -> str: ...
    @property
    def buttons(self) -> Sequence[dict[str, str]]: ...
    @property
    def custom(self) -> dict[str, Any]: ...


class Turn(Protocol):
    """What the agent made of one message of a citizen."""

    @property
    def intent(self) -> str: ...
    @property
    def messages(self) -> Sequence[Message]: ...


class Understanding(Protocol):
    @property
    def intent(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def entities(self) -> Sequence[dict[str, Any]]: ...


class Talker(Protocol):
    """The dialogue agent; ``bot.agent.Bot`` is the real one."""

    async def say(self, sender: str, text: str, *, channel: str) -> Turn: ...
    async def parse(self, text: str) -> Understanding: ...
    async def forget(self, sender: str) -> None: ...


class Router(Protocol):
    """Says where a message goes; ``desk.routing.Router`` is the real one."""

    def route(self, matter: str, *, place: str = "") -> Routing: ...


@dataclass
class Parts:
    """Filled in as loading goes on."""

    searcher: Finder | None = None
    bot: Talker | None = None
    router: Router | None = None


def state_of(parts: Parts, database: Database) -> dict[str, bool]:
    """Return which parts can work, by their Chinese names."""
    loaded = {NAMES[field.name]: getattr(parts, field.name) is not None for field in fields(parts)}
    return {**loaded, DATABASE: _answers(database)}


def _answers(database: Database) -> bool:
    try:
        with database.readers() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True

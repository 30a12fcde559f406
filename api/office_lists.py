"""What a list behind a figure is narrowed to, in the address and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from api.deps import Now, Reading
from api.hot_topics import HotTopics
from api.office_figures import NO_TOWN, NO_UNIT
from api.office_period import Within
from desk.errors import Invalid
from desk.moments import day_words
from desk.supervision import PRESSING, QUESTIONS
from desk.ticket_table import TicketType
from knowledge.watch_list import Watched

SHORT = Query(max_length=40)


@dataclass(frozen=True)
class Narrowed:
    """*axes* are those of ``desk.supervision.AXES``; *words* say them to a person."""

    question: str
    axes: Mapping[str, Any] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    @property
    def pressing(self) -> bool:
        """Asked of all open cases, not of a quarter's."""
        return self.question in PRESSING


def narrowed(
    request: Request,
    session: Reading,
    at: Now,
    within: Within,
    what: Annotated[str, Query(max_length=20)] = "received",
    unit: Annotated[str | None, SHORT] = None,
    town: Annotated[str | None, SHORT] = None,
    kind: TicketType | None = None,
    channel: Annotated[str | None, SHORT] = None,
    week: date | None = None,
    returned_by: Annotated[str | None, SHORT] = None,
    watch: Annotated[str | None, SHORT] = None,
    topic: Annotated[str | None, SHORT] = None,
) -> Narrowed:
    """Raises Invalid for a question, subject or topic that does not exist (any more)."""
    if what not in QUESTIONS:
        raise Invalid("统计项", "没有这一项")
    plain = {"unit": unit, "town": town, "kind": kind, "channel": channel, "week": week, "returned_by": returned_by}
    axes: dict[str, Any] = {axis: value for axis, value in plain.items() if value is not None}
    words = [_words(axis, value) for axis, value in axes.items()]
    if watch is not None:
        axes["words"] = _cues(request.app.state.watch_list, watch)
        words.append(watch)
    if topic is not None:
        axes["numbers"], named = _members(request, session, at, within, topic)
        words.append(named)
    return Narrowed(what, axes, tuple(words))


def _words(axis: str, value: Any) -> str:
    if axis == "week":
        return f"{day_words(value)}起的一周"
    if axis == "returned_by":
        return f"{value}退回"
    return str(value) or {"town": NO_TOWN, "unit": NO_UNIT}.get(axis, "")


def _cues(watch_list: list[Watched], name: str) -> tuple[str, ...]:
    found = next((each.cues for each in watch_list if each.name == name), None)
    if found is None:
        raise Invalid("关注方面", "没有这一项")
    return found


def _members(request: Request, session: Reading, at: Now, within: Within, central: str) -> tuple[tuple[str, ...], str]:
    topics: HotTopics = request.app.state.hot_topics
    searcher = request.app.state.parts.searcher
    found = topics.of(session, searcher.encoder, within, at=at).topic(central) if searcher is not None else None
    if found is None:
        raise Invalid("主题", "已经重新归并，请回到督办台再打开")
    return found.numbers, "、".join(found.terms)


List = Annotated[Narrowed, Depends(narrowed)]

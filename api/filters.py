"""Which list of cases is asked for, and what it is narrowed to: the address of /desk, read and written."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.text import clean
from desk.case_search import Wanted
from desk.errors import Invalid

View = Literal["todo", "today", "open", "done", "find"]
SHORT = Query(max_length=40)


@dataclass(frozen=True)
class Filters:
    """*after* is the case the page before ended with."""

    view: View = "todo"
    wanted: Wanted = Wanted()
    after: str = ""

    @property
    def narrowed(self) -> bool:
        return self.wanted != Wanted()

    @property
    def narrowing(self) -> str:
        """The filters alone, as the end of an address: empty, or beginning with ``&``."""
        values = {field.name: getattr(self.wanted, field.name) for field in fields(Wanted)}
        given = {name: "true" if value is True else str(value) for name, value in values.items() if value}
        return "&" + urlencode(given) if given else ""

    @property
    def query(self) -> str:
        return f"view={self.view}{self.narrowing}"


def filters(
    view: View = "todo",
    words: Annotated[str, Query(max_length=100)] = "",
    unit: Annotated[str, SHORT] = "",
    town: Annotated[str, SHORT] = "",
    kind: Annotated[str, SHORT] = "",
    state: Annotated[str, SHORT] = "",
    since: Annotated[str, SHORT] = "",
    until: Annotated[str, SHORT] = "",
    supervised: bool = False,
    repeated: bool = False,
    after: Annotated[str, SHORT] = "",
) -> Filters:
    """Raises Invalid for a day that is none."""
    wanted = Wanted(
        words=clean(words),
        unit=clean(unit),
        town=clean(town),
        kind=clean(kind),
        state=clean(state),
        since=day_typed("收到日期起", since),
        until=day_typed("收到日期止", until),
        supervised=supervised,
        repeated=repeated,
    )
    return Filters(view, wanted, clean(after))


def day_typed(field: str, text: str) -> date | None:
    """None for an empty field; raises Invalid for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(field, "应为日期，如 2026-11-20") from None


Narrowing = Annotated[Filters, Depends(filters)]

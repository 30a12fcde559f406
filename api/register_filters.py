"""What the register of disclosure requests is narrowed to: the address of /desk/requests, read and written."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.filters import SHORT, day_typed
from api.text import clean
from desk.errors import Invalid
from desk.register import LATE, Asked


@dataclass(frozen=True)
class Narrowed:
    """*after* is the request the page before ended with."""

    asked: Asked = Asked()
    after: str = ""

    @property
    def query(self) -> str:
        given = {field.name: getattr(self.asked, field.name) for field in fields(Asked)}
        return urlencode({name: str(value) for name, value in given.items() if value})


def narrowed(
    words: Annotated[str, Query(max_length=100)] = "",
    since: Annotated[str, SHORT] = "",
    until: Annotated[str, SHORT] = "",
    channel: Annotated[str, SHORT] = "",
    applicant: Annotated[str, SHORT] = "",
    state: Annotated[str, SHORT] = "",
    outcome: Annotated[str, SHORT] = "",
    ground: Annotated[str, SHORT] = "",
    unit: Annotated[str, SHORT] = "",
    late: Annotated[str, SHORT] = "",
    after: Annotated[str, SHORT] = "",
) -> Narrowed:
    """Raises Invalid for a day that is none."""
    if late and late not in LATE:
        raise Invalid("逾期", f"应为：{'、'.join(LATE)}")
    asked = Asked(
        words=clean(words),
        since=day_typed("收到日期起", since),
        until=day_typed("收到日期止", until),
        channel=clean(channel),
        applicant=clean(applicant),
        state=clean(state),
        outcome=clean(outcome),
        ground=clean(ground),
        unit=clean(unit),
        late=late,
    )
    return Narrowed(asked, clean(after))


Narrowing = Annotated[Narrowed, Depends(narrowed)]

"""The quarter /office looks at, and links to the cases behind its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.deps import Now
from desk import quarters
from desk.moments import local
from desk.standing import standing

COMPARED = 4  # earlier quarters a topic is held against


@dataclass(frozen=True)
class Period:
    """One quarter; *after* and *until* are its first moment and the next one's."""

    year: int
    quarter: int
    after: datetime
    until: datetime

    @property
    def words(self) -> str:
        return f"{self.year}年第{'一二三四'[self.quarter - 1]}季度"

    def link(self, question: str, **more: object) -> str:
        return "/office/cases?" + urlencode({"what": question, "year": self.year, "quarter": self.quarter, **more})

    def step(self, quarters_on: int) -> str:
        moved = self.moved(quarters_on)
        return f"/office?year={moved.year}&quarter={moved.quarter}#quarter"

    def moved(self, quarters_on: int) -> Period:
        year, quarter = divmod(self.year * 4 + self.quarter - 1 + quarters_on, 4)
        return of(year, quarter + 1)

    def standing(self, at: datetime) -> Any:
        return standing(at=at, after=self.after, until=self.until)

    def windows(self, at: datetime) -> list[tuple[datetime, datetime]]:
        """This quarter, and of the COMPARED ones before it, latest first, the stretch that has passed of this one."""
        length = max(min(at, self.until), self.after) - self.after
        earlier = [self.moved(-back) for back in range(1, COMPARED + 1)]
        return [(self.after, self.until), *((one.after, min(one.after + length, one.until)) for one in earlier)]


def of(year: int, quarter: int) -> Period:
    return Period(year, quarter, *quarters.bounds(year, quarter))


def period(
    at: Now,
    year: Annotated[int | None, Query(ge=2000, le=2100)] = None,
    quarter: Annotated[int | None, Query(ge=1, le=4)] = None,
) -> Period:
    """The quarter asked for, else the one of *at*."""
    today = local(at)
    return of(year or today.year, quarter or (today.month + 2) // 3)


Within = Annotated[Period, Depends(period)]

"""/office: what the county office has to decide today, and the figures of a quarter with the cases behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api import inbox
from api.deps import Calendar, Now, Reading
from api.signin import Staff
from api.templating import page
from desk import quarters, statistics, store, supervision
from desk.errors import Invalid, NotAllowed
from desk.lifecycle import Actor, Role
from desk.moments import local
from desk.supervision import PRESSING, QUESTIONS, SHARES, Standing

router = APIRouter(include_in_schema=False)

ALLOWED = (Role.OFFICE, Role.AUDITOR, Role.ADMIN)
FIGURES = ("received", "open", "answered")
NO_TOWN, NO_UNIT = "未写明", "待定"


def supervisor(staff: Staff) -> Actor:
    if staff.role not in ALLOWED:
        raise NotAllowed(staff.role.value, "查看督办台")
    return staff


Supervisor = Annotated[Actor, Depends(supervisor)]


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

    def link(self, question: str, **more: str) -> str:
        return "/office/cases?" + urlencode({"what": question, "year": self.year, "quarter": self.quarter, **more})

    def step(self, quarters_on: int) -> str:
        year, quarter = divmod(self.year * 4 + self.quarter - 1 + quarters_on, 4)
        return f"/office?year={year}&quarter={quarter + 1}#quarter"


def period(
    at: Now,
    year: Annotated[int | None, Query(ge=2000, le=2100)] = None,
    quarter: Annotated[int | None, Query(ge=1, le=4)] = None,
) -> Period:
    """The quarter asked for, else the one of *at*."""
    today = local(at)
    asked = (year or today.year, quarter or (today.month + 2) // 3)
    return Period(*asked, *quarters.bounds(*asked))


Within = Annotated[Period, Depends(period)]


@router.get("/office")
def office(request: Request, by: Supervisor, session: Reading, at: Now, calendar: Calendar, within: Within) -> Response:
    counted = supervision.standings(session, at=at, after=within.after, until=within.until)
    table = statistics.quarter_table(session, within.year, within.quarter, at=at)
    return page(
        request,
        "office.html",
        staff=by,
        here="office",
        at=at,
        within=within,
        figures=[(QUESTIONS[key][0], len(supervision.asked(key, counted)), within.link(key)) for key in FIGURES],
        shares=[_share(name, counted, within) for name in SHARES],
        units=_bars(supervision.spread(counted, lambda one: one.unit or NO_UNIT), "unit", within),
        towns=_bars(supervision.spread(counted, lambda one: one.town or NO_TOWN), "town", within),
        kinds=_bars(supervision.spread(counted, lambda one: one.kind), "kind", within),
        table=table,
        columns=quarters.COLUMNS,
        **_now(session, by, at, calendar),
    )


@router.get("/office/now")
def fragment(request: Request, by: Supervisor, session: Reading, at: Now, calendar: Calendar) -> Response:
    """What needs a decision, alone, for the page that keeps itself fresh."""
    return page(request, "office_now.html", staff=by, at=at, **_now(session, by, at, calendar))


@router.get("/office/cases")
def behind(
    request: Request,
    by: Supervisor,
    session: Reading,
    at: Now,
    calendar: Calendar,
    within: Within,
    what: Annotated[str, Query(max_length=20)] = "received",
    unit: Annotated[str | None, Query(max_length=40)] = None,
    town: Annotated[str | None, Query(max_length=40)] = None,
    kind: Annotated[str | None, Query(max_length=10)] = None,
) -> Response:
    """The cases a figure counts. Pressing questions are asked of all open cases, the others of the quarter's."""
    if by.role is Role.ADMIN:
        raise NotAllowed(by.role.value, "查看办件")
    if what not in QUESTIONS:
        raise Invalid("统计项", "没有这一项")
    pressing = what in PRESSING
    after, until = (None, None) if pressing else (within.after, within.until)
    found = supervision.asked(what, supervision.standings(session, at=at, after=after, until=until))
    wanted = {"unit": unit, "town": town, "kind": kind}
    numbers = [one.number for one in found if _matches(one, wanted)]
    rows = inbox.ordered((store.ticket(session, number) for number in numbers), at=at, calendar=calendar)
    words = [QUESTIONS[what][0], *(value for value in wanted.values() if value)]
    heading = "目前" if pressing else within.words
    return page(
        request,
        "office_cases.html",
        staff=by,
        here="office",
        at=at,
        rows=rows,
        heading=f"{heading}：{'，'.join(words)}",
        view="open",
        number="",
    )


def _now(session: Session, by: Actor, at: datetime, calendar: Calendar) -> dict[str, Any]:
    """The pressing heaps; 管理员 sees their sizes only."""
    standing = supervision.standings(session, at=at)
    heaps = []
    for key, (label, _) in PRESSING.items():
        found = supervision.asked(key, standing)
        first = [] if by.role is Role.ADMIN else [store.ticket(session, one.number) for one in found[:3]]
        heaps.append(
            {
                "label": label,
                "count": len(found),
                "link": f"/office/cases?what={key}",
                "rows": inbox.ordered(first, at=at, calendar=calendar),
            }
        )
    return {"heaps": heaps}


def _share(name: str, counted: list[Standing], within: Period) -> dict[str, Any]:
    part, whole = SHARES[name]
    parts, wholes = len(supervision.asked(part, counted)), len(supervision.asked(whole, counted))
    return {
        "name": name,
        "part": parts,
        "whole": wholes,
        "percent": round(100 * parts / wholes, 1) if wholes else None,
        "part_link": within.link(part),
        "whole_link": within.link(whole),
        "whole_words": QUESTIONS[whole][0],
    }


def _bars(spread: list[tuple[str, int, int]], axis: str, within: Period) -> list[dict[str, Any]]:
    """Rows of a bar chart; widths are percent of the longest bar."""
    longest = max((count for _, count, _ in spread), default=1)
    return [
        {
            "name": name,
            "count": count,
            "late": late,
            "width": round(100 * count / longest, 2),
            "late_width": round(100 * late / longest, 2),
            "link": within.link("received", **{axis: name}),
        }
        for name, count, late in spread
    ]


def _matches(one: Standing, wanted: Mapping[str, str | None]) -> bool:
    own = {"unit": one.unit or NO_UNIT, "town": one.town or NO_TOWN, "kind": one.kind}
    return all(value is None or own[axis] == value for axis, value in wanted.items())

"""/office: what the county office has to decide today, and the figures of a quarter with the cases behind them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api import inbox, office_figures, office_heaps, office_notices, office_requests
from api.deps import Calendar, Now, Reading
from api.errors import STATUS
from api.office_heaps import DECISIONS
from api.office_lists import List
from api.office_period import Period, Within
from api.signin import Staff
from api.templating import page
from api.text import clean
from desk import annual_drafts, casework, quarters, statistics, store, supervision
from desk.annual_blanks import PUBLISHED
from desk.annual_days import AnnualDay, annual_days
from desk.case import Details
from desk.errors import DeskError, Invalid, NotAllowed
from desk.lifecycle import Actor, Role
from desk.moments import day_of
from desk.standing import standing
from desk.supervision import QUESTIONS

router = APIRouter(include_in_schema=False)

ALLOWED = (Role.OFFICE, Role.AUDITOR, Role.ADMIN)
AT_ONCE = inbox.MOST  # cases on one page of a list


def supervisor(staff: Staff) -> Actor:
    if staff.role not in ALLOWED:
        raise NotAllowed(staff.role.value, "查看督办台")
    return staff


def reader(by: Annotated[Actor, Depends(supervisor)]) -> Actor:
    """Raises NotAllowed for 管理员, who may see no case."""
    if by.role is Role.ADMIN:
        raise NotAllowed(by.role.value, "查看办件")
    return by


Supervisor = Annotated[Actor, Depends(supervisor)]
Reader = Annotated[Actor, Depends(reader)]


@router.get("/office")
def office(request: Request, by: Supervisor, session: Reading, at: Now, calendar: Calendar, within: Within) -> Response:
    return _office(request, session, by, at, calendar, within)


@router.get("/office/topics")
def topics(request: Request, by: Reader, session: Reading, at: Now, within: Within) -> Response:
    """The hot topics alone, as they are now: drawing those of a quarter may take seconds, which the page does not."""
    searcher, hot = request.app.state.parts.searcher, request.app.state.hot_topics
    picture = hot.of(session, searcher.encoder, within, at=at) if searcher else None
    return page(request, "office_topics.html", staff=by, within=within, picture=picture)


@router.get("/office/now")
def fragment(request: Request, by: Supervisor, session: Reading, at: Now, calendar: Calendar) -> Response:
    """What needs a decision, alone, for the page that keeps itself fresh."""
    return page(request, "office_now.html", staff=by, at=at, heaps=office_heaps.heaps(session, by, at, calendar))


@router.get("/office/cases")
def behind(
    request: Request,
    by: Reader,
    session: Reading,
    at: Now,
    calendar: Calendar,
    within: Within,
    wanted: List,
    page_number: Annotated[int, Query(ge=1, le=10_000, alias="page")] = 1,
) -> Response:
    """The cases a figure counts, AT_ONCE a page. Pressing questions are asked of all open cases."""
    of = standing(at=at) if wanted.pressing else within.standing(at)
    numbers = supervision.numbers(session, of, wanted.question, at=at, narrowed=wanted.axes)
    shown = numbers[(page_number - 1) * AT_ONCE : page_number * AT_ONCE]
    heading = "目前" if wanted.pressing else within.words
    return page(
        request,
        "office_cases.html",
        staff=by,
        here="office",
        at=at,
        rows=[inbox.row(each, at=at, calendar=calendar) for each in store.tickets_numbered(session, shown)],
        count=len(numbers),
        heading=f"{heading}：{'，'.join((QUESTIONS[wanted.question].label, *wanted.words))}",
        pages=[(one, request.url.include_query_params(page=one).query) for one in _pages(len(numbers))],
        page_number=page_number,
        view="open",
        number="",
    )


@router.post("/office/extensions/{number}")
def decide(
    request: Request,
    by: Supervisor,
    at: Now,
    calendar: Calendar,
    within: Within,
    number: Annotated[str, Path(max_length=40)],
    deed: Annotated[str, Form(max_length=10)],
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Grant or refuse an extension and go on with the heap; a refusal shows the page with the rule's own sentence."""
    database = request.app.state.database
    try:
        if deed not in DECISIONS:
            raise Invalid("意见", f"应为：{'、'.join(DECISIONS)}")
        with database.sessions.begin() as session:
            casework.perform(session, number, deed, Details(reason=clean(reason)), by=by, at=at, calendar=calendar)
    except DeskError as refusal:
        with database.readers() as session:
            shown = {"problem": f"{number}：{refusal}", "status": STATUS[type(refusal)]}
            return _office(request, session, by, at, calendar, within, **shown)
    return RedirectResponse("/office", status_code=303)


def _office(
    request: Request, session: Session, by: Actor, at: Now, calendar: Calendar, within: Period, **more: Any
) -> Response:
    return page(
        request,
        "office.html",
        staff=by,
        here="office",
        at=at,
        within=within,
        heaps=office_heaps.heaps(session, by, at, calendar),
        requests=office_requests.overview(session, by, at, calendar),
        table=statistics.quarter_table(session, within.year, within.quarter, at=at),
        columns=quarters.COLUMNS,
        picture=None if by.role is Role.ADMIN else request.app.state.hot_topics.last(within),
        unsent=office_notices.overview(session),
        annual_days=_annual_days(session, at),
        **office_figures.figures(session, within, request.app.state.watch_list, at=at, calendar=calendar),
        **more,
    )


def _annual_days(session: Session, at: Now) -> list[AnnualDay]:
    today = day_of(at)
    published = annual_drafts.latest(session, today.year - 1).words.get(PUBLISHED.name, "")
    return annual_days(today, published=bool(published))


def _pages(count: int) -> range:
    return range(1, -(-count // AT_ONCE) + 1)

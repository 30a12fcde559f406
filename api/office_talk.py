"""/office/talk: how conversations go, and which questions the documents should answer; for the county office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.deps import Calendar, Now, Reading
from api.parts import Parts
from api.reports import reader_of_reports
from api.signin import Staff
from api.talk_report import Days, Within, counted, percent
from api.templating import page
from desk import gap_clusters
from desk.gap_clusters import Cluster, State
from desk.lifecycle import Role
from desk.talk_figures import WHOLES

router = APIRouter(include_in_schema=False, dependencies=[Depends(reader_of_reports)])

AT_ONCE = 200  # questions of one cluster decided together


@dataclass(frozen=True)
class Lacking:
    """A cluster of unanswered questions; *unit* may know the answer, *near* is the passage that came closest."""

    cluster: Cluster
    unit: str
    near: Any


@router.get("/office/talk")
def show(request: Request, by: Staff, session: Reading, at: Now, calendar: Calendar, within: Within) -> Response:
    talk = counted(session, within, at=at, calendar=calendar)
    return page(
        request,
        "office_talk.html",
        staff=by,
        here="office",
        at=at,
        within=within,
        talk=talk,
        wholes=WHOLES,
        percent=percent,
        intents=_bars(talk.intents),
        outcomes=_bars(talk.outcomes),
        channels=[{"name": name, "tally": tally} for name, tally in talk.channels.items()],
        lacking=_lacking(request.app.state.parts, session, within),
        states=tuple(State),
        decides=by.role is Role.OFFICE,
    )


@router.post("/office/talk/gaps")
def decide(
    request: Request,
    by: Staff,
    at: Now,
    within: Within,
    gap: Annotated[list[int], Form(max_items=AT_ONCE)],
    state: Annotated[str, Form(max_length=10)],
) -> Response:
    with request.app.state.database.sessions.begin() as session:
        gap_clusters.decide(session, gap, state, by=by, at=at)
    return RedirectResponse(f"/office/talk?{within.query}#gaps", status_code=303)


def _bars(counts: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    longest = max((count for _, count in counts), default=0) or 1
    none = {"late": 0, "late_width": 0, "link": ""}
    return [{"name": name, "count": count, "width": round(100 * count / longest, 2), **none} for name, count in counts]


def _lacking(parts: Parts, session: Session, within: Days) -> list[Lacking] | None:
    """None while searcher and router are loading."""
    if parts.searcher is None or parts.router is None:
        return None
    gaps = gap_clusters.asked(session, within.first, within.last)
    if not gaps:
        return []
    vectors = parts.searcher.encoder.encode([gap.question for gap in gaps])
    found = gap_clusters.clustered(gaps, np.asarray(vectors), gap_clusters.decisions(session, gaps))
    return [_known(parts, each) for each in found]


def _known(parts: Any, cluster: Cluster) -> Lacking:
    """*cluster* with the unit its central question belongs to and the passage nearest to it."""
    units = parts.router.route(cluster.central).candidates
    hits = parts.searcher.search(cluster.central, k=1).hits
    return Lacking(cluster, units[0].unit if units else "", hits[0].passage if hits else None)

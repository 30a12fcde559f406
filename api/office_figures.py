"""The figures of a quarter for /office, each with its parts and the link to the cases it counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.office_period import Period
from desk import rankings, supervision
from desk.moments import day_of
from desk.standing import returned_by_unit
from desk.supervision import COUNTED, QUESTIONS, SHARES, Line, week_of
from desk.workdays import WorkCalendar
from knowledge.watch_list import Watched

FIGURES = ("received", "open", "answered", "missed")
NO_TOWN, NO_UNIT = "未写明", "未转办"
ONE_WEEK = timedelta(days=7)

Counts = Mapping[str, int]


def figures(
    session: Session, within: Period, watched: Sequence[Watched], *, at: datetime, calendar: WorkCalendar
) -> dict[str, Any]:
    """Everything the page shows of the quarter; the tickets are read once and added up from there."""
    subjects = {each.name: each.cues for each in watched}
    rows = supervision.tally(session, within.standing(at), COUNTED, at=at, subjects=subjects)
    gave_back = list(COUNTED).index("returns")
    returned = returned_by_unit(session, [row.number for row in rows if row.answers[gave_back]])
    whole = _added(rows)
    return {
        "figures": [(QUESTIONS[name].label, whole[name], within.link(name)) for name in FIGURES],
        "shares": [_share(name, whole, within) for name in SHARES],
        "units": _ranking(rows, returned, within, calendar),
        "few": rankings.FEW,
        "weeks": _weeks(rows, within, at),
        "towns": _bars(rows, lambda row: row.town, "town", within, NO_TOWN),
        "kinds": _bars(rows, lambda row: row.kind.value, "kind", within),
        "channels": _bars(rows, lambda row: row.channel, "channel", within),
        "watched": _watched(rows, watched, within),
    }


def _added(rows: Sequence[Line]) -> Counts:
    if not rows:
        return dict.fromkeys(COUNTED, 0)
    return dict(zip(COUNTED, map(sum, zip(*(row.answers for row in rows), strict=True)), strict=True))


def _grouped(rows: Iterable[Line], by: Callable[[Line], Any]) -> dict[Any, list[Line]]:
    groups: dict[Any, list[Line]] = defaultdict(list)
    for row in rows:
        groups[by(row)].append(row)
    return groups


def _share(name: str, counts: Counts, within: Period, **axis: object) -> dict[str, Any]:
    part, whole = SHARES[name]
    return {
        "name": name,
        "part": counts[part],
        "whole": counts[whole],
        "percent": round(100 * counts[part] / counts[whole], 1) if counts[whole] else None,
        "part_link": within.link(part, **axis),
        "whole_link": within.link(whole, **axis),
        "whole_words": QUESTIONS[whole].label,
    }


def _ranking(
    rows: Sequence[Line], returned: Mapping[str, int], within: Period, calendar: WorkCalendar
) -> list[dict[str, Any]]:
    """Units that were given something in the quarter, and those that gave all of it back."""
    groups = _grouped((row for row in rows if row.unit), lambda row: row.unit)
    standings = [
        rankings.Standing(
            unit,
            _added(groups.get(unit, ())),
            returned.get(unit, 0),
            rankings.handling_days(_spans(groups.get(unit, ())), calendar),
        )
        for unit in {*groups, *returned}
    ]
    return [_ranked(one, within) for one in rankings.ranked(standings)]


def _spans(rows: Iterable[Line]) -> list[tuple[datetime, datetime]]:
    return [(row.routed, row.answered) for row in rows if row.routed and row.answered]


def _ranked(one: rankings.Standing, within: Period) -> dict[str, Any]:
    axis = {"unit": one.unit}
    counted = {name: (one.counts[name], within.link(name, **axis)) for name in ("routed", "answered", "urged")}
    return {
        **counted,
        "unit": one.unit,
        "few": one.few,
        "shares": [_share(name, one.counts, within, **axis) for name in SHARES],
        "returned": (one.returned, within.link("returns", returned_by=one.unit)),
        "mean": one.mean_days,
        "median": one.median_days,
    }


def _weeks(rows: Sequence[Line], within: Period, at: datetime) -> list[dict[str, Any]]:
    """Each week of the quarter up to *at*, by the day of receipt; the first and the last may be cut by the quarter."""
    groups = _grouped(rows, lambda row: week_of(row.received))
    monday, last = week_of(within.after), min(at, within.until - timedelta(seconds=1))
    weeks = []
    while monday <= day_of(last):
        counts = _added(groups.get(monday, ()))
        shared = _share("按时答复率", counts, within, week=monday)
        links = {f"{name}_link": within.link(name, week=monday) for name in ("received", "answered")}
        weeks.append({"monday": monday, **shared, **links, **{name: counts[name] for name in ("received", "answered")}})
        monday += ONE_WEEK
    return weeks


def _bars(
    rows: Sequence[Line], by: Callable[[Line], str], axis: str, within: Period, missing: str = ""
) -> list[dict[str, Any]]:
    """Rows of a bar chart, most tickets first; widths are percent of the longest bar."""
    counted = {name: _added(group) for name, group in _grouped(rows, by).items()}
    longest = max((counts["received"] for counts in counted.values()), default=1)
    return [
        {
            "name": name or missing,
            "count": counts["received"],
            "late": counts["missed"],
            "width": round(100 * counts["received"] / longest, 2),
            "late_width": round(100 * counts["missed"] / longest, 2),
            "link": within.link("received", **{axis: name}),
            "late_link": within.link("missed", **{axis: name}),
        }
        for name, counts in sorted(counted.items(), key=lambda each: (-each[1]["received"], each[0]))
    ]


def _watched(rows: Sequence[Line], watched: Sequence[Watched], within: Period) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "count": sum(row.about[place] for row in rows),
            "link": within.link("received", watch=each.name),
        }
        for place, each in enumerate(watched)
    ]

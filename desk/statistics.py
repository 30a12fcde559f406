"""Figures from the event log, added up by the database."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from desk import quarters, tables
from desk.lifecycle import Verdict
from desk.quarters import ChannelFigures, Figures, QuarterTable

INTERACTION = "政民互动"  # the channel whose cases the printed table counts in a column of their own
MAYOR, GOVERNOR = "市长信箱", "省长热线"
NAMED = (INTERACTION, MAYOR, GOVERNOR)  # the channels the bulletin's text names by themselves
SIGNED = ("签收",)
FED_BACK = ("审核通过",)
REOPENED = ("退回重办", "重新办理")
COUNTED = (*SIGNED, *FED_BACK, *REOPENED, "回访", "直接答复", "办结", "撤回")


def quarter_table(session: Session, year: int, quarter: int, *, at: datetime) -> QuarterTable:
    """Count the cases last routed within the quarter, as the log stood at *at*.

    A case counts for the unit it was last routed to; 反馈 is the unit head's approval and stands until the case is
    returned or redone; an open case past its due counts as 逾期未办理 (docs/decisions/0033). A case merged into another
    counts with that one. Raises ValueError for a quarter outside 1–4.
    """
    after, until = quarters.bounds(year, quarter)
    rows: dict[str, Figures] = defaultdict(Figures)
    channels: dict[str, ChannelFigures] = defaultdict(ChannelFigures)
    first: dict[str, str] = {}
    direct = visited = 0
    for row in session.execute(_sums(after, min(until, at), at)):
        if row.kept:
            direct += row.direct
            continue
        first[row.unit] = min(row.first, first.get(row.unit, row.first))
        channels[row.channel] += ChannelFigures(row.cases, row.fed, row.closed, row.claimed, row.in_time)
        if row.channel == INTERACTION:
            rows[row.unit] += Figures(interaction=row.fed)
        else:
            rows[row.unit] += Figures(row.cases, row.fed, row.closed, row.overdue_open, row.overdue_done)
            visited += row.visited
    ranked = dict(sorted(rows.items(), key=lambda row: (-row[1].routed, first[row[0]])))
    submitted = channels[INTERACTION].submitted
    named = {name: channels[name] for name in NAMED}
    return QuarterTable(year, quarter, at, ranked, direct, submitted, visited, named)


def _sums(after: datetime, until: datetime, at: datetime) -> Any:
    """One row per unit and named channel, separately for what the hotline kept."""
    tickets, log = tables.tickets.c, _last_deeds(after, until, at)
    signing, feeding = tables.events.alias(), tables.events.alias()
    fed = func.coalesce(log.c.fed, 0) > func.coalesce(log.c.reopened, 0)
    kept = tickets.routed.is_(None)
    channel = case((tickets.channel.in_(NAMED), tickets.channel), else_="")
    joined = (
        tables.tickets.outerjoin(log, log.c.number == tickets.number)
        .outerjoin(signing, signing.c.sequence == log.c.signed)
        .outerjoin(feeding, feeding.c.sequence == log.c.fed)
    )
    grouped = (
        select(
            tickets.unit.label("unit"),
            _one(kept).label("kept"),
            channel.label("channel"),
            tickets.number.label("number"),
            _one(fed).label("fed"),
            _one(and_(fed, log.c.closed.is_not(None))).label("closed"),
            _one(and_(~fed, log.c.withdrawn.is_(None), tickets.due < at)).label("overdue_open"),
            _one(and_(fed, feeding.c.verdict == Verdict.LATE.value)).label("overdue_done"),
            _one(and_(fed, feeding.c.verdict == Verdict.IN_TIME.value)).label("in_time"),
            _one(signing.c.verdict == Verdict.IN_TIME.value).label("claimed"),
            _one(and_(fed, log.c.visited.is_not(None))).label("visited"),
            _one(log.c.direct.is_not(None)).label("direct"),
        )
        .select_from(joined)
        .where(_within(after, until))
        .subquery()
        .c
    )
    counted = [column for column in grouped if column.name not in ("unit", "kept", "channel", "number")]
    return select(
        grouped.unit,
        grouped.kept,
        grouped.channel,
        func.count().label("cases"),
        func.min(grouped.number).label("first"),
        *(func.sum(column).label(column.name) for column in counted),
    ).group_by(grouped.unit, grouped.kept, grouped.channel)


def _last_deeds(after: datetime, until: datetime, at: datetime) -> Any:
    """The sequence of the last deed of each sort, per case."""
    events = tables.events.c

    def last(*deeds: str) -> Any:
        return func.max(case((events.deed.in_(deeds), events.sequence), else_=None))

    return (
        select(
            events.number,
            last(*SIGNED).label("signed"),
            last(*FED_BACK).label("fed"),
            last(*REOPENED).label("reopened"),
            last("办结").label("closed"),
            last("撤回").label("withdrawn"),
            last("回访").label("visited"),
            last("直接答复").label("direct"),
        )
        .select_from(tables.tickets.join(tables.events, tables.tickets.c.number == events.number))
        .where(_within(after, until), events.at <= at, events.deed.in_(COUNTED))
        .group_by(events.number)
        .subquery()
    )


def _within(after: datetime, until: datetime) -> Any:
    """A case counts when it was routed, or received if the hotline kept it; never beside the one it is merged with."""
    columns = tables.tickets.c
    return and_(
        columns.merged_into == "",
        or_(
            and_(columns.routed >= after, columns.routed < until),
            and_(columns.routed.is_(None), columns.received >= after, columns.received < until),
        ),
    )


def _one(condition: Any) -> Any:
    return case((condition, 1), else_=0)

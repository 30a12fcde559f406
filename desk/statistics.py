"""Figures from the event log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import quarters, tables
from desk.lifecycle import Verdict
from desk.quarters import Figures, QuarterTable

INTERACTION = "政民互动"  # the channel whose cases the printed table counts in a column of their own
FED_BACK = ("审核通过",)
REOPENED = ("退回重办", "重新办理")


def quarter_table(session: Session, year: int, quarter: int, *, at: datetime) -> QuarterTable:
    """Count the cases last routed within the quarter, as the log stood at *at*.

    A case counts for the unit it was last routed to; 反馈 is the unit head's approval and stands until the case is
    returned or redone; an open case past its due counts as 逾期未办理 (docs/decisions/0033). Raises ValueError for a
    quarter outside 1–4.
    """
    after, until = quarters.bounds(year, quarter)
    cases = _cases(session, after, until, at)
    log = _log(session, after, until, at)
    rows: dict[str, Figures] = defaultdict(Figures)
    direct = submitted = visited = 0
    for case in cases:
        deeds = log[case.number]
        verdict = _feedback(deeds)
        if case.routed is None:
            direct += any(deed == "直接答复" for deed, _ in deeds)
        elif case.channel == INTERACTION:
            submitted += 1
            rows[case.unit] += Figures(interaction=int(verdict is not None))
        else:
            rows[case.unit] += _figures(case, deeds, verdict, at)
            visited += int(verdict is not None and any(deed == "回访" for deed, _ in deeds))
    ranked = dict(sorted(rows.items(), key=lambda row: (-row[1].routed, -row[1].interaction, row[0])))
    return QuarterTable(year, quarter, at, ranked, direct, submitted, visited)


def _figures(case: Any, deeds: list[tuple[str, str]], verdict: str | None, at: datetime) -> Figures:
    fed_back = verdict is not None
    withdrawn = any(deed == "撤回" for deed, _ in deeds)
    return Figures(
        routed=1,
        answered=int(fed_back),
        closed=int(fed_back and any(deed == "办结" for deed, _ in deeds)),
        overdue_open=int(not fed_back and not withdrawn and at > case.due),
        overdue_done=int(verdict == Verdict.LATE.value),
    )


def _feedback(deeds: Iterable[tuple[str, str]]) -> str | None:
    """The verdict of the feedback that stands, None when there is none."""
    verdict: str | None = None
    for deed, judged in deeds:
        if deed in FED_BACK:
            verdict = judged
        elif deed in REOPENED:
            verdict = None
    return verdict


def _cases(session: Session, after: datetime, until: datetime, at: datetime) -> list[Any]:
    columns = tables.tickets.c
    moment = _moment()
    wanted = select(columns.number, columns.unit, columns.channel, columns.due, columns.routed)
    return list(session.execute(wanted.where(moment >= after, moment < min(until, at))))


def _log(session: Session, after: datetime, until: datetime, at: datetime) -> dict[str, list[tuple[str, str]]]:
    """Deeds with their verdicts by case, oldest first."""
    columns, moment = tables.events.c, _moment()
    joined = tables.events.join(tables.tickets, tables.tickets.c.number == columns.number)
    wanted = (
        select(columns.number, columns.deed, columns.verdict)
        .select_from(joined)
        .where(moment >= after, moment < min(until, at), columns.at <= at)
        .where(columns.deed.in_((*FED_BACK, *REOPENED, "回访", "直接答复", "办结", "撤回")))
        .order_by(columns.sequence)
    )
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, deed, verdict in session.execute(wanted):
        found[number].append((deed, verdict))
    return found


def _moment() -> Any:
    """When a case counts: when it was routed, or received if the hotline kept it."""
    columns = tables.tickets.c
    return func.coalesce(columns.routed, columns.received)

"""Conversation figures of some days: for the page of the county office, as JSON, as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.deps import Calendar, Now, Reading
from api.filters import day_typed
from api.reports import Accept, Format, printed, reader_of_reports
from api.sheets import Sheet
from desk import form_runs, handover_waits, talk_figures, turn_marks
from desk.errors import Invalid
from desk.form_runs import Funnel
from desk.handover_waits import Waiting
from desk.moments import day_of
from desk.quarters import Rate
from desk.talk_figures import WHOLES, Span, Tally
from desk.workdays import WorkCalendar

USUAL = 30  # days, today included
HEADER = ("部分", "项目", "数", "总数", "百分比")

router = APIRouter(prefix="/api/v1/reports", tags=["报表"], dependencies=[Depends(reader_of_reports)])

Row = tuple[str, str, str | int | float, str | int, str | float]


@dataclass(frozen=True)
class Days:
    """Both ends are included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        return f"{self.first} 至 {self.last}"

    @property
    def query(self) -> str:
        return urlencode({"from": self.first, "to": self.last})

    def back(self, count: int) -> str:
        """The address of the last *count* days of these."""
        return urlencode({"from": self.last - timedelta(days=count - 1), "to": self.last})


def days(
    at: Now, since: str = Query("", alias="from", max_length=40), until: str = Query("", alias="to", max_length=40)
) -> Days:
    """The last USUAL days unless others are asked for; raises Invalid for days that are none or kept no longer."""
    last = day_typed("截止日期", until) or day_of(at)
    first = day_typed("起始日期", since) or last - timedelta(days=USUAL - 1)
    if first > last:
        raise Invalid("日期", "起始日期不能晚于截止日期")
    if last - first > turn_marks.KEPT:
        raise Invalid("日期", f"对话记录只保留 {turn_marks.KEPT.days} 天，请把期间改短")
    return Days(first, last)


Within = Annotated[Days, Depends(days)]


@dataclass(frozen=True)
class Talk:
    """What was counted on these days."""

    whole: Tally
    channels: dict[str, Tally]
    spans: list[Span]
    intents: list[tuple[str, int]]
    outcomes: list[tuple[str, int]]
    funnels: list[Funnel]
    waiting: Waiting


def counted(session: Session, within: Days, *, at: datetime, calendar: WorkCalendar) -> Talk:
    marks = turn_marks.between(session, within.first, within.last)
    return Talk(
        whole=talk_figures.tally(marks),
        channels=talk_figures.by_channel(marks),
        spans=talk_figures.by_time(marks, within.first, within.last),
        intents=talk_figures.by_intent(marks),
        outcomes=talk_figures.by_outcome(marks),
        funnels=form_runs.funnels(marks, at=at),
        waiting=handover_waits.waiting(session, within.first, within.last, calendar=calendar),
    )


@router.get("/talk")
def talk(
    session: Reading, at: Now, calendar: Calendar, within: Within, format: Format = None, accept: Accept = ""
) -> Response:
    """对话统计：答出、查无、转人工、提交办件等比率（附分子分母），按渠道、按日或周，意图，填表漏斗，等待人工的时间。不含原话。"""
    return printed(sheet(counted(session, within, at=at, calendar=calendar), within), format=format, accept=accept)


def sheet(talk: Talk, within: Days) -> Sheet:
    return Sheet(
        title=f"旌德县对话统计（{within.words}）",
        header=HEADER,
        rows=[*_rows(talk)],
        lines=[f"{name}率：{whole}中的比例。" for name, whole in WHOLES.items()],
        facts={
            "from": within.first.isoformat(),
            "to": within.last.isoformat(),
            "total": _facts(talk.whole),
            "channels": {name: _facts(tally) for name, tally in talk.channels.items()},
            "spans": [{"first": span.first.isoformat(), **_facts(span.tally)} for span in talk.spans],
            "intents": dict(talk.intents),
            "outcomes": dict(talk.outcomes),
            "forms": [asdict(funnel) for funnel in talk.funnels],
            "handovers": asdict(talk.waiting),
        },
    )


def percent(rate: Rate) -> float | None:
    return round(100 * rate.part / rate.whole, 1) if rate.whole else None


def _rows(talk: Talk) -> Iterator[Row]:
    yield from _tallied("全部", talk.whole)
    for name, tally in talk.channels.items():
        yield from _tallied(f"渠道：{name}", tally)
    for span in talk.spans:
        yield from _tallied(f"{span.first} 起", span.tally)
    yield from (("意图", name, count, talk.whole.turns, "") for name, count in talk.intents)
    yield from (("结果", name, count, talk.whole.turns, "") for name, count in talk.outcomes)
    for funnel in talk.funnels:
        yield from _funnelled(funnel)
    yield from _waited(talk.waiting)


def _tallied(part: str, tally: Tally) -> Iterator[Row]:
    yield (part, "对话", tally.conversations, "", "")
    yield (part, "话轮", tally.turns, "", "")
    yield from _shared(part, tally.rates, "率")


def _shared(part: str, rates: Sequence[Rate], ending: str = "") -> Iterator[Row]:
    for rate in rates:
        share = percent(rate)
        yield (part, f"{rate.name}{ending}", rate.part, rate.whole, "" if share is None else share)


def _funnelled(funnel: Funnel) -> Iterator[Row]:
    part = f"填表：{funnel.form}"
    yield (part, "开始", funnel.begun, "", "")
    for step in funnel.steps:
        for name, count in (("问到", step.asked), ("在此取消", step.cancelled), ("在此搁下", step.left)):
            yield (part, f"{step.name}：{name}", count, funnel.begun, "")
    yield from ((part, end.value, count, funnel.begun, "") for end, count in funnel.ends.items())


def _waited(waiting: Waiting) -> Iterator[Row]:
    yield from _shared("转人工", (waiting.out_of_hours, waiting.taken))
    for group in waiting.groups:
        for name, minutes in (("中位", group.median_minutes), ("九成五以内", group.p95_minutes)):
            yield ("转人工", f"{group.when}等待分钟（{name}）", "" if minutes is None else minutes, group.taken, "")


def _facts(tally: Tally) -> dict[str, Any]:
    rates = [
        {"name": rate.name, "of": WHOLES[rate.name], "part": rate.part, "whole": rate.whole} for rate in tally.rates
    ]
    return {"conversations": tally.conversations, "turns": tally.turns, "rates": rates}

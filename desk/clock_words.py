"""Why a request's last day is where it is: every start, pause and extension of its clock, told to a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desk.consulting import consultations
from desk.disclosure_table import Deed
from desk.moments import day_of, day_words
from desk.workdays import WorkCalendar

if TYPE_CHECKING:
    from desk.disclosure import Disclosure

STARTS: Mapping[str, str] = {
    Deed.CONFIRM.value: "与申请人确认，为收到之日（第三十一条）",
    Deed.SUPPLY.value: "收到补正，重新计算（第三十条）",
    Deed.PAY.value: "缴费，自次日重新计算（国办函〔2020〕109号）",
    Deed.REDO.value: "复议、诉讼纠正后重新办理，重新计算",
}
EXTENDED = {
    Deed.GRANT_EXTENSION.value: "延期（第三十三条第二款）",
    Deed.DELAY.value: "延迟答复（第三十五条）",
}


def lines(request: Disclosure, calendar: WorkCalendar) -> list[str]:
    """In the order they happened; empty when the clock simply ran."""
    told = [
        (event.at, f"{day_words(day_of(event.at))}：{STARTS[event.deed]}。")
        for event in request.events
        if event.deed in STARTS
    ]
    for event in request.events:
        if event.deed in EXTENDED:
            said = f"{day_words(day_of(event.at))}：{EXTENDED[event.deed]} {event.facts['days']} 个工作日。"
            told.append((event.at, said))
    for each in consultations(request):
        asked = day_words(day_of(each.asked))
        if each.heard is None:
            told.append((each.asked, f"{asked}：征求{each.kind}意见，答复前停止计算（第三十三条第三款）。"))
        else:
            days = calendar.count(day_of(each.asked), day_of(each.heard))
            until = day_words(day_of(each.heard))
            told.append((each.asked, f"{asked}至{until}：征求{each.kind}意见，其间 {days} 个工作日不计。"))
    return [line for _, line in sorted(told)]


def paused_days(request: Disclosure) -> list[date]:
    """The days that do not count because somebody was asked; a consultation that still runs has no end yet."""
    return sorted(
        {
            pause.asked + timedelta(days=number)
            for pause in request.pauses()
            for number in range(1, (pause.heard - pause.asked).days + 1)
        }
    )

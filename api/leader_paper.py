"""The report on a 领导接听 session as a Word file, in the manner of the published one of December 2020."""

from __future__ import annotations

from typing import Any

from api import paper
from api.paper import HEADING, TITLE
from api.templating import moment
from desk.leader_calls import Call
from desk.leader_diary import hours_words
from desk.leader_report import Report

CALLS = ("编号", "涉及问题", "受理范围", "办理方式", "承办单位", "状态")


def word(found: Report) -> bytes:
    """Return the report as a .docx file: the written words first, then the figures with the cases behind them."""
    held = found.held
    sheet = paper.a4()
    paper.centred(sheet, f"旌德县12345政府服务热线领导接听活动（第{held.issue}期）报告", font=TITLE, size=22)
    _lines(sheet, f"接听时间：{hours_words(held)}", f"接听单位：{held.unit}", f"接听领导：{held.leaders}")
    _lines(sheet, f"受理范围：{'、'.join(held.topics)}", *(held.summary or found.draft()).split("\n"))
    _heading(sheet, "一、接听情况")
    _lines(sheet, "，".join(f"{name} {count} 个" for name, count in found.counts().items()) + "。")
    paper.table(sheet, ("涉及问题", "来电（个）"), found.issues)
    _heading(sheet, "二、反馈与回访")
    for promise in found.promises:
        _lines(sheet, promise.words())
        behind = (("按时", promise.kept), ("未按时", promise.broken), ("未到期", promise.pending))
        _lines(sheet, *(f"{label}：{'、'.join(numbers)}" for label, numbers in behind if numbers))
    _heading(sheet, "三、来电办理")
    paper.table(sheet, CALLS, [_row(call) for call in found.calls])
    _heading(sheet, "四、督办件")
    supervised = [f"{_row(call)[0]}：{call.issue}，{call.ticket.unit}，{_row(call)[-1]}" for call in found.supervised]
    _lines(sheet, *supervised or ["无。"])
    _lines(sheet, f"统计截至 {moment(found.at)}。")
    return paper.saved(sheet)


def _row(call: Call) -> tuple[str, ...]:
    unit = "" if call.direct else call.ticket.unit
    return (call.ticket.number, call.issue, call.topic or "范围外", call.way, unit, call.ticket.state.value)


def _heading(sheet: Any, text: str) -> None:
    paper.write(sheet.add_paragraph(), text, font=HEADING)


def _lines(sheet: Any, *lines: str) -> None:
    for line in lines:
        paper.write(sheet.add_paragraph(), line)

"""The report on a 领导接听 session as a Word file, in the manner of the published one of December 2020."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document

from api.sheets import use_font
from api.templating import moment
from desk.leader_diary import hours_words
from desk.leader_report import Report


def paper(found: Report) -> bytes:
    """Return the report as a .docx file: the written words first, then the figures with the cases behind them."""
    held = found.held
    sheet = Document()
    use_font(sheet)
    sheet.add_heading(f"旌德县12345政府服务热线领导接听活动（第{held.issue}期）报告", level=1)
    for line in (f"接听时间：{hours_words(held)}", f"接听单位：{held.unit}", f"接听领导：{held.leaders}"):
        sheet.add_paragraph(line)
    sheet.add_paragraph(f"受理范围：{'、'.join(held.topics)}")
    for words in (held.summary or found.draft()).split("\n"):
        sheet.add_paragraph(words)
    sheet.add_heading("一、接听情况", level=2)
    sheet.add_paragraph("，".join(f"{name} {count} 个" for name, count in found.counts().items()) + "。")
    _table(sheet, ("涉及问题", "来电（个）"), found.issues)
    sheet.add_heading("二、反馈与回访", level=2)
    for promise in found.promises:
        sheet.add_paragraph(promise.words())
        for label, numbers in (("未按时", promise.broken), ("未到期", promise.pending)):
            if numbers:
                sheet.add_paragraph(f"{label}：{'、'.join(numbers)}")
    sheet.add_heading("三、来电办理", level=2)
    _table(
        sheet, ("编号", "涉及问题", "受理范围", "办理方式", "承办单位", "状态"), [_row(call) for call in found.calls]
    )
    sheet.add_heading("四、督办件", level=2)
    if not found.supervised:
        sheet.add_paragraph("无。")
    for call in found.supervised:
        sheet.add_paragraph(f"{call.ticket.number}　{call.issue}　{call.ticket.unit}　{call.ticket.state.value}")
    sheet.add_paragraph(f"统计截至 {moment(found.at)}。")
    file = BytesIO()
    sheet.save(file)
    return file.getvalue()


def _row(call: Any) -> tuple[str, ...]:
    unit = "" if call.direct else call.ticket.unit
    return (call.ticket.number, call.issue, call.topic or "范围外", call.way, unit, call.ticket.state.value)


def _table(sheet: Any, header: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    table = sheet.add_table(rows=1, cols=len(header), style="Table Grid")
    for row in (header, *rows):
        cells = table.rows[0].cells if row is header else table.add_row().cells
        for cell, value in zip(cells, row, strict=True):
            cell.text = str(value)

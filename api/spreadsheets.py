"""Lists of cases as files for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from fastapi.responses import Response

from api import downloads
from api.inbox import Row
from desk import exports
from desk.moments import local

Format = Literal["xlsx", "csv"]
HEADER = (
    "编号",
    "类型",
    "状态",
    "承办单位",
    "事项",
    "地点",
    "紧急程度",
    "下一期限",
    "收到时间",
    "督办件",
    "重复反映",
    "重新办理",
)
MEDIA = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
CUT_OFF = "只导出了前 {count} 件，请加上筛选条件后再导出其余的。"


def download(rows: Sequence[Row], name: str, format: Format, *, at: datetime, cut_off: bool = False) -> Response:
    """*rows* as an attachment; the last line says so when there are more."""
    lines: list[Sequence[object]] = [_line(row) for row in rows]
    if cut_off:
        lines.append((CUT_OFF.format(count=len(rows)),))
    return dated(exports.FORMATS[format](HEADER, lines), name, format, at=at)


def dated(content: bytes, name: str, format: Format, *, at: datetime) -> Response:
    return downloads.download(content, f"{name}-{local(at):%Y%m%d-%H%M}.{format}", MEDIA[format])


def _line(row: Row) -> Sequence[object]:
    return (
        row.number,
        row.kind,
        row.state,
        row.unit,
        row.about,
        row.place,
        row.urgency.level.value,
        row.urgency.until,
        row.received,
        _yes(row.supervised),
        _yes(row.repeated),
        _yes(row.redone),
    )


def _yes(fact: bool) -> str:
    return "是" if fact else ""

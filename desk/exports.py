"""Tables for a spreadsheet, which cannot mistake anything in them for a formula. No identity fields, ever.

CSV has only text, so an apostrophe goes before what looks like a formula; in .xlsx a string is a string.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session
from xlsxwriter import Workbook

from desk import tables
from desk.moments import local

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST = 32_767  # characters Excel holds in a cell
WIDE = 18  # of a column, in characters
BOM = "\ufeff"  # without it Excel reads UTF-8 as the local code page
TICKETS = {
    "number": "编号",
    "kind": "类型",
    "state": "状态",
    "unit": "承办单位",
    "town": "乡镇",
    "matter": "事项",
    "place": "地点",
    "channel": "渠道",
    "received": "登记时间",
    "due": "办理期限",
    "extension": "延期（工作日）",
    "rating": "评价",
    "supervised": "督办件",
    "repeat_of": "此前办件",
    "merged_into": "并入",
}
DISCLOSURES = {
    "number": "编号",
    "state": "状态",
    "wanted": "所需信息",
    "applicant": "申请人类别",
    "channel": "渠道",
    "received": "收到时间",
    "due": "答复期限",
    "extension": "延期（工作日）",
    "outcome": "结果",
    "row": "年报栏目",
}
EVENTS = {
    "sequence": "序号",
    "number": "编号",
    "at": "时间",
    "deed": "动作",
    "role": "角色",
    "unit": "单位",
    "before": "原状态",
    "after": "新状态",
    "verdict": "时限",
    "rule": "依据",
    "digest": "校验值",
}
GAPS = {"question": "未能回答的问题", "times": "次数", "score": "得分", "first": "首次", "last": "最近"}
SHEETS = {
    "tickets": (tables.tickets, TICKETS),
    "disclosures": (tables.disclosures, DISCLOSURES),
    "events": (tables.events, EVENTS),
    "gaps": (tables.gaps, GAPS),
}


def sheet(session: Session, name: str, format: str = "csv") -> bytes:
    """Return one of SHEETS as a file in one of FORMATS with a Chinese header line."""
    table, columns = SHEETS[name]
    first_key = next(iter(table.primary_key))
    rows = session.execute(select(*(table.c[column] for column in columns)).order_by(first_key))
    return FORMATS[format](list(columns.values()), rows)


def to_csv(header: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return BOM + out.getvalue()


def to_xlsx(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Numbers become numbers, everything else a string; the header stays in sight and can be filtered by."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        bold = book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        page.set_column(0, len(header) - 1, WIDE)
        for column, name in enumerate(header):
            page.write_string(0, column, name, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    page.write_number(last, column, value)
                elif plain(value):
                    page.write_string(last, column, plain(value)[:LONGEST])
        page.autofilter(0, 0, last, len(header) - 1)
    return file.getvalue()


def cell(value: object) -> str:
    """Text of a CSV cell; an apostrophe keeps a spreadsheet from running what a citizen typed."""
    text = plain(value)
    number = isinstance(value, int | float)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) and not number else text


def plain(value: object) -> str:
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value.value) if isinstance(value, Enum) else "" if value is None else str(value)


FORMATS: Mapping[str, Callable[[Sequence[str], Iterable[Iterable[object]]], bytes]] = {
    "csv": lambda header, rows: to_csv(header, rows).encode(),
    "xlsx": to_xlsx,
}

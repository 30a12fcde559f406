"""Tables for a spreadsheet, as CSV that a spreadsheet cannot mistake for formulas. No identity fields, ever."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.moments import local

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
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


def sheet(session: Session, name: str) -> str:
    """Return one of SHEETS as CSV text with a Chinese header line."""
    table, columns = SHEETS[name]
    first_key = next(iter(table.primary_key))
    rows = session.execute(select(*(table.c[column] for column in columns)).order_by(first_key))
    return to_csv(list(columns.values()), rows)


def to_csv(header: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return BOM + out.getvalue()


def cell(value: object) -> str:
    """Text of a cell; an apostrophe keeps a spreadsheet from running what a citizen typed."""
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, int | float):
        return str(value)
    text = str(value.value) if isinstance(value, Enum) else "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text

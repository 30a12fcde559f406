"""The list of complaints another platform passes on, as CSV: checked wholly before anything is filed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from desk import channels
from desk.errors import DeskError, Invalid
from desk.filings import TicketFiling
from desk.lifecycle import Actor
from desk.moments import SHANGHAI
from desk.ticket_table import TicketType
from desk.validity import normal_phone, phone_problem
from knowledge.channels import Channel

REQUIRED = ("编号", "收到时间", "内容")
OPTIONAL = ("地点", "类型", "希望结果", "姓名", "电话", "匿名", "保密", "公开")
YES, NO = ("是", "1", "true", "y"), ("", "否", "0", "false", "n")
MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d")
NO_PLACE = "上级未写明"
MOST_LINES, MOST_BYTES = 5_000, 10_000_000


class Unreadable(Exception):
    """The list cannot be filed; *faults* has one Chinese sentence per fault, with its line."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("；".join(faults))
        self.faults = list(faults)


def read(content: bytes, channel: Channel, *, by: Actor, at: datetime) -> list[TicketFiling]:
    """Return the filings of a list, in its order.

    Raises:
        Unreadable: anything is wrong in any line; all faults are named at once.
    """
    faults: list[str] = []
    filings: dict[str, TicketFiling] = {}
    for line, header, row in _lines(_decoded(content)):
        try:
            each = _filing(_cells(header, row), channel, by=by, at=at)
            if each.upstream in filings:
                raise Invalid("编号", f"「{each.upstream}」在这份文件里出现了两次")
            filings[each.upstream] = each
        except DeskError as refusal:
            faults.append(f"第 {line} 行：{refusal}")
    if faults or not filings:
        raise Unreadable(faults or ["文件里没有办件"])
    return list(filings.values())


def _decoded(content: bytes) -> str:
    """UTF-8, or what Chinese spreadsheets write. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable([f"文件超过 {MOST_BYTES // 1_000_000} MB，请分批导入"])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(["文件不是 UTF-8 或 GBK 编码的文字，请另存为 CSV UTF-8"])


def _lines(text: str) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield each filled line: the number it begins at, the header and its cells. Raises Unreadable."""
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        _check_header(header)
        begins = rows.line_num + 1
        for ordinal, row in enumerate(rows, start=1):
            if ordinal > MOST_LINES:
                raise Unreadable([f"超过 {MOST_LINES} 行，请分批导入"])
            if any(cell.strip() for cell in row):
                yield begins, header, [cell.strip() for cell in row]
            begins = rows.line_num + 1
    except csv.Error:
        raise Unreadable([f"第 {rows.line_num} 行：引号没有配对，或不是 CSV 文件"]) from None


def _check_header(header: Sequence[str]) -> None:
    known = (*REQUIRED, *OPTIONAL)
    faults = [f"第 1 行：缺少「{name}」列" for name in REQUIRED if name not in header]
    faults += [f"第 1 行：不认识「{name}」列，可用：{'、'.join(known)}" for name in header if name not in known]
    faults += [f"第 1 行：「{name}」列写了两次" for name in dict.fromkeys(header) if header.count(name) > 1]
    if faults:
        raise Unreadable(faults)


def _cells(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    if len(row) != len(header):
        raise Invalid("格数", f"有 {len(row)} 格，表头有 {len(header)} 格")
    return dict(zip(header, row, strict=True))


def _filing(cells: dict[str, str], channel: Channel, *, by: Actor, at: datetime) -> TicketFiling:
    """Raises DeskError for whatever is wrong with one line."""
    upstream, received = _number(cells["编号"]), _moment(cells["收到时间"])
    channels.admit({channel.name: channel}, channel.name, by=by.role, upstream=upstream, received=received, at=at)
    phone, anonymous = cells.get("电话", ""), _flag(cells, "匿名")
    if not phone and not anonymous:
        raise Invalid("电话", "没有电话的，请在「匿名」列写“是”")
    if phone and not anonymous and (problem := phone_problem(phone)):
        raise Invalid("电话", problem)
    made = TicketFiling(
        matter=cells["内容"],
        place=cells.get("地点", "") or NO_PLACE,
        wanted=cells.get("希望结果", ""),
        channel=channel.name,
        kind=_kind(cells.get("类型", "")),
        anonymous=anonymous,
        confidential=_flag(cells, "保密"),
        publishable=_flag(cells, "公开"),
        upstream=upstream,
        received=received,
        person={} if anonymous else {"name": cells.get("姓名", ""), "phone": normal_phone(phone) or phone},
    )
    made.check()
    return made


def _number(text: str) -> str:
    number = text.removeprefix("'")
    if not number:
        raise Invalid("编号", "必须填写")
    if "E+" in number.upper() and number.upper().replace("E+", "").replace(".", "").isdigit():
        raise Invalid("编号", f"「{number}」被表格软件改成了科学记数法，请把这一列设为文本后重新导出")
    return number


def _moment(text: str) -> datetime:
    for form in MOMENTS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    raise Invalid("收到时间", f"「{text}」应如 2026-11-20 09:30")


def _kind(text: str) -> TicketType | None:
    if text and text not in {kind.value for kind in TicketType}:
        raise Invalid("类型", f"「{text}」应为：{'、'.join(kind.value for kind in TicketType)}，或不填")
    return TicketType(text) if text else None


def _flag(cells: dict[str, str], name: str) -> bool:
    text = cells.get(name, "").lower()
    if text not in (*YES, *NO):
        raise Invalid(name, f"「{cells[name]}」应为“是”或“否”")
    return text in YES

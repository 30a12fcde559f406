"""The hotline tables of published bulletins: reading them, and loading them as closed cases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from desk import filing, quarters, store
from desk.case import Details
from desk.casework import perform
from desk.errors import Invalid
from desk.filings import TicketFiling
from desk.lifecycle import Actor, Role
from desk.moments import SHANGHAI
from desk.printed import PrintedRow, PrintedTable
from desk.quarters import COLUMNS, Figures
from desk.routing import Candidate, Routing
from desk.statistics import INTERACTION
from desk.ticket_table import TicketType
from desk.vault import Vault
from desk.workdays import WorkCalendar
from knowledge.documents import Document
from knowledge.units import Unit

HEADER = "序号\t单位\t" + "\t".join(COLUMNS)
TEXT = {  # figures the running text names, by the words around them
    "直办": re.compile(r"热线直办(\d+)件"),
    "转办": re.compile(r"县12345热线(?:直办\d+件，)?转办(\d+)件"),
    "反馈并办结": re.compile(r"反馈并办结(\d+)件"),
    "政民互动": re.compile(r"提交问题数\d+条，单位回复(\d+)条"),
}
ANNEX = re.compile(r"附件(\d)：([^；。\n]+)")
HOTLINE = Actor("县12345热线", Role.OFFICE, "县政府办")


def read(document: Document) -> PrintedTable:
    """Raises Invalid when the document has no such table."""
    rows = [block.text.split("\t") for block in document.blocks if block.header == HEADER]
    if not rows:
        raise Invalid(document.title, "没有热线转办情况表")
    printed = [PrintedRow(cells[0], cells[1], _figures(cells[2:])) for cells in rows]
    total = next(row.figures for row in printed if row.unit == "合计")
    return PrintedTable(
        title=document.title,
        rows=[row for row in printed if row.unit != "合计"],
        total=total,
        text=figures_in(document.text),
        annexes=dict(ANNEX.findall(document.text)),
    )


def figures_in(text: str) -> dict[str, int]:
    """The figures running text names by the words of the table."""
    found = {name: pattern.search(text) for name, pattern in TEXT.items()}
    return {name: int(match[1]) for name, match in found.items() if match}


def load(
    session: Session,
    table: PrintedTable,
    year: int,
    quarter: int,
    *,
    units: Sequence[Unit],
    calendar: WorkCalendar,
    vault: Vault,
) -> int:
    """File and close as many cases per unit as *table* prints, on working days of the quarter; return how many.

    Loading the same table again changes nothing. Raises Invalid for a unit name nobody has.
    """
    names = {alias: unit.name for unit in units for alias in (unit.name, unit.full, *unit.aliases)}
    wanted = [
        (_unit(names, row.unit), channel, ordinal)
        for row in table.rows
        for channel, count in (("电话", row.figures.routed), (INTERACTION, row.figures.interaction))
        for ordinal in range(count)
    ]
    starts = _starts(year, quarter, len(wanted), calendar)
    for (unit, channel, ordinal), start in zip(wanted, starts, strict=True):
        key = f"bulletin:{year}-{quarter}:{unit}:{channel}:{ordinal}"
        _close_one(session, key, unit, channel, start, calendar, vault)
    return len(wanted)


def load_direct(
    session: Session, table: PrintedTable, year: int, quarter: int, *, calendar: WorkCalendar, vault: Vault
) -> int:
    """File and answer at once as many cases as the text says the hotline answered itself (直办); return how many."""
    count = table.text.get("直办", 0)
    for ordinal, start in enumerate(_starts(year, quarter, count, calendar)):
        key = f"bulletin:{year}-{quarter}:直办:{ordinal}"
        if store.ticket_by_key(session, key) is None:
            number = _file(session, key, "", "电话", start, calendar, vault)
            words = Details(text="已当场答复，原通报未载答复内容。")
            perform(session, number, "直接答复", words, by=HOTLINE, at=start, calendar=calendar)
    return count


def _figures(cells: Sequence[str]) -> Figures:
    return Figures(*(int(cell or 0) for cell in cells))


def _unit(names: Mapping[str, str], printed: str) -> str:
    for name in (printed, printed.removeprefix("县")):
        if name in names:
            return names[name]
    raise Invalid("单位", f"名录中没有「{printed}」")


def _starts(year: int, quarter: int, count: int, calendar: WorkCalendar) -> list[datetime]:
    """Spread *count* cases in order over the quarter's working days, leaving room to close the last one inside it."""
    first, after = quarters.bounds(year, quarter)
    days = [first.date() + timedelta(days=n) for n in range((after - first).days - 7)]
    working = [day for day in days if calendar.is_workday(day)]
    return [datetime.combine(working[n * len(working) // count], time(9, 0), SHANGHAI) for n in range(count)]


def _file(
    session: Session, key: str, unit: str, channel: str, at: datetime, calendar: WorkCalendar, vault: Vault
) -> str:
    """Return the number; without a unit the case stays with the hotline."""
    wanted = TicketFiling(
        matter="通报所列办件（仅有数量）", place="未载明", channel=channel, kind=TicketType.COMPLAINT, anonymous=True
    )
    candidates = (Candidate(unit, 1.0, ("按通报原表",)),) if unit else ()
    routing = Routing("投诉", 1.0, None, None, candidates, sure=bool(unit))
    filed = filing.file_ticket(
        session, wanted, key=key, routing=routing, by=HOTLINE, at=at, calendar=calendar, vault=vault
    )
    return filed.number


def _close_one(
    session: Session, key: str, unit: str, channel: str, at: datetime, calendar: WorkCalendar, vault: Vault
) -> None:
    """Walk one case from filing to closing the way a department would have."""
    if store.ticket_by_key(session, key) is not None:
        return
    number = _file(session, key, unit, channel, at, calendar, vault)
    officer, head = Actor(f"{unit}经办", Role.OFFICER, unit), Actor(f"{unit}负责人", Role.HEAD, unit)
    next_day = at + timedelta(hours=4)
    steps = [
        ("签收", Details(), officer, at + timedelta(hours=1)),
        ("拟复", Details(text="已办结，原通报未载答复内容。"), officer, next_day),
        ("审核通过", Details(), head, next_day),
        ("答复", Details(), HOTLINE, next_day),
        ("回访", Details(text="原通报未逐件载明回访情况。"), HOTLINE, next_day),
        ("办结", Details(), HOTLINE, next_day),
    ]
    for deed, details, by, moment in steps:
        perform(session, number, deed, details, by=by, at=moment, calendar=calendar)

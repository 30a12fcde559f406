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
from desk.quarters import COLUMNS, Figures, PrintedRow, PrintedTable
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
    "政民互动": re.compile(r"提交问题数(\d+)条，单位回复\d+条"),
}
HOTLINE = Actor("县12345热线", Role.OFFICE, "县政府办")


def read(document: Document) -> PrintedTable:
    """Raises Invalid when the document has no such table."""
    rows = [block.text.split("\t") for block in document.blocks if block.header == HEADER]
    if not rows:
        raise Invalid(document.title, "没有热线转办情况表")
    printed = [PrintedRow(cells[0], cells[1], _figures(cells[2:])) for cells in rows]
    total = next(row.figures for row in printed if row.unit == "合计")
    found = {name: pattern.search(document.text) for name, pattern in TEXT.items()}
    return PrintedTable(
        title=document.title,
        rows=[row for row in printed if row.unit != "合计"],
        total=total,
        text={name: int(match[1]) for name, match in found.items() if match},
    )


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
    loaded = 0
    for row in table.rows:
        unit = _unit(names, row.unit)
        for channel, count in (("电话", row.figures.routed), (INTERACTION, row.figures.interaction)):
            for ordinal in range(count):
                key = f"bulletin:{year}-{quarter}:{unit}:{channel}:{ordinal}"
                _close_one(session, key, unit, channel, _start(year, quarter, loaded, calendar), calendar, vault)
                loaded += 1
    return loaded


def _figures(cells: Sequence[str]) -> Figures:
    return Figures(*(int(cell or 0) for cell in cells))


def _unit(names: Mapping[str, str], printed: str) -> str:
    for name in (printed, printed.removeprefix("县")):
        if name in names:
            return names[name]
    raise Invalid("单位", f"名录中没有「{printed}」")


def _start(year: int, quarter: int, ordinal: int, calendar: WorkCalendar) -> datetime:
    """Spread the cases over the quarter's working days, leaving room to close the last one inside it."""
    first, after = quarters.bounds(year, quarter)
    days = [first.date() + timedelta(days=n) for n in range((after - first).days - 7)]
    working = [day for day in days if calendar.is_workday(day)]
    return datetime.combine(working[ordinal % len(working)], time(9, 0), SHANGHAI)


def _close_one(
    session: Session, key: str, unit: str, channel: str, at: datetime, calendar: WorkCalendar, vault: Vault
) -> None:
    """Walk one case from filing to closing the way a department would have."""
    wanted = TicketFiling(
        matter="通报所列办件（仅有数量）", place="未载明", channel=channel, kind=TicketType.COMPLAINT, anonymous=True
    )
    routing = Routing("投诉", 1.0, None, None, (Candidate(unit, 1.0, ("按通报原表",)),), sure=True)
    known = store.ticket_by_key(session, key)
    if known is not None:
        return
    filed = filing.file_ticket(
        session, wanted, key=key, routing=routing, by=HOTLINE, at=at, calendar=calendar, vault=vault
    )
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
        perform(session, filed.number, deed, details, by=by, at=moment, calendar=calendar)

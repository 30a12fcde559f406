"""What people wrote for a quarter's bulletin: every version is an event of the log, the last one counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import ledger, tables
from desk.bulletin_blanks import BLANKS, ISSUED, Blank
from desk.errors import Invalid, NotAllowed
from desk.events import Event
from desk.lifecycle import Actor, Role

DEED = "拟通报"
LONGEST = 3000


def save(session: Session, year: int, quarter: int, words: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Raises NotAllowed for all but 县政府办, Invalid for a text too long or a date that is none; nothing is lost."""
    if by.role is not Role.OFFICE:
        raise NotAllowed(by.role.value, DEED)
    kept = {blank.name: words.get(blank.name, "").strip() for blank in BLANKS}
    for blank in BLANKS:
        if len(kept[blank.name]) > LONGEST:
            raise Invalid(blank.label, f"不能超过 {LONGEST} 字")
    check_day(ISSUED, kept[ISSUED.name])
    facts: dict[str, object] = {"year": year, "quarter": quarter, "words": kept}
    ledger.add(session, [Event("", DEED, at, by.name, by.role.value, by.unit, facts=facts)])


def latest(session: Session, year: int, quarter: int) -> dict[str, str]:
    """What was saved last, by the names of ``BLANKS``; empty when nothing was."""
    columns = tables.events.c
    wanted = select(columns.facts).where(columns.number == "", columns.deed == DEED).order_by(columns.sequence.desc())
    for (facts,) in session.execute(wanted):
        if (facts["year"], facts["quarter"]) == (year, quarter):
            return dict(facts["words"])
    return {}


def check_day(blank: Blank, iso: str) -> None:
    """Raises Invalid unless *iso* is a date or empty."""
    if not iso:
        return
    try:
        date.fromisoformat(iso)
    except ValueError:
        raise Invalid(blank.label, f"应为 2020-07-20 这样的日期，不能是「{iso[:20]}」") from None

"""What people wrote and entered for a yearly report: every version is an event of the log, the last one counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import bulletin_drafts, ledger, tables
from desk.annual_blanks import BLANKS, CELLS, DAYS, LAST_LEFT
from desk.bulletin_drafts import LONGEST
from desk.errors import Invalid, NotAllowed
from desk.events import Event
from desk.lifecycle import Actor, Role

DEED = "拟年报"
FIGURE = re.compile(r"\d{1,9}(?:\.\d{1,6})?", re.ASCII)  # the fees of art. 20(8) are in 万元


@dataclass(frozen=True)
class AnnualDraft:
    """*words* by the names of BLANKS, *figures* by CELLS; *by* and *at* say who saved them last."""

    words: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    at: datetime | None = None


def save(
    session: Session,
    year: int,
    words: Mapping[str, str],
    figures: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Raises NotAllowed for all but 县政府办, Invalid for a text too long, no date or no figure; nothing is lost."""
    if by.role is not Role.OFFICE:
        raise NotAllowed(by.role.value, DEED)
    kept = {blank.name: words.get(blank.name, "").strip() for blank in BLANKS}
    for blank in BLANKS:
        if len(kept[blank.name]) > LONGEST:
            raise Invalid(blank.label, f"不能超过 {LONGEST} 字")
    for blank in DAYS:
        bulletin_drafts.check_day(blank, kept[blank.name])
    if kept[LAST_LEFT.name] and not kept[LAST_LEFT.name].isdecimal():
        raise Invalid(LAST_LEFT.label, "应为件数，如 3")
    entered = {name: figures.get(name, "").strip() for name in CELLS}
    for name, figure in entered.items():
        if figure and not FIGURE.fullmatch(figure):
            raise Invalid(name, f"应为数字，不能是「{figure[:20]}」")
    facts: dict[str, object] = {"year": year, "words": kept, "figures": entered}
    ledger.add(session, [Event("", DEED, at, by.name, by.role.value, by.unit, facts=facts)])


def latest(session: Session, year: int) -> AnnualDraft:
    """What was saved last; empty when nothing was."""
    log = tables.events.c
    wanted = select(log.facts, log.actor, log.at).where(log.number == "", log.deed == DEED)
    for facts, actor, at in session.execute(wanted.order_by(log.sequence.desc())):
        if facts["year"] == year:
            return AnnualDraft(facts["words"], facts["figures"], actor, at)
    return AnnualDraft()

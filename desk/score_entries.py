"""What people enter into the yearly assessment: deductions only they can judge, and the bonus. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import ledger, store, tables
from desk.case_records import ScoreEntry
from desk.directory import check_unit
from desk.errors import Invalid, NotAllowed, NotFound
from desk.events import Event
from desk.lifecycle import Actor, Role
from desk.masking import mask
from desk.score import Deduction
from knowledge.appraisal import Appraisal

LONGEST_REASON = 500
WHOLE_SHEET = 100.0


def enter(
    session: Session,
    sheet: Appraisal,
    *,
    year: int,
    unit: str,
    item: str,
    points: float,
    number: str = "",
    reason: str,
    by: Actor,
    at: datetime,
) -> ScoreEntry:
    """Add an entry and its event.

    Raises:
        NotAllowed: not 县政府办.
        Invalid: unknown unit or item, points outside what the item has, no reason, a case of another unit.
        NotFound: no such case.
    """
    _only_office(by, "录入考评得分")
    check_unit(unit)
    if item not in sheet.items:
        raise Invalid("扣分项", "附件4没有这一项，请从列表中选择")
    most = sheet.most(sheet.items[item]) or WHOLE_SHEET
    if not 0 < points <= most:
        raise Invalid("分值", f"应大于 0、不超过该类别的 {most:g} 分")
    if number:
        _check_case(session, number, unit)
    entry = ScoreEntry(year, unit, item, points, number, _reason(reason), by.name, at)
    session.add(entry)
    session.flush()
    _note(session, "考评录入", entry, by=by, at=at, note=entry.reason)
    return entry


def withdraw(session: Session, id: int, *, reason: str, by: Actor, at: datetime) -> ScoreEntry:
    """The entry stays on record and no longer counts. Raises NotAllowed, NotFound, Invalid."""
    _only_office(by, "撤销考评录入")
    entry: ScoreEntry | None = session.get(ScoreEntry, id, with_for_update=True)
    if entry is None:
        raise NotFound("考评录入", str(id))
    if entry.withdrawn is not None:
        raise Invalid("考评录入", f"已由{entry.withdrawn_by}撤销")
    words = _reason(reason)
    entry.withdrawn, entry.withdrawn_by = at, by.name
    _note(session, "撤销考评录入", entry, by=by, at=at, note=words)
    return entry


def entries(session: Session, year: int) -> Sequence[ScoreEntry]:
    """All of *year*, withdrawn ones too, in the order they were entered."""
    columns = tables.score_entries.c
    found: Sequence[ScoreEntry] = (
        session.execute(select(ScoreEntry).where(columns.year == year).order_by(columns.id)).scalars().all()
    )
    return found


def standing(session: Session, year: int) -> list[ScoreEntry]:
    return [entry for entry in entries(session, year) if entry.withdrawn is None]


def deduction(entry: ScoreEntry, sheet: Appraisal) -> Deduction:
    """Raises Invalid for an item that was taken off the sheet since."""
    item = sheet.items.get(entry.item)
    if item is None:
        raise Invalid("考评录入", f"第 {entry.id} 条的扣分项「{entry.item}」不在 knowledge/appraisal.yml 中，请补回")
    return Deduction(
        item,
        entry.points,
        entry.number,
        f"{entry.reason}（{entry.by}录入）",
        at=entry.at,
        entry=entry.id,
    )


def _only_office(by: Actor, deed: str) -> None:
    if by.role is not Role.OFFICE:
        raise NotAllowed(by.role.value, deed)


def _check_case(session: Session, number: str, unit: str) -> None:
    ticket = store.ticket(session, number)
    if unit != ticket.unit and not any(event.facts.get("unit") == unit for event in ticket.events):
        raise Invalid("编号", f"{number} 没有转办给{unit}")


def _reason(words: str) -> str:
    """Raises Invalid; personal data in it is masked, for the sheet is handed round."""
    if not words.strip():
        raise Invalid("理由", "必须填写")
    if len(words) > LONGEST_REASON:
        raise Invalid("理由", f"不能超过 {LONGEST_REASON} 字")
    return mask(words.strip())


def _note(session: Session, deed: str, entry: ScoreEntry, *, by: Actor, at: datetime, note: str) -> None:
    """On the log of the house, not on that of the case: assessments are confidential before they are published."""
    facts: dict[str, object] = {
        "entry": entry.id,
        "year": entry.year,
        "unit": entry.unit,
        "item": entry.item,
        "points": entry.points,
        "case": entry.number,
    }
    ledger.add(session, [Event("", deed, at, by.name, by.role.value, by.unit, note=note, facts=facts)])

"""What the notes of a made-up year add up to, counted by hand: no figure here comes from the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from tests.desk.year import DISSATISFIED, Note, Tale, claim_due

FED, REOPENED, ANSWERED = "审核通过", ("退回重办", "重新办理"), ("答复", "直接答复")
ROUTED = ("转办", "再派")


def last(tale: Tale, *deeds: str) -> int:
    """Place in the notes of the last of *deeds*, -1 when there is none."""
    return max((place for place, note in enumerate(tale.log) if note.deed in deeds), default=-1)


def has(tale: Tale, deed: str) -> bool:
    return last(tale, deed) >= 0


def quarter_of(moment: datetime) -> int:
    return (moment.month + 2) // 3


def table(tales: Iterable[Tale], quarter: int, at: datetime) -> dict[str, object]:
    """附件3: by unit 转办, 反馈, 办结, 逾期未办理, 逾期已办理, 政民互动; and 直办, submitted 政民互动, 回访."""
    rows: dict[str, Counter[str]] = {}
    whole: Counter[str] = Counter()
    for tale in tales:
        if tale.into is not None or not tale.number:
            continue
        if tale.routed is None:
            whole["直办"] += quarter_of(tale.filed) == quarter and has(tale, "直接答复")
            continue
        if quarter_of(tale.routed) != quarter:
            continue
        row = rows.setdefault(tale.unit, Counter())
        fed = last(tale, FED) > last(tale, *REOPENED)
        if tale.channel == "政民互动":
            row["政民互动"] += fed
            whole["提交"] += 1
            continue
        row["转办"] += 1
        row["反馈"] += fed
        row["办结"] += fed and has(tale, "办结")
        row["逾期未办理"] += not fed and tale.due < at and not has(tale, "撤回")
        row["逾期已办理"] += fed and bool(tale.log[last(tale, FED)].late)
        whole["回访"] += fed and has(tale, "回访")
    columns = ("转办", "反馈", "办结", "逾期未办理", "逾期已办理", "政民互动")
    return {"rows": {unit: tuple(row[name] for name in columns) for unit, row in rows.items()}, **whole}


def answers(tale: Tale, at: datetime) -> dict[str, bool]:
    """How the case answers the questions of the county office."""
    place = last(tale, *ANSWERED)
    stands = place > last(tale, "重新办理")
    late = stands and bool(tale.log[place].late)
    overdue = tale.open and tale.due < at
    return {
        "received": True,
        "routed": tale.routed is not None,
        "open": tale.open,
        "answered": stands,
        "in_time": stands and not late,
        "late": late,
        "overdue": overdue,
        "owed": stands or overdue,
        "missed": late or overdue,
        "rated": bool(tale.rating),
        "satisfied": bool(tale.rating) and tale.rating not in DISSATISFIED,
        "returns": has(tale, "退回"),
        "urged": has(tale, "催办"),
        "escalated": tale.open and tale.escalated > 0,
    }


def findings(tale: Tale, at: datetime) -> list[tuple[str, str]]:
    """What the case costs under annex 4: which kind of finding, and which unit it costs."""
    if tale.routed is None or tale.into is not None:
        return []
    governor = tale.channel == "省长热线"
    found = [("late_sign", note.unit) for note in tale.log if note.deed == "签收" and note.late]
    ended = last(tale, "撤回", "并入") > last(tale, "拆出", "重新办理")
    if last(tale, *ROUTED) > last(tale, "签收", "撤回", "并入") and at > claim_due(tale):
        found.append(("late_sign", tale.unit))
    found += _late_reply(tale, at, ended)
    if not governor:
        found += [("reworked", note.unit) for note in tale.log if note.deed == "退回重办"]
    if has(tale, "办结") and not has(tale, "回访"):
        found.append(("unvisited", _holder(tale, tale.log[last(tale, "办结")])))
    if tale.repeats and has(tale, "答复"):
        first = next(note for note in tale.log if note.deed == "答复")
        found.append(("not_inspected", _holder(tale, first)))
    return found


def _late_reply(tale: Tale, at: datetime, ended: bool) -> list[tuple[str, str]]:
    """An application that still waits for the county office excuses; one refused or used up does not."""
    excused = has(tale, "申请延期") and not has(tale, "同意延期") and not has(tale, "不同意延期")
    if excused:
        return []
    late = next((note for note in tale.log if note.deed == FED and note.late), None)
    if late is not None:
        return [("late_reply", late.unit)]
    owed = last(tale, *ROUTED, *REOPENED) > last(tale, FED)
    return [("late_reply", tale.unit)] if owed and at > tale.due and not ended else []


def _holder(tale: Tale, at: Note) -> str:
    """The unit it was last routed to when *at* was noted, else the one it is with."""
    held = [note.unit for note in tale.log[: tale.log.index(at) + 1] if note.deed in ROUTED]
    return held[-1] if held else tale.unit

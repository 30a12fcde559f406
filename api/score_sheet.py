"""The yearly assessment as a sheet: every reading, what each assumes, every deduction with its proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.sheets import Sheet
from desk.moments import local
from desk.score import ASSUMPTIONS, Deduction, UnitScore
from knowledge.appraisal import BONUS, Appraisal, Heading

LOST = "缺失"


def score_sheet(scores: Sequence[UnitScore], year: int, sheet: Appraisal) -> Sheet:
    return Sheet(
        title=f"旌德县{year}年热线留言办理考评（办理记录部分）",
        header=("单位", *ASSUMPTIONS, "扣分明细"),
        rows=[(each.unit, *each.readings().values(), _words(each)) for each in scores],
        lines=[
            "办理记录能证明的项目由系统计算；须由人评判的项目以县政府办录入为准，未录入的不扣分。",
            *(f"{name}：{assumed}" for name, assumed in ASSUMPTIONS.items()),
            *(f"扫描件缺失：{words}" for words in lost(sheet)),
            *doubts(scores),
        ],
        facts={"year": year, "assumptions": ASSUMPTIONS, "units": [_unit(each) for each in scores]},
    )


def lost(sheet: Appraisal) -> list[str]:
    """What the scan of annex 4 does not show; nothing is guessed."""
    headings = [heading for block in sheet.blocks for heading in block.headings]
    return [_lost(heading) for heading in headings if heading.points is None or _unpriced(heading)]


def doubts(scores: Sequence[UnitScore]) -> list[str]:
    """The units for which the other reading of a doubtful figure makes a difference."""
    first = next(iter(ASSUMPTIONS))
    return [
        f"{each.unit}：“督查督办”每缺一项若按 1 分而不是 5 分计，{first}为 {each.other_readings()[first]:g}"
        for each in scores
        if each.doubtful
    ]


def proof(deduction: Deduction) -> str:
    """Where a deduction comes from, in words: the case and its event, or the entry."""
    if deduction.entry is not None:
        return f"人工录入第{deduction.entry}条" + (f" {deduction.number}" if deduction.number else "")
    if deduction.at is not None:
        return f"{deduction.number} 第{deduction.sequence}号记录（{local(deduction.at):%m-%d %H:%M}）"
    return "、".join(deduction.cases)


def _unpriced(heading: Heading) -> bool:
    return any(item.found == LOST for item in heading.items)


def _lost(heading: Heading) -> str:
    return f"{heading.block}·{heading.name}（{heading.note or heading.words}）"


def _words(scored: UnitScore) -> str:
    lines = [
        f"{proof(each)} {each.item.heading}：{each.item.name} {_sign(each)}{each.points:g}（{each.why}）"
        for each in scored.deductions
    ]
    return "；".join(lines) or "无"


def _sign(deduction: Deduction) -> str:
    return "＋" if deduction.item.block == BONUS else "−"


def _unit(scored: UnitScore) -> dict[str, Any]:
    return {
        "unit": scored.unit,
        "cases": scored.cases,
        "readings": scored.readings(),
        "other_readings": scored.other_readings(),
        "bonus": scored.bonus,
        "satisfaction": {block: {"part": part, "whole": whole} for block, (part, whole) in scored.satisfaction.items()},
        "sessions": [at.isoformat() for at in scored.sessions],
        "deductions": [_deduction(each) for each in scored.deductions],
    }


def _deduction(each: Deduction) -> dict[str, Any]:
    return {
        "item": each.item.id,
        "block": each.item.block,
        "heading": each.item.heading,
        "name": each.item.name,
        "points": each.points,
        "number": each.number,
        "event": each.sequence,
        "at": each.at.isoformat() if each.at else None,
        "why": each.why,
        "cases": list(each.cases),
        "entry": each.entry,
    }

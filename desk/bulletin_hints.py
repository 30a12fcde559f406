"""What is odd in a published bulletin without being a wrong sum: names, numbering, and its text against annex 1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desk import bulletins
from desk.errors import Invalid
from desk.printed import PrintedTable
from knowledge.documents import Document
from knowledge.units import Unit, names_of

EVALUATED = "序号\t单位\t测评发现的突出问题"
MUCH, NONE = "大量栏目", "无突出问题"
# Who the text names, and what their row of annex 1 then has to say.
SAID = (
    (MUCH, re.compile(r"([^。；，\n]+?)(?:政府)?(?:网站)?存在大量栏目")),
    (NONE, re.compile(r"([^。；，\n]+?)政府信息发布及时")),
    (NONE, re.compile(r"([^。；，\n]+?)\d+家单位信息公开及时")),
)
COUNTED = re.compile(r"([^。；，\n]+?)(\d+)家单位信息公开及时")
LEAD_INS = ("其中",)
MISREAD = "部门栏目"  # what the scan makes of 部分栏目


def hints(document: Document, *, units: Sequence[Unit], earlier: Document | None = None) -> list[str]:
    """Name what a person should look at; *earlier* is the bulletin of the quarter before."""
    table, before = _table(document), _table(earlier)
    found = [] if table is None else [*_names(table, units), *_numbering(table)]
    if table is not None and before is not None:
        found += _carried(table, before)
    return [*found, *_evaluation(document, units)]


def _table(document: Document | None) -> PrintedTable | None:
    try:
        return bulletins.read(document) if document is not None else None
    except Invalid:
        return None


def _names(table: PrintedTable, units: Sequence[Unit]) -> list[str]:
    known, found = names_of(units), []
    for row in table.rows:
        unit = known.get(row.unit) or known.get(row.unit.removeprefix("县"))
        if unit is None:
            found.append(f"附件3：「{row.unit}」不在单位名录中")
            continue
        if row.unit.removeprefix("县").removesuffix("政府") != unit.name:
            found.append(f"附件3：「{row.unit}」在名录中为「{unit.name}」")
        if not unit.assessed:
            found.append(f"附件3：「{row.unit}」不在 38 个测评单位之内")
    return found


def _numbering(table: PrintedTable) -> list[str]:
    ordinals = [int(row.ordinal) for row in table.rows if row.ordinal.isdigit()]
    gaps = sorted(set(range(1, max(ordinals, default=0) + 1)) - set(ordinals))
    found = []
    if ordinals != sorted(ordinals):
        found.append("附件3：序号不按顺序")
    if gaps:
        found.append(f"附件3：序号缺 {'、'.join(map(str, gaps))}")
    return found


def _carried(table: PrintedTable, before: PrintedTable) -> list[str]:
    """Ordinals that belong to the ranking of the quarter before."""
    former = {row.unit: row.ordinal for row in before.rows}
    same = [row for row in table.rows if former.get(row.unit) == row.ordinal]
    ranked = [row.ordinal for row in table.rows] == [str(n) for n in range(1, len(table.rows) + 1)]
    missing = "、".join(f"{row.unit}（{row.ordinal}）" for row in before.rows if row.unit not in _units(table))
    if ranked or len(same) < len(table.rows) - 1:
        return []
    return [f"附件3：沿用上一季度的序号，本季度没有的单位：{missing or '无'}"]


def _units(table: PrintedTable) -> set[str]:
    return {row.unit for row in table.rows}


def _evaluation(document: Document, units: Sequence[Unit]) -> list[str]:
    """Where the text of part one and annex 1 say different things of a unit."""
    rows = [block.text.split("\t") for block in document.blocks if block.header == EVALUATED]
    known = names_of(units)
    words = {known[cells[1]].name: cells[2] for cells in rows if cells[1] in known}
    found = [f"附件1：{unit}一行印作“{MISREAD}”，疑为“部分栏目”" for unit, said in words.items() if MISREAD in said]
    named: dict[str, set[str]] = {MUCH: set(), NONE: set()}
    for wanted, pattern in SAID:
        for match in pattern.finditer(document.text):
            for unit in _listed(match[1], known):
                named[wanted].add(unit)
                if unit in words and wanted not in words[unit]:
                    found.append(f"{unit}：正文归入“{wanted}”，附件1为“{words[unit].split('，')[0]}”")
    for wanted, units_named in named.items():
        left = [unit for unit, said in words.items() if wanted in said and unit not in units_named]
        found += [f"{unit}：附件1为“{wanted}”，正文没有点名" for unit in left]
    return found + _miscounted(document.text, known)


def _miscounted(text: str, known: dict[str, Unit]) -> list[str]:
    return [
        f"正文写“{match[2]}家单位”，点名 {len(names)} 家"
        for match in COUNTED.finditer(text)
        if len(names := _listed(match[1], known)) != int(match[2])
    ]


def _listed(words: str, known: dict[str, Unit]) -> list[str]:
    """The units in ``甲局、乙局``, by their short names; words that name none are passed over."""
    found = []
    for part in _parts(words):
        unit = known.get(part) or known.get(part.removesuffix("政府"))
        if unit is not None:
            found.append(unit.name)
    return found


def _parts(words: str) -> Iterable[str]:
    for lead_in in LEAD_INS:
        words = words.strip().removeprefix(lead_in)
    return (part.strip() for part in words.split("、"))

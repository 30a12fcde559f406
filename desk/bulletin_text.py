"""The quarterly bulletin (通报): its sentences from the counted figures, its blanks for what only people can write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from desk.bulletin_blanks import (
    BLANKS,
    CONTACT,
    DEMANDS,
    ISSUED,
    NUMBER,
    OPENING,
    OVERALL,
    PROBLEMS,
    REMARKS,
    UNITS,
    Blank,
)
from desk.bulletins import figures_in
from desk.moments import local
from desk.quarters import COLUMNS, ChannelFigures, Figures, QuarterTable, bounds
from desk.statistics import GOVERNOR, INTERACTION, MAYOR
from knowledge.units import Unit

Kind = Literal["heading", "subheading", "text", "blank", "note"]

QUARTERS = "一二三四"
HEADER = ("序号", "单位", *COLUMNS)
ISSUER = "旌德县人民政府办公室"
ADDRESSEES = "各镇人民政府，县直有关单位："


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; a ``blank`` is still to be written by a person."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Bulletin:
    """A bulletin ready for paper.

    Attributes:
        number: 文号; empty until a person gives it.
        issued: 成文日期 in words; empty likewise.
        rows: The cells of 附件3 below ``HEADER``, the total first as the county prints it.
        problems: Contradictions found; printed only as a note, and only when the office says so.
    """

    title: str
    number: str
    issued: str
    paragraphs: Sequence[Paragraph]
    annexes: Sequence[str]
    annex_title: str
    rows: Sequence[tuple[str, ...]]
    notes: Sequence[str]
    problems: Sequence[str]


def compose(
    table: QuarterTable, words: Mapping[str, str], *, units: Sequence[Unit], published: Sequence[str] = ()
) -> Bulletin:
    """Put the bulletin of *table* together.

    Args:
        words: What people wrote, by the names of ``BLANKS``.
        published: Contradictions of the bulletin already published for this quarter.
    """
    quarter = f"{table.year}年第{QUARTERS[table.quarter - 1]}季度"
    rows = _rows(table, {unit.name: unit.kind for unit in units})
    problems = [*table.contradictions(), *_typed(table, words), *(f"已印发的通报：{each}" for each in published)]
    return Bulletin(
        title=f"{ISSUER}关于{quarter}政务公开及“12345”政府服务热线（含政民互动）工作情况的通报",
        number=words.get(NUMBER.name, ""),
        issued=_day_words(words.get(ISSUED.name, "")),
        paragraphs=_paragraphs(table, quarter, words),
        annexes=(
            f"{quarter}政务公开测评情况（另附）",
            "各镇人民政府，县直单位政务公开问题清单（另附）",
            f"县“12345”政府服务热线（含政民互动）{months(table.quarter)}转办情况",
        ),
        annex_title=f"县“12345”政府服务热线（含政民互动）{months(table.quarter)}转办情况",
        rows=rows,
        notes=_notes(table),
        problems=problems,
    )


def months(quarter: int) -> str:
    return f"{3 * quarter - 2}-{3 * quarter}月份"


def _paragraphs(table: QuarterTable, quarter: str, words: Mapping[str, str]) -> list[Paragraph]:
    opening = words.get(OPENING.name) or (
        f"为进一步规范我县政务公开信息发布工作，根据市政务公开办要求，我办组织对{quarter}网站政务公开“12345”政府服务热线"
        "（含政民互动）工作进行了评测。现将评测情况通报如下："
    )
    period = months(table.quarter)
    contact = [Paragraph("text", words[CONTACT.name])] if words.get(CONTACT.name) else []
    return [
        Paragraph("text", opening),
        Paragraph("heading", "一、政务公开工作情况"),
        *_written("（一）总体情况", OVERALL, words),
        *_written("（二）测评存在问题的单位", UNITS, words),
        *_written("（三）测评中发现的共性问题", PROBLEMS, words),
        *_written("（四）工作要求", DEMANDS, words),
        Paragraph("heading", "二、“12345”政府服务热线（含政民互动）情况"),
        Paragraph("subheading", "（一）县12345热线办理情况"),
        Paragraph("text", _hotline(table, period)),
        Paragraph("text", _standing(table)),
        *_written("", REMARKS, words),
        Paragraph("subheading", "（二）政民互动办理情况"),
        Paragraph("text", _letters(table, period)),
        Paragraph("subheading", "（三）省长热线等上级留言办理情况"),
        Paragraph("text", _governor(table, period)),
        *contact,
    ]


def _written(heading: str, blank: Blank, words: Mapping[str, str]) -> list[Paragraph]:
    """The lines a person wrote, or the place that still waits for them."""
    lines = [line.strip() for line in words.get(blank.name, "").splitlines() if line.strip()]
    body = [Paragraph("text", line) for line in lines]
    empty = Paragraph("blank", f"〔待填写：{blank.label}——{blank.hint}〕")
    return [*([Paragraph("subheading", heading)] if heading else []), *(body or [empty])]


def _hotline(table: QuarterTable, period: str) -> str:
    total = table.total
    answered, closed = table.direct + total.answered, table.direct + total.closed
    done = f"反馈并办结{closed}件" if answered == closed else f"反馈{answered}件，办结{closed}件"
    rates = "；".join(rate.words() for rate in table.rates()[:3])
    return f"{period}，县12345热线直办{table.direct}件，转办{total.routed}件，{done}，{rates}。"


def _standing(table: QuarterTable) -> str:
    """Best and worst by figures the log proves, each with its numbers."""
    said = []
    if table.busy:
        named = "、".join(f"{unit}（{row.routed}件）" for unit, row in table.busy.items())
        said.append(f"其中，{named}转办量高于各单位平均数，均按时反馈")
    if table.behind:
        late = [
            f"{unit}逾期未办理{row.overdue_open}件、逾期已办理{row.overdue_done}件"
            for unit, row in table.behind.items()
        ]
        named = "；".join(late)
        said.append(f"存在逾期的单位：{named}")
    elif table.rows:
        said.append("各单位均无逾期办件")
    return "。".join(said or ["本季度没有转办件"]) + "。"


def _letters(table: QuarterTable, period: str) -> str:
    site, mayor = (table.channels.get(name, ChannelFigures()) for name in (INTERACTION, MAYOR))
    return (
        f"{period}，县政府网站“政民互动”栏目网友向县直单位提交问题数{site.submitted}条，单位回复{site.answered}条。"
        f"{_shares(site)}市长信箱提交问题数{mayor.submitted}条，回复{mayor.answered}条。{_shares(mayor)}"
    )


def _shares(channel: ChannelFigures) -> str:
    return "，".join(rate.words() for rate in channel.rates()) + "。" if channel.submitted else ""


def _governor(table: QuarterTable, period: str) -> str:
    passed = table.channels.get(GOVERNOR, ChannelFigures())
    if not passed.submitted:
        return f"{period}，省长热线没有转办件。"
    if passed.closed == passed.submitted:
        return f"{period}，省长热线转办{passed.submitted}件，均已办结，其中按时反馈{passed.answered_in_time}件。"
    return (
        f"{period}，省长热线转办{passed.submitted}件，已反馈{passed.answered}件（按时{passed.answered_in_time}件），"
        f"已办结{passed.closed}件。"
    )


def _rows(table: QuarterTable, kinds: Mapping[str, str]) -> list[tuple[str, ...]]:
    ranked = [
        (str(n), _printed_name(unit, kinds.get(unit, "")), *_cells(row))
        for n, (unit, row) in enumerate(table.rows.items(), start=1)
    ]
    return [("", "合计", *map(str, table.total.values())), *ranked]


def _cells(row: Figures) -> tuple[str, ...]:
    """The last three columns stay empty where there is nothing, as in the county's tables."""
    cells = [str(value) for value in row.values()]
    return (*cells[:3], *(cell if cell != "0" else "" for cell in cells[3:]))


def _printed_name(unit: str, kind: str) -> str:
    if kind == "镇":
        return f"{unit}政府"
    return f"县{unit}" if kind == "县直" else unit


def _notes(table: QuarterTable) -> list[str]:
    at = local(table.at)
    unfinished = ["本季度尚未结束，数字还会变动。"] if at < bounds(table.year, table.quarter)[1] else []
    return [
        *unfinished,
        f"本表由办件记录统计，截至{at.year}年{at.month}月{at.day}日{at:%H:%M}；按最后一次转办落在本季度计，逾期未办结的计入。",
        "转办含市长信箱、省长热线等渠道转来的办件，政民互动单列；并入其他办件的重复件不另计。",
        "；".join(rate.words() for rate in table.rates()) + "。",
    ]


def _typed(table: QuarterTable, words: Mapping[str, str]) -> list[str]:
    """Figures people wrote that are not what was counted."""
    total = table.total
    done = table.direct + total.closed
    counted = {"直办": table.direct, "转办": total.routed, "反馈并办结": done, "政民互动": total.interaction}
    return [
        f"{blank.label}：写有{column} {written}，统计为 {counted[column]}"
        for blank in BLANKS
        for column, written in figures_in(words.get(blank.name, "")).items()
        if written != counted[column]
    ]


def _day_words(iso: str) -> str:
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"

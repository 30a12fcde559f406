"""The yearly report on disclosure in its six parts (国办公开办函〔2021〕30号): what the log proves, and blanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk import annual_blanks
from desk.annual_blanks import ENTERED, ISSUED, LAST_LEFT
from desk.annual_drafts import AnnualDraft
from desk.annual_figures import YearFigures
from desk.bulletin_blanks import Blank
from desk.bulletin_text import Paragraph
from desk.disclosure_year import YearTable
from desk.filings import APPLICANTS
from desk.proceedings import COLUMNS, KINDS

ISSUER = "旌德县人民政府"
TALLY = "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和"
HEADS = {"维持": "结果维持", "纠正": "结果纠正", "其他": "其他结果"}
ORDINALS = "一二三四五六七"
IN_PART = "部分公开（区分处理的，只计这一情形，不计其他情形）"


@dataclass(frozen=True)
class Grid:
    """A table of the report; an empty cell is a figure nobody entered yet."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Part:
    heading: str
    body: Sequence[Paragraph | Grid]


@dataclass(frozen=True)
class Annual:
    """The report ready for paper.

    Attributes:
        issued: 成文日期 in words; empty until a person gives it.
        problems: Figures that contradict each other; printed only with a note.
    """

    title: str
    issued: str
    parts: Sequence[Part]
    problems: Sequence[str]


def compose(figures: YearFigures, draft: AnnualDraft, rows: Sequence[str]) -> Annual:
    """*rows* are the official ones, see ``disclosure_year.rows_of``."""
    year, words = figures.table.year, draft.words
    issued = words.get(ISSUED.name, "")
    return Annual(
        title=f"{ISSUER}{year}年政府信息公开工作年度报告",
        issued=_written(date.fromisoformat(issued)) if issued else "",
        parts=[
            Part("一、总体情况", _overall(figures, words)),
            Part("二、主动公开政府信息情况", [_entered(table, draft.figures) for table in ENTERED]),
            Part("三、收到和处理政府信息公开申请情况", [_table3(figures.table, rows)]),
            Part("四、政府信息公开行政复议、行政诉讼情况", [_table4(figures.table4)]),
            Part("五、存在的主要问题及改进情况", _written_by(annual_blanks.PROBLEMS, words)),
            Part("六、其他需要报告的事项", [_fees(figures), *_written_by(annual_blanks.OTHERS, words)]),
        ],
        problems=problems(figures.table, words.get(LAST_LEFT.name, "")),
    )


def problems(table: YearTable, last_left: str) -> list[str]:
    """What does not add up; *last_left* is what the report of the year before printed as carried over, if known."""
    found = table.contradictions()
    carried = sum(table.carried_in.values())
    if last_left and int(last_left) != carried:
        found.append(f"上年年报所载结转下年度 {int(last_left)} 件 ≠ 本年上年结转 {carried} 件")
    return found


def received_words(figures: YearFigures) -> str:
    """As the county words it, e.g. 2020年收到8件，其中在线申请1件，信函邮寄申请5件，当面申请2件."""
    table = figures.table
    channels = [f"{name}{count}件" for name, count in figures.channels.items() if count]
    outcomes = [f"{name}{count}件" for name, count in figures.outcomes.items() if count]
    return (
        f"{table.year}年共收到政府信息公开申请{sum(table.received.values())}件{_among(channels)}；"
        f"上年结转{sum(table.carried_in.values())}件。办理完毕{sum(figures.outcomes.values())}件{_among(outcomes)}；"
        f"结转下年度继续办理{sum(table.carried_out.values())}件。"
    )


def applicant_words(figures: YearFigures) -> str:
    kinds = [f"{kind}{count}件" for kind in APPLICANTS if (count := figures.table.received.get(kind, 0))]
    return f"新收申请按申请人分：{'、'.join(kinds)}。" if kinds else "本年没有新收申请。"


def time_words(figures: YearFigures) -> str:
    if figures.mean_days is None:
        return "本年没有作出答复。"
    return (
        f"本年作出答复{figures.answered}件，自收到申请至答复平均{figures.mean_days:.1f}个工作日"
        f"（含征求意见、补正等依法不计入期限的时间），其中逾期答复{figures.late}件（{figures.late}/{figures.answered}）。"
    )


def _among(named: Sequence[str]) -> str:
    return f"，其中{'，'.join(named)}" if named else ""


def _overall(figures: YearFigures, words: Mapping[str, str]) -> list[Paragraph]:
    counted = [received_words(figures), applicant_words(figures), time_words(figures)]
    proactive, *others = (
        annual_blanks.PROACTIVE,
        annual_blanks.MANAGEMENT,
        annual_blanks.PLATFORM,
        annual_blanks.SUPERVISION,
    )
    body = _section(1, proactive.label, _written_by(proactive, words))
    body += _section(2, "依申请公开", [Paragraph("text", text) for text in counted])
    for ordinal, blank in enumerate(others, start=3):
        body += _section(ordinal, blank.label, _written_by(blank, words))
    return body


def _section(ordinal: int, label: str, body: Sequence[Paragraph]) -> list[Paragraph]:
    return [Paragraph("subheading", f"（{ORDINALS[ordinal - 1]}）{label}"), *body]


def _written_by(blank: Blank, words: Mapping[str, str]) -> list[Paragraph]:
    lines = [line.strip() for line in words.get(blank.name, "").splitlines() if line.strip()]
    return [Paragraph("text", line) for line in lines] or [Paragraph("blank", f"〔待填写：{blank.label}〕")]


def _entered(table: annual_blanks.Entered, figures: Mapping[str, str]) -> Grid:
    rows = [
        [row, *(figures.get(name, "") for name in names)] for row, names in zip(table.rows, table.names(), strict=True)
    ]
    return Grid(table.item, ("信息内容", *table.columns), rows)


def _table3(table: YearTable, rows: Sequence[str]) -> Grid:
    printed = [
        [label, *map(str, counts), str(sum(counts))]
        for label, (_, counts) in zip(_labels(table, rows), table.lines(rows), strict=True)
    ]
    return Grid(TALLY, ("申请人情况", *APPLICANTS, "总计"), printed)


def _labels(table: YearTable, rows: Sequence[str]) -> list[str]:
    """The names table 3 prints its lines under, numbered within their groups."""
    named = [name for name, _ in table.lines(rows)][2:-2]
    groups = list(dict.fromkeys(name.partition("：")[0] for name in named))
    labels, within = [], 0
    for place, name in enumerate(named):
        group, _, ground = name.partition("：")
        within = within + 1 if place and named[place - 1].partition("：")[0] == group else 1
        head = f"三、本年度办理结果（{ORDINALS[groups.index(group)]}）{IN_PART if group == '部分公开' else group}"
        labels.append(f"{head}：{within}.{ground}" if ground else head)
    total = f"三、本年度办理结果（{ORDINALS[len(groups)]}）总计"
    first = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")
    return [*first, *labels, total, "四、结转下年度继续办理"]


def _table4(table4: Mapping[str, Mapping[str, int]]) -> Grid:
    names = (*COLUMNS, "总计")
    rows = [[_proceeding(kind), *(str(table4[kind][name]) for name in names)] for kind in KINDS]
    return Grid("", ("种类", *(HEADS.get(name, name) for name in names)), rows)


def _proceeding(kind: str) -> str:
    return kind if kind == KINDS[0] else f"行政诉讼：{kind}"


def _fees(figures: YearFigures) -> Paragraph:
    fees = figures.fees
    told = f"发出收费通知{fees.notices}件，应收{fees.asked}元，实收{fees.paid}元。" if fees.notices else "未收取。"
    return Paragraph("text", f"政府信息公开信息处理费：{told}")


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

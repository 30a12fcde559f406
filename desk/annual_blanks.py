"""What only people can write in the yearly report, and the figures of art. 20 they enter (国办公开办函〔2021〕30号)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.bulletin_blanks import Blank

PROACTIVE = Blank("proactive", "主动公开", "本年主动公开的重点和数量")
MANAGEMENT = Blank("management", "政府信息管理", "规范性文件管理、信息审核等")
PLATFORM = Blank("platform", "政府信息公开平台建设", "网站专栏、新媒体、公开场所等")
SUPERVISION = Blank("supervision", "监督保障", "培训、考核、社会评议、责任追究情况")
PROBLEMS = Blank("problems", "存在的主要问题及改进情况", "一行一条", 6)
OTHERS = Blank("others", "其他需要报告的事项", "信息处理费的收取情况已由系统写明", 3)
LAST_LEFT = Blank("last_left", "上年年报所载的结转下年度件数", "填了即与本年的上年结转核对", 1)
ISSUED = Blank("issued", "成文日期", "如 2027-01-20", 1)
PUBLISHED = Blank("published", "公布日期", "公布以后填写，督办台不再提醒", 1)
BLANKS = (PROACTIVE, MANAGEMENT, PLATFORM, SUPERVISION, PROBLEMS, OTHERS, LAST_LEFT, ISSUED, PUBLISHED)
DAYS = (ISSUED, PUBLISHED)


@dataclass(frozen=True)
class Entered:
    """One table of art. 20: its item, its columns, and what is counted."""

    item: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]

    def names(self) -> list[list[str]]:
        """The name every cell is entered under, row by row."""
        return [[f"{row}·{column}" for column in self.columns] for row in self.rows]


HANDLED = ("本年处理决定数量",)
ENTERED = (
    Entered("第二十条第（一）项", ("本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "行政规范性文件")),
    Entered("第二十条第（五）项", HANDLED, ("行政许可",)),
    Entered("第二十条第（六）项", HANDLED, ("行政处罚", "行政强制")),
    Entered("第二十条第（八）项", ("本年收费金额（单位：万元）",), ("行政事业性收费",)),
)
CELLS = tuple(name for table in ENTERED for row in table.names() for name in row)

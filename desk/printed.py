"""A hotline table as a bulletin prints it, and the places where its figures contradict each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.quarters import Figures

QUARTER = re.compile(r"第[一二三四]季度")


@dataclass(frozen=True)
class PrintedRow:
    ordinal: str
    unit: str
    figures: Figures


@dataclass(frozen=True)
class PrintedTable:
    """A table as a bulletin prints it.

    Attributes:
        text: The figures its text names by the words of the table's columns.
        annexes: The names of its annexes as it lists them, by their number.
    """

    title: str
    rows: Sequence[PrintedRow]
    total: Figures
    text: Mapping[str, int]
    annexes: Mapping[str, str]

    def contradictions(self) -> list[str]:
        """Name every place where the printed figures contradict each other."""
        return [*self._sums(), *self._whole(), *self._ordinals(), *self._quarters()]

    def _sums(self) -> list[str]:
        found = []
        summed = sum((row.figures for row in self.rows), Figures()).named()
        for column, printed in self.total.named().items():
            if summed[column] != printed:
                found.append(f"{column}：各行相加为 {summed[column]}，合计印作 {printed}")
            if column in self.text and self.text[column] not in (printed, summed[column]):
                found.append(f"{column}：正文为 {self.text[column]}，表中合计为 {printed}、各行相加为 {summed[column]}")
        return found

    def _whole(self) -> list[str]:
        if not {"直办", "转办", "反馈并办结"} <= self.text.keys():
            return []
        whole = self.text["直办"] + self.text["转办"]
        if whole == self.text["反馈并办结"]:
            return []
        return [f"反馈并办结：正文为 {self.text['反馈并办结']}，直办与转办相加为 {whole}"]

    def _ordinals(self) -> list[str]:
        found = []
        for ordinal, times in Counter(row.ordinal for row in self.rows).items():
            if times > 1:
                units = "、".join(row.unit for row in self.rows if row.ordinal == ordinal)
                found.append(f"序号 {ordinal} 用了 {times} 次：{units}")
        return found

    def _quarters(self) -> list[str]:
        """An annex of another quarter than the bulletin's."""
        own = QUARTER.search(self.title)
        if own is None:
            return []
        return [
            f"附件{number}：附件目录印作“{named.group()}”，通报为{own.group()}"
            for number, name in self.annexes.items()
            if (named := QUARTER.search(name)) and named.group() != own.group()
        ]

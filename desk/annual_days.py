"""Until when the yearly report is due (《政府信息公开条例》第四十九条): reminders for the county office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DUE = (  # month and day of the year after, what is due, the article
    (1, 31, "各部门向县政府信息公开工作主管部门提交上一年度的年度报告并公布", "第四十九条"),
    (3, 31, "县政府信息公开工作主管部门公布上一年度的年度报告", "第四十九条"),
)
LAST_MONTH = 6  # until when a report that is not on record as published is asked for


@dataclass(frozen=True)
class AnnualDay:
    """*left* are the days until it is due; negative when it has passed."""

    year: int
    what: str
    article: str
    due: date
    left: int


def annual_days(today: date, *, published: bool) -> list[AnnualDay]:
    """What is due for the report on the year before; nothing once that is *published*."""
    if published or today.month > LAST_MONTH:
        return []
    days = [(date(today.year, month, day), what, article) for month, day, what, article in DUE]
    return [AnnualDay(today.year - 1, what, article, due, (due - today).days) for due, what, article in days]

"""The count of working days as a calendar sheet: what "怎么算的" unfolds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)
PAUSED = "征求意见"  # a day that does not count because somebody was asked


@dataclass(frozen=True)
class Day:
    """One box of the sheet.

    Attributes:
        kind: ``start``, ``counted``, ``due`` (the last counted), ``skipped``, or ``outside`` the span.
        label: What stands in the box below the day: 起算, 第 3 天, 国庆节放假 …
        made_up: A weekend day that counts because a notice makes it a working day.
    """

    day: date
    kind: str
    label: str
    made_up: bool = False


def weeks(clock: Mapping[str, Any]) -> list[list[Day]]:
    """Return whole weeks, Monday first, from the start to the due day of a case's ``clock``."""
    start, due = date.fromisoformat(clock["start"]), datetime.fromisoformat(clock["due"]).date()
    skipped = {date.fromisoformat(mark["date"]): mark["reason"] for mark in clock["skipped"]}
    skipped = {date.fromisoformat(day): PAUSED for day in clock.get("paused", ())} | skipped
    made_up = {date.fromisoformat(mark["date"]) for mark in clock["made_up"]}
    first = start - ONE_DAY * start.weekday()
    sheet: list[Day] = []
    counted = 0
    for number in range((due - first).days + 7 - due.weekday()):
        day = first + ONE_DAY * number
        if not start <= day <= due:
            sheet.append(Day(day, "outside", ""))
        elif day == start:
            sheet.append(Day(day, "start", "起算日"))
        elif day in skipped:
            sheet.append(Day(day, "skipped", skipped[day].removesuffix("放假")))
        else:
            counted += 1
            sheet.append(Day(day, "due" if day == due else "counted", f"第{counted}天", day in made_up))
    return [sheet[n : n + 7] for n in range(0, len(sheet), 7)]

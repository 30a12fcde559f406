"""Working days counted by hand from the published notices, for tests that must not believe desk.workdays."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).parents[2] / "knowledge" / "calendar"
CHINA = ZoneInfo("Asia/Shanghai")


def _marked() -> dict[date, bool]:
    marked = {}
    for file in sorted(FOLDER.glob("*.json")):
        for day in json.loads(file.read_text(encoding="utf-8"))["days"]:
            marked[date.fromisoformat(day["date"])] = not day["isOffDay"]
    return marked


MARKED = _marked()


def works(day: date) -> bool:
    return MARKED.get(day, day.weekday() < 5)


def plus(day: date, count: int) -> date:
    """The *count*-th working day after *day*."""
    while count:
        day += timedelta(days=1)
        if works(day):
            count -= 1
    return day


def minus(day: date, count: int) -> date:
    while count:
        day -= timedelta(days=1)
        if works(day):
            count -= 1
    return day


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), CHINA)


def evening(day: date) -> datetime:
    return at(day, 17, 30)

"""Moments and days in Shanghai time, whatever zone the server runs in."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = time(12, 0)
CLOSING = time(17, 30)  # 《依申请公开制度（修订）》办公时间：周一至周五 8:00—12:00，14:30—17:30
WEEKDAYS = "一二三四五六日"


def local(at: datetime) -> datetime:
    """Raises ValueError for a moment without a time zone: its day would depend on the server."""
    if at.tzinfo is None:
        raise ValueError(f"时间没有时区：{at.isoformat()}")
    return at.astimezone(SHANGHAI)


def shanghai(at: datetime) -> datetime:
    """A moment a person gave: without a zone it is Shanghai time."""
    return at.replace(tzinfo=SHANGHAI) if at.tzinfo is None else local(at)


def day_of(at: datetime) -> date:
    return local(at).date()


def midnight(day: date) -> datetime:
    """The moment *day* begins."""
    return datetime.combine(day, time(), SHANGHAI)


def closing(day: date) -> datetime:
    """The last moment of a working day that is still in time."""
    return datetime.combine(day, CLOSING, SHANGHAI)


def noon(day: date) -> datetime:
    return datetime.combine(day, NOON, SHANGHAI)


def day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def due_words(at: datetime, *, provisional: bool = False) -> str:
    """Say a deadline as a citizen reads it, e.g. ``11月25日（周三）17:30前``."""
    when = local(at)
    words = f"{when.month}月{when.day}日（周{WEEKDAYS[when.weekday()]}）{when:%H:%M}前"
    return f"{words}（暂定，以国务院放假安排为准）" if provisional else words

"""Working days in mainland China, from the State Council's yearly holiday notices."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from desk.errors import CalendarUnknown
from desk.moments import WEEKDAYS, day_words
from knowledge.holidays import Notice, load_holidays
from knowledge.source import KNOWLEDGE

SATURDAY, DAYS_OF_WEEK = 5, 7
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """A day that is not what its weekday suggests, or a weekend day, and why."""

    day: date
    reason: str


@dataclass(frozen=True)
class Reckoning:
    """How a date was counted.

    Attributes:
        start: Day zero, not counted.
        count: Working days counted after it.
        end: The count-th working day.
        skipped: Every day passed over, with its reason.
        made_up: Weekend days counted because a notice makes them working days (调休上班).
        guessed_years: Years of the span for which no notice is published; not empty means provisional.
        version: The calendar the count was made with.
    """

    start: date
    count: int
    end: date
    skipped: tuple[Mark, ...]
    made_up: tuple[Mark, ...]
    guessed_years: tuple[int, ...]
    version: str

    @property
    def provisional(self) -> bool:
        return bool(self.guessed_years)

    def words(self) -> list[str]:
        """Tell the count to a person, one fact a line."""
        lines = [f"起算日：{day_words(self.start)}，当日不计入。", f"计 {self.count} 个工作日。"]
        lines += [f"跳过 {day_words(mark.day)}：{mark.reason}。" for mark in self.skipped]
        lines += [f"计入 {day_words(mark.day)}：{mark.reason}。" for mark in self.made_up]
        lines.append(f"届满日：{day_words(self.end)} 17:30。")
        for year in self.guessed_years:
            lines.append(f"{year} 年放假安排尚未公布，暂按周一至周五推算，公布后重新计算。")
        lines.append(f"日历版本：{self.version}。")
        return lines


@dataclass(frozen=True)
class WorkCalendar:
    """Which days the government works.

    Attributes:
        papers: Published notices by year; the strict questions refuse any other year.
        rest: Days off by notice, with the holiday's name.
        work: Saturdays and Sundays worked by notice, with the holiday's name.
        version: Changes whenever any notice does, e.g. ``2007-2026#1f0c9a2b``.
    """

    papers: Mapping[int, tuple[str, ...]]
    rest: Mapping[date, str]
    work: Mapping[date, str]
    version: str

    def is_workday(self, day: date) -> bool:
        """Raises CalendarUnknown when no notice covers the year: a guess would move a legal deadline."""
        if day.year not in self.papers:
            raise CalendarUnknown(day)
        return self._works(day)

    def add(self, start: date, count: int) -> date:
        """Return the *count*-th working day after *start*, which is day zero (《民法典》第二百零一条第一款).

        Raises:
            CalendarUnknown: the count reaches a year without a notice.
        """
        day = start
        while count:
            day += ONE_DAY
            count -= self.is_workday(day)
        return day

    def explain(self, start: date, count: int) -> Reckoning:
        """Count like ``add``, past published notices too, and say how; such a result is provisional."""
        skipped: list[Mark] = []
        made_up: list[Mark] = []
        guessed: set[int] = set()
        day, left = start, count
        while left:
            day += ONE_DAY
            if day.year not in self.papers:
                guessed.add(day.year)
            if not self._works(day):
                skipped.append(Mark(day, self._why_off(day)))
                continue
            left -= 1
            if day in self.work:
                made_up.append(Mark(day, f"{self.work[day]}调休上班"))
        return Reckoning(start, count, day, tuple(skipped), tuple(made_up), tuple(sorted(guessed)), self.version)

    def count(self, after: date, until: date) -> int:
        """Return how many working days lie in (*after*, *until*]; years without a notice count Monday to Friday."""
        if until <= after:
            return 0
        weeks, days = divmod((until - after).days, DAYS_OF_WEEK)
        rest = sum((after + ONE_DAY * n).weekday() < SATURDAY for n in range(1, days + 1))
        odd = sum(sign * (bisect_right(of, until) - bisect_right(of, after)) for sign, of in self._odd)
        return SATURDAY * weeks + rest + odd

    def before(self, day: date, count: int) -> date:
        """Return the *count*-th working day before *day*, by the same provisional rule as ``count``."""
        while count:
            day -= ONE_DAY
            count -= self._works(day)
        return day

    @cached_property
    def _odd(self) -> tuple[tuple[int, list[date]], ...]:
        """The days that are not what their weekday suggests, in order: those gained and those lost."""
        gained = sorted(day for day in self.work if day.weekday() >= SATURDAY)
        lost = sorted(day for day in self.rest if day.weekday() < SATURDAY and day not in self.work)
        return ((1, gained), (-1, lost))

    def _works(self, day: date) -> bool:
        return day in self.work or (day.weekday() < SATURDAY and day not in self.rest)

    def _why_off(self, day: date) -> str:
        return f"{self.rest[day]}放假" if day in self.rest else f"周{WEEKDAYS[day.weekday()]}"


def load_calendar(root: Path = KNOWLEDGE) -> WorkCalendar:
    """Build the calendar from the notices in knowledge/calendar; raises KnowledgeError."""
    return calendar_of(load_holidays(root))


def calendar_of(notices: Sequence[Notice]) -> WorkCalendar:
    """Raises ValueError without any notice."""
    digest = hashlib.sha256(repr(notices).encode()).hexdigest()[:8]
    days = [day for notice in notices for day in notice.days]
    years = [notice.year for notice in notices]
    return WorkCalendar(
        papers={notice.year: notice.papers for notice in notices},
        rest={day.day: day.name for day in days if day.off},
        work={day.day: day.name for day in days if not day.off},
        version=f"{min(years)}-{max(years)}#{digest}",
    )

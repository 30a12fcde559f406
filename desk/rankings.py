"""How units compare: shares with their denominators, and how many working days an answer took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import mean, median

from desk.moments import day_of
from desk.workdays import WorkCalendar

FEW = 5  # below, one ticket moves a share by more than twenty points: such units are listed, not ranked


@dataclass(frozen=True)
class Standing:
    """One unit in a period.

    Attributes:
        counts: By name of a question of ``desk.supervision``.
        returned: Tickets it gave back, also those another unit handles now.
        days: Working days from the last routing to the answer, one per answered ticket; the day of routing is day zero.
    """

    unit: str
    counts: Mapping[str, int]
    returned: int
    days: tuple[int, ...]

    @property
    def few(self) -> bool:
        return self.counts["owed"] < FEW

    @property
    def mean_days(self) -> float | None:
        return mean(self.days) if self.days else None

    @property
    def median_days(self) -> float | None:
        return median(self.days) if self.days else None

    def share(self, part: str, whole: str) -> float | None:
        """Percent, or None where there is nothing to share."""
        return 100 * self.counts[part] / self.counts[whole] if self.counts[whole] else None


def ranked(units: Iterable[Standing]) -> list[Standing]:
    """Most in time first, then most satisfied, then quickest; units with few tickets last, most tickets first."""

    def order(one: Standing) -> tuple[object, ...]:
        if one.few:
            return (1, -one.counts["routed"], one.unit)
        return (
            0,
            -_or(one.share("in_time", "owed"), 0),
            -_or(one.share("satisfied", "rated"), 0),
            _or(one.mean_days, 0),
            one.unit,
        )

    return sorted(units, key=order)


def handling_days(spans: Iterable[tuple[datetime, datetime]], calendar: WorkCalendar) -> tuple[int, ...]:
    days = Counter((day_of(start), day_of(end)) for start, end in spans)
    return tuple(day for span, times in days.items() for day in [calendar.count(*span)] * times)


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value

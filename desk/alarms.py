"""What the clock says once about a date of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

LATE = datetime.resolution  # the last moment of a day is in time, the next one is not


@dataclass(frozen=True)
class Alarm:
    """What the clock says once, from *rings* on, about *due*; *of* tells apart several who are asked about one case.

    *kind* names it in the reminders' book, *unit* is who has to act.
    """

    kind: str
    rings: datetime
    due: datetime
    deed: Enum
    words: str
    unit: str
    of: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}{self.of}"

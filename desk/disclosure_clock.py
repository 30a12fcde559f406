"""The statutory clock of a disclosure request: its day of receipt, its pauses and its last day.

All article numbers are of 《中华人民共和国政府信息公开条例》（国务院令第711号，2019年修订）.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from desk.disclosure_table import Channel
from desk.errors import Invalid
from desk.limits import ANSWER_DAYS
from desk.moments import local
from desk.workdays import Reckoning, WorkCalendar

CONFIRMED = (Channel.ORDINARY_MAIL, Channel.FAX, Channel.WEB, Channel.WECHAT)
AT_ONCE = (Channel.WEB, Channel.WECHAT)  # confirmed by the receipt itself


def received_on(channel: Channel, *, arrived: datetime, confirmed: datetime | None) -> datetime:
    """Return the moment of receipt by law (第三十一条).

    In person and by signed mail it is the arrival; by ordinary mail, fax and internet the moment both sides confirmed
    it. The desk confirms web and WeChat requests at once, so that the two coincide.

    Raises:
        Invalid: the channel needs a confirmation and none is given, or it lies before the arrival.
    """
    if channel not in CONFIRMED:
        return local(arrived)
    if confirmed is None:
        raise Invalid("确认日期", f"{channel.value}提交的申请以双方确认之日为收到之日")
    if confirmed < arrived:
        raise Invalid("确认日期", "不能早于到达日期")
    return local(confirmed)


@dataclass(frozen=True)
class Pause:
    """Time spent asking third parties or other bodies: the days in (asked, heard] do not count."""

    asked: date
    heard: date


@dataclass(frozen=True)
class Clock:
    """What the answer deadline depends on.

    Attributes:
        received: Day of receipt (第三十一条); after a supplement or a payment, the day of that (第三十条).
        pauses: Consultations, which do not count (第三十三条第三款); they may touch or overlap.
        extension: Working days granted (第三十三条第二款) and set by a delay (第三十五条).
    """

    received: date
    pauses: tuple[Pause, ...] = ()
    extension: int = 0

    def reckon(self, calendar: WorkCalendar) -> Reckoning:
        """Count to the last day on which an answer is in time."""
        return calendar.explain(self.received, ANSWER_DAYS + self.extension + self.paused(calendar))

    def due(self, calendar: WorkCalendar) -> date:
        return self.reckon(calendar).end

    def with_pause(self, asked: date, heard: date) -> Clock:
        return replace(self, pauses=(*self.pauses, Pause(asked, heard)))

    def paused(self, calendar: WorkCalendar) -> int:
        """Working days that do not count; a day in two pauses is left out once."""
        total, until = 0, self.received
        for pause in sorted(self.pauses, key=lambda pause: pause.asked):
            total += calendar.count(max(pause.asked, until), pause.heard) if pause.heard > until else 0
            until = max(until, pause.heard)
        return total

"""What the clock says about the inner dates of a disclosure request; its answer is reminded of like a ticket's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from desk.alarms import LATE, Alarm
from desk.consulting import awaited
from desk.disclosure import Disclosure
from desk.disclosure_table import Deed, State
from desk.limits import SUPPLEMENT_NOTICE_DAYS
from desk.moments import closing, day_of, due_words
from desk.workdays import WorkCalendar


def alarms(request: Disclosure, calendar: WorkCalendar) -> Iterator[Alarm]:
    unit = request.unit
    if request.state is State.UNCONFIRMED:
        yield _unconfirmed(request, calendar)
    if request.state is State.RECEIVED and not request.did(Deed.ASK_SUPPLEMENT):
        last = closing(calendar.explain(day_of(request.received), SUPPLEMENT_NOTICE_DAYS).end)
        words = f"申请内容不明确、材料不齐全的，须在{due_words(last)}一次性告知补正（第三十条）"
        yield Alarm("补正告知提醒", _ahead(last, calendar), last, Deed.REMIND, words, unit)
    for each in awaited(request):
        words = f"第 {each.ordinal} 份征求意见书（{each.kind}）{due_words(each.until)}期满，尚未收到意见"
        yield Alarm(
            "征求意见提醒", _ahead(each.until, calendar), each.until, Deed.REMIND, words, unit, str(each.ordinal)
        )
    if request.fee_until is not None:
        words = f"收费通知{due_words(request.fee_until)}期满，尚未缴费"
        yield Alarm("缴费提醒", _ahead(request.fee_until, calendar), request.fee_until, Deed.REMIND, words, unit)
    if request.running and request.extension_pends:
        words = f"延期申请尚未批准：须在{due_words(request.due)}经负责人同意并告知申请人（第三十三条第二款）"
        yield Alarm("延期待批提醒", _ahead(request.due, calendar), request.due, Deed.REMIND, words, unit)
    yield from _assigned(request, calendar)


def _unconfirmed(request: Disclosure, calendar: WorkCalendar) -> Alarm:
    """At the end of the day of arrival, or of the next working day: the receipt may not wait for the office."""
    day = calendar.explain(calendar.before(day_of(request.arrived), 1), 1).end
    until = closing(max(day, day_of(request.arrived)))
    words = f"{request.channel}申请尚未与申请人确认：应当当日确认收到（第三十一条）"
    return Alarm("确认提醒", until, until, Deed.REMIND, words, request.unit)


def _assigned(request: Disclosure, calendar: WorkCalendar) -> Iterator[Alarm]:
    if request.assigned_due is None or not request.running or _fed_back(request):
        return
    unit, due = request.assigned_unit, request.assigned_due
    yield Alarm("交办提醒", _ahead(due, calendar), due, Deed.REMIND, f"请{unit}在{due_words(due)}反馈", unit)
    yield Alarm(
        "交办超期", due + LATE, due, Deed.ESCALATE, f"{unit}未在{due_words(due)}反馈，报县政府办分管负责人", unit
    )


def _fed_back(request: Disclosure) -> bool:
    assigned, answered = request.did(Deed.ASSIGN), request.did(Deed.FEEDBACK)
    return bool(answered) and answered[-1].at >= assigned[-1].at


def _ahead(until: datetime, calendar: WorkCalendar) -> datetime:
    """One working day before, as for the answer itself."""
    return closing(calendar.before(day_of(until), 1))

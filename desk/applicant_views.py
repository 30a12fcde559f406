"""What the applicant of a request can do now, and until when: supplement, fee, the ticket it became, and the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from desk.consulting import consultations
from desk.disclosure import Disclosure
from desk.disclosure_table import Deed, State
from desk.letter_office import Office
from desk.letter_text import remedy
from desk.letters import SEND
from desk.limits import REVIEW_DAYS
from desk.moments import day_of, day_words, due_words
from desk.workdays import WorkCalendar

OUT = (State.ANSWERED, State.DELIVERED, State.ARCHIVED)


def told(request: Disclosure, *, office: Office, calendar: WorkCalendar) -> Mapping[str, object]:
    """Whatever does not apply now is None or empty. Names of those asked are never among it."""
    return {
        "supplement": _supplement(request),
        "fee": _fee(request),
        "pauses": _pauses(request),
        "ticket": _ticket(request),
        "remedy": _remedy(request, office, calendar),
    }


def review_until(request: Disclosure, calendar: WorkCalendar) -> date | None:
    """The last day to apply for 行政复议, counted from the delivery (行政复议法第二十条); None before it.

    Counted in days; one that ends on a day off ends on the next working day (民法典第二百零三条).
    """
    delivered = request.did(Deed.DELIVER)
    if not delivered:
        return None
    return calendar.explain(day_of(delivered[-1].at) + timedelta(days=REVIEW_DAYS - 1), 1).end


def _supplement(request: Disclosure) -> Mapping[str, str] | None:
    if request.state is not State.SUPPLEMENT or request.supplement_until is None:
        return None
    return {"missing": request.did(Deed.ASK_SUPPLEMENT)[-1].note, "until": due_words(request.supplement_until)}


def _fee(request: Disclosure) -> Mapping[str, object] | None:
    if request.state is not State.PAYING or request.fee_until is None:
        return None
    asked = request.did(Deed.ASK_FEE)[-1]
    return {"amount": asked.facts["amount"], "reason": asked.note, "until": due_words(request.fee_until)}


def _pauses(request: Disclosure) -> list[str]:
    """Every span that does not count, or from which the days are counted anew, in words."""
    asked = [
        f"{_day(each.asked)}至{_day(each.heard) if each.heard else '收到意见为止'}征求{each.kind}意见，"
        "不计算在内（第三十三条第三款）"
        for each in consultations(request)
    ]
    supplied = [f"{_day(event.at)}收到补正，从这天起重新计算（第三十条）" for event in request.did(Deed.SUPPLY)]
    paid = [f"{_day(event.at)}缴费，从次日起重新计算（国办函〔2020〕109号）" for event in request.did(Deed.PAY)]
    return [*asked, *supplied, *paid]


def _ticket(request: Disclosure) -> str:
    passed_on = request.did(Deed.TO_TICKET)
    return str(passed_on[-1].facts["ticket"]) if passed_on else ""


def _remedy(request: Disclosure, office: Office, calendar: WorkCalendar) -> Mapping[str, str] | None:
    if request.state not in OUT or request.ground not in office.reasons:
        return None
    answers = {template.title for template in office.templates.values() if template.answer}
    sent = [event for event in request.events if event.deed == SEND and event.facts["title"] in answers]
    wording = office.wording(str(sent[-1].facts["organ"]) if sent else "")
    last = review_until(request, calendar)
    return {
        "words": remedy(request, office.reasons[request.ground], wording),
        "until": day_words(last) if last else "",
    }


def _day(at: datetime) -> str:
    day = day_of(at)
    return f"{day.month}月{day.day}日"

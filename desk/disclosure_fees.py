"""The 信息处理费 of a request (第四十二条；国办函〔2020〕109号): a person decides, the tariff only proposes.

The notice goes out within the time for the answer; it has to be paid within 20 working days, counted from the day after
it; unpaid counts as abandoned; paid, the time for the answer is counted anew from the day after the payment.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from desk.case import Details, Effect
from desk.disclosure_table import Deed
from desk.errors import Invalid
from desk.fees import METHODS, drafted
from desk.lifecycle import Actor
from desk.limits import PAYING_DAYS
from desk.moments import closing, day_of
from desk.ticket_deeds import need
from desk.workdays import WorkCalendar

if TYPE_CHECKING:
    from desk.disclosure import Disclosure

NOT_PAID = "其他处理：申请人逾期未按收费通知要求缴纳费用"


def ask(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """*quantity* are items or pages of this request, *before* items of the applicant earlier in the month."""
    reason = need("收费理由", details.reason)
    if request.did(Deed.ASK_FEE):
        raise Invalid("收费通知", "一件申请只发一次收费通知")
    if at > request.due:
        raise Invalid("收费通知", "应在答复期限内发出")
    if details.method not in METHODS:
        raise Invalid("计费方式", f"应为：{'、'.join(METHODS)}，一件申请只用一种")
    proposed = drafted(details.method, details.quantity, before=details.before)
    if not 0 < details.amount <= proposed:
        raise Invalid("收费金额", f"由人决定，大于 0 且不超过按标准计算的 {proposed} 元")
    request.fee_until = closing(calendar.explain(day_of(at), PAYING_DAYS).end)
    facts: dict[str, object] = {
        "method": details.method,
        "quantity": details.quantity,
        "before": details.before,
        "drafted": proposed,
        "amount": details.amount,
        "until": request.fee_until.isoformat(),
    }
    return Effect(note=reason, facts=facts)


def pay(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    request.fee_until = None
    request.start_clock(at, calendar)
    return Effect(note=details.text.strip(), facts={"due": request.due.isoformat()})


def lapse(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    if request.fee_until is None or at <= request.fee_until:
        raise Invalid("逾期不缴费", "缴费期限尚未届满")
    request.fee_until = None
    request.outcome, request.row = "视为放弃申请", NOT_PAID
    return Effect(note="申请人逾期未缴费，视为放弃申请（国办函〔2020〕109号）", facts={"row": NOT_PAID})

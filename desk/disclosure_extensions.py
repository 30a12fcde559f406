"""More time for an answer: asked for once and granted by the head (第三十三条第二款), or a delay (第三十五条)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from desk.case import Details, Effect
from desk.disclosure_table import Deed
from desk.errors import Invalid
from desk.lifecycle import Actor
from desk.limits import DISCLOSURE_EXTENSION_DAYS
from desk.ticket_deeds import need
from desk.workdays import WorkCalendar

if TYPE_CHECKING:
    from desk.disclosure import Disclosure


def delay(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    reason = need("延迟理由", details.reason)
    if not request.did(Deed.ASK_REASON):
        raise Invalid("延迟答复", "只用于已要求申请人说明理由、且理由合理的申请（第三十五条）")
    if at > request.due:
        raise Invalid("延迟答复", "应在答复期限届满前告知申请人")
    if not details.told:
        raise Invalid("延迟答复", "须告知申请人延迟答复的合理期限（第三十五条）")
    if not 1 <= details.days <= 250:
        raise Invalid("延迟期限", "应为合理期限（1 至 250 个工作日）")
    before = request.due
    request.extension += details.days
    request.recount(calendar)
    facts: dict[str, object] = {"days": details.days, "from": before.isoformat(), "due": request.due.isoformat()}
    return Effect(note=reason, facts=facts)


def ask(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    reason = need("延期理由", details.reason)
    if request.extension_asked:
        raise Invalid("延期", "已申请过一次延期（第三十三条第二款）")
    if at > request.due:
        raise Invalid("延期", "应在答复期限届满前提出")
    if not 1 <= details.days <= DISCLOSURE_EXTENSION_DAYS:
        raise Invalid("延长期限", f"应为 1 至 {DISCLOSURE_EXTENSION_DAYS} 个工作日（第三十三条第二款）")
    request.extension_asked = details.days
    return Effect(note=reason, facts={"days": details.days})


def grant(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    days = _pending(request)
    if at > request.due:
        raise Invalid("延期", "应在答复期限届满前经负责人同意并告知申请人")
    if not details.told:
        raise Invalid("延期", "须告知申请人（《延期答复告知书》）")
    before = request.due
    request.extension += days
    request.recount(calendar)
    facts: dict[str, object] = {"days": days, "from": before.isoformat(), "due": request.due.isoformat()}
    return Effect(note=details.reason.strip(), facts=facts)


def refuse(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    _pending(request)
    return Effect(note=need("不同意的理由", details.reason))


def _pending(request: Disclosure) -> int:
    if not request.extension_asked or request.did(Deed.GRANT_EXTENSION, Deed.REFUSE_EXTENSION):
        raise Invalid("延期", "没有待批的延期申请")
    return request.extension_asked

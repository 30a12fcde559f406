"""What each deed on a disclosure request demands and changes, beyond the move itself. Checks first, changes after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from desk import consulting, disclosure_extensions, disclosure_fees, disclosure_items
from desk.case import Details, Effect
from desk.disclosure_table import Deed
from desk.errors import Invalid
from desk.lifecycle import Actor, Verdict
from desk.limits import SUPPLEMENT_NOTICE_DAYS
from desk.moments import closing, day_of
from desk.ticket_deeds import need
from desk.workdays import WorkCalendar

if TYPE_CHECKING:
    from desk.disclosure import Disclosure

REVIEW, SUIT = "行政复议", "行政诉讼"
PROCEEDINGS = (REVIEW, SUIT)
UPHELD, CORRECTED = "维持", "纠正"
RESULTS = (UPHELD, CORRECTED, "其他")

Apply = Callable[["Disclosure", Details, Actor, datetime, WorkCalendar], Effect]


def noted(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    return Effect(note=(details.text or details.reason).strip())


def _ask_supplement(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """Once, within 7 working days of receipt, everything at once, with a reasonable period (第三十条)."""
    items = need("需补正的事项", details.text)
    if request.did(Deed.ASK_SUPPLEMENT):
        raise Invalid("补正", "只能一次性告知（第三十条）")
    last = closing(calendar.explain(day_of(request.received), SUPPLEMENT_NOTICE_DAYS).end)
    if at > last:
        raise Invalid("补正", f"应在收到申请之日起 {SUPPLEMENT_NOTICE_DAYS} 个工作日内告知（第三十条）")
    if not 1 <= details.days <= 60:
        raise Invalid("补正期限", "应为合理期限（1 至 60 个工作日）")
    request.supplement_until = closing(calendar.explain(day_of(at), details.days).end)
    return Effect(note=items, facts={"until": request.supplement_until.isoformat()})


def _supply(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """The clock restarts on the day the supplement arrives (第三十条)."""
    supplied = need("补正内容", details.text)
    request.supplement_until = None
    request.start_clock(at, calendar)
    return Effect(note=supplied, facts={"due": request.due.isoformat()})


def _lapse(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    if request.supplement_until is None or at <= request.supplement_until:
        raise Invalid("逾期不补正", "补正期限尚未届满")
    request.outcome, request.row = "视为放弃申请", "其他处理：申请人无正当理由逾期不补正"
    return Effect(note="申请人无正当理由逾期不补正，视为放弃申请（第三十条）", facts={"row": request.row})


def _assign(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    unit = need("交办单位", details.unit)
    if not 1 <= details.days <= 20:
        raise Invalid("交办时限", "应为 1 至 20 个工作日")
    internal = closing(calendar.explain(day_of(at), details.days).end)
    if internal > request.due:
        raise Invalid("交办时限", "不能晚于答复期限")
    request.assigned_unit, request.assigned_due = unit, internal
    return Effect(note=details.text.strip(), facts={"unit": unit, "until": internal.isoformat()})


def _feedback(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    if request.assigned_due is None or by.unit != request.assigned_unit:
        raise Invalid("反馈", "只能由被交办的单位反馈")
    verdict = Verdict.IN_TIME if at <= request.assigned_due else Verdict.LATE
    return Effect(note=need("反馈内容", details.text), verdict=verdict)


def _confirm(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """Ordinary mail and fax count from the day both sides confirmed (第三十一条)."""
    request.received = at
    request.start_clock(at, calendar)
    return Effect(note=need("确认情况", details.text), facts={"due": request.due.isoformat()})


def _shelve(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    request.outcome, request.row = "登记备查", "其他处理：其他"
    return Effect(note=need("无法联系的情况", details.reason))


def _search(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """Where, with which words and with what result was looked (第三十六条第四项)."""
    facts: dict[str, object] = {"place": need("检索范围", details.manner), "terms": need("检索词", details.text)}
    return Effect(note=need("检索结果", details.search), facts=facts)


def _ask_reason(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """数量、频次明显超过合理范围的，可以要求说明理由 (第三十五条): a person judges, no count does."""
    return Effect(note=need("认为明显超过合理范围的情况", details.reason))


def _draft(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """Each ground brings what the law asks of it (第三十六条、第三十七条; knowledge/reasons.yml)."""
    ground = details.ground
    if ground is None:
        raise Invalid("答复类型", "须从理由目录中选择法定依据")
    reply = need("答复内容", details.text)
    disclosure_items.check(request, ground)
    if ground.search and not request.did(Deed.SEARCH):
        need("检索记录", details.search)
    if ground.consulted and not request.did(Deed.HEAR, Deed.SILENCE):
        raise Invalid("答复类型", "应先书面征求第三方的意见（第三十二条）")
    if ground.weighing:
        need("不予公开的裁量理由", details.reason)
    if ground.needs:
        need(ground.needs, details.needed)
    request.reply, request.outcome = reply, ground.outcome
    request.ground, request.row = ground.code, ground.row
    facts: dict[str, object] = {
        "ground": ground.code,
        "name": ground.name,
        "basis": ground.basis,
        "reason": details.reason,
        "search": details.search,
        "needed": details.needed,
    }
    return Effect(note=reply, facts=facts)


def _send_back(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    return Effect(note=need("退回理由", details.reason or details.text))


def _answer(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    return Effect(
        note=request.reply, verdict=request.judge(at), facts={"due": request.due.isoformat(), "row": request.row}
    )


def _to_ticket(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """A complaint in the form of a request goes where complaints are handled, if the applicant agrees (第三十九条)."""
    if not details.told:
        raise Invalid("转为工单", "须先征得申请人同意")
    return Effect(note=need("转办的诉求", details.text), facts={"ticket": need("工单编号", details.number)})


def _proceed(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """An 行政复议 or suit over the request; *party* is the organ or court, *told* a suit after an 行政复议."""
    if details.kind not in PROCEEDINGS:
        raise Invalid("种类", f"应为：{'、'.join(PROCEEDINGS)}")
    if details.told and details.kind != SUIT:
        raise Invalid("经过复议", "只用于行政诉讼")
    facts: dict[str, object] = {"kind": details.kind, "body": need("受理机关", details.party), "after": details.told}
    return Effect(note=details.text.strip(), facts=facts)


def _proceed_end(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    began, ended = request.did(Deed.PROCEED), {event.facts["item"] for event in request.did(Deed.PROCEED_END)}
    pending = [ordinal for ordinal, _ in enumerate(began, start=1) if ordinal not in ended]
    if details.item not in pending:
        raise Invalid("第几件", f"未结的复议、诉讼：{'、'.join(map(str, pending)) or '无'}")
    if details.result not in RESULTS:
        raise Invalid("结果", f"应为：{'、'.join(RESULTS)}")
    return Effect(note=details.text.strip(), facts={"item": details.item, "result": details.result})


def _redo(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """Once for each 复议 or suit that corrected it; the clock restarts on the day it is taken up again."""
    corrected = [event for event in request.did(Deed.PROCEED_END) if event.facts["result"] == CORRECTED]
    if len(corrected) <= len(request.did(Deed.REDO)):
        raise Invalid("重新办理", "须先登记复议或者诉讼的结果为“纠正”")
    reason = need("重新办理的依据", details.reason)
    request.extension = 0
    request.start_clock(at, calendar)
    return Effect(note=reason, facts={"due": request.due.isoformat()})


def _deliver(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """By post the posting day is the time of the reply (国办公开办函〔2016〕235号), so delivery is judged too."""
    manner = need("送达方式", details.manner)
    return Effect(verdict=request.judge(at), facts={"manner": manner, "due": request.due.isoformat()})


EFFECTS: Mapping[Enum, Apply] = {
    Deed.CONFIRM: _confirm,
    Deed.SHELVE: _shelve,
    Deed.SPLIT_ITEMS: disclosure_items.split,
    Deed.DECIDE_ITEM: disclosure_items.decide,
    Deed.SEARCH: _search,
    Deed.ASK_SUPPLEMENT: _ask_supplement,
    Deed.SUPPLY: _supply,
    Deed.LAPSE: _lapse,
    Deed.ASSIGN: _assign,
    Deed.FEEDBACK: _feedback,
    Deed.CONSULT: consulting.ask,
    Deed.HEAR: consulting.hear(consulting.THIRD_PARTY),
    Deed.SILENCE: consulting.silent(consulting.THIRD_PARTY),
    Deed.CONSULT_MAKER: consulting.ask,
    Deed.HEAR_MAKER: consulting.hear(consulting.JOINT_MAKER),
    Deed.SILENCE_MAKER: consulting.silent(consulting.JOINT_MAKER),
    Deed.ASK_REASON: _ask_reason,
    Deed.DELAY: disclosure_extensions.delay,
    Deed.ASK_FEE: disclosure_fees.ask,
    Deed.PAY: disclosure_fees.pay,
    Deed.FEE_LAPSE: disclosure_fees.lapse,
    Deed.TO_TICKET: _to_ticket,
    Deed.ASK_EXTENSION: disclosure_extensions.ask,
    Deed.GRANT_EXTENSION: disclosure_extensions.grant,
    Deed.REFUSE_EXTENSION: disclosure_extensions.refuse,
    Deed.DRAFT: _draft,
    Deed.REJECT: _send_back,
    Deed.ANSWER: _answer,
    Deed.DELIVER: _deliver,
    Deed.PROCEED: _proceed,
    Deed.PROCEED_END: _proceed_end,
    Deed.REDO: _redo,
}

"""What each ticket deed demands and changes, beyond the move itself. Checks come first, changes after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from desk.case import Details, Effect
from desk.errors import Invalid
from desk.lifecycle import Actor, Role, Verdict
from desk.limits import RETURNS_BEFORE_DESIGNATION, TICKET_EXTENSION_DAYS
from desk.moments import day_of
from desk.ticket_table import DISSATISFIED, Deed, Rating, State, TicketType
from desk.workdays import WorkCalendar

if TYPE_CHECKING:
    from desk.tickets import Ticket

Apply = Callable[["Ticket", Details, Actor, datetime, WorkCalendar], Effect]


def need(field: str, text: str) -> str:
    """Raises Invalid when nothing but white space was given."""
    if not text.strip():
        raise Invalid(field, "必须填写")
    return text.strip()


def restart(ticket: Ticket, at: datetime, calendar: WorkCalendar) -> None:
    """Count anew: days granted for the last count are spent, and an application nobody decided lapses with it."""
    if not ticket.did(Deed.GRANT_EXTENSION, Deed.REFUSE_EXTENSION):
        ticket.extension_asked = 0
    ticket.extension = 0
    ticket.start_clock(at, calendar)


def noted(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """A deed without conditions of its own; what was said is kept."""
    return Effect(note=(details.text or details.reason).strip())


def _route(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    unit = need("承办单位", details.unit)
    ticket.unit, ticket.routed, ticket.signed = unit, at, None
    restart(ticket, at, calendar)
    return Effect(note=details.reason.strip(), facts={"unit": unit})


def _reroute(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """From the second return on the county office designates the unit, and that is the end of it (首接责任)."""
    reason = need_designation(ticket)
    if reason and by.role is not Role.OFFICE:
        raise Invalid("再派", reason)
    if need("承办单位", details.unit) == ticket.unit and ticket.state is State.ROUTED:
        raise Invalid("承办单位", "仍是原单位")
    effect = _route(ticket, details, by, at, calendar)
    ticket.designated = bool(reason)
    effect.facts["designated"] = ticket.designated
    return effect


def need_designation(ticket: Ticket) -> str:
    """Why only the county office may say which unit takes it; empty when an agent may."""
    if ticket.designated:
        return "已由县政府办指定承办单位，只能由县政府办改派"
    if len(ticket.did(Deed.RETURN)) >= RETURNS_BEFORE_DESIGNATION:
        return f"已退回 {len(ticket.did(Deed.RETURN))} 次，由县政府办指定承办单位"
    return ""


def _retype(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """The clock follows the type. Who was promised the secrecy of a 举报 keeps it whatever it is called later."""
    kinds = [kind.value for kind in TicketType]
    if details.kind not in kinds:
        raise Invalid("类型", f"应为：{'、'.join(kinds)}")
    before = ticket.kind
    if details.kind == before.value:
        raise Invalid("类型", "与原类型相同")
    ticket.confidential = ticket.confidential or before is TicketType.REPORT
    ticket.kind = TicketType(details.kind)
    ticket.recount(calendar)
    facts: dict[str, object] = {"from": before.value, "type": details.kind, "due": ticket.due.isoformat()}
    return Effect(note=details.reason.strip(), facts=facts)


def _supervise(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    words = need("督办要求", details.text)
    ticket.supervised = True
    return Effect(note=words)


def _sign(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    claim_due = ticket.claim_due(calendar)
    ticket.signed = at
    ticket.start_clock(at, calendar)
    verdict = Verdict.IN_TIME if at <= claim_due else Verdict.LATE
    return Effect(verdict=verdict, facts={"claim_due": claim_due.isoformat(), "due": ticket.due.isoformat()})


def _return(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    reason, basis = need("退回理由", details.reason), need("退回依据", details.basis)
    unit = need("应承办单位", details.unit)
    if unit == ticket.unit:
        raise Invalid("应承办单位", "不能是本单位")
    if ticket.designated:
        raise Invalid("退回", "已由县政府办指定承办，不能再退回")
    if ticket.redone or ticket.signed is None or day_of(at) != day_of(ticket.signed):
        raise Invalid("退回", "不属本单位职责的，应在签收当日退回")
    return Effect(note=reason, facts={"basis": basis, "proposed": unit, "returned_by": ticket.unit})


def _ask_extension(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    reason, basis = need("延期理由", details.reason), need("延期依据", details.basis)
    if ticket.extension or ticket.extension_asked:
        raise Invalid("延期", "一个工单最多申请一次延期")
    if at > ticket.due:
        raise Invalid("延期", "应在办理期限届满前提出")
    if not 1 <= details.days <= TICKET_EXTENSION_DAYS:
        raise Invalid("承诺延长时限", f"应为 1 至 {TICKET_EXTENSION_DAYS} 个工作日")
    if not details.told:
        raise Invalid("延期", "须先告知诉求人延长的时限和理由")
    ticket.extension_asked = details.days
    return Effect(note=reason, facts={"days": details.days, "basis": basis, "told": True})


def _grant_extension(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    days = _pending(ticket)
    before = ticket.due
    ticket.extension = days
    ticket.recount(calendar)
    return Effect(
        note=details.reason.strip(), facts={"days": days, "from": before.isoformat(), "due": ticket.due.isoformat()}
    )


def _refuse_extension(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    _pending(ticket)
    return Effect(note=need("不同意的理由", details.reason))


def _pending(ticket: Ticket) -> int:
    """Raises Invalid unless an extension was asked for and not yet decided."""
    if not ticket.extension_asked or ticket.did(Deed.GRANT_EXTENSION, Deed.REFUSE_EXTENSION):
        raise Invalid("延期", "没有待批的延期申请")
    return ticket.extension_asked


def _draft(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    reply = need("答复内容", details.text)
    ticket.reply = reply
    return Effect(note=reply, facts={"contacted": details.told, "contact": details.manner, "basis": details.basis})


def _approve(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """The unit's feedback leaves the unit here, so its verdict is frozen here (docs/decisions/0031)."""
    return Effect(note=details.text.strip(), verdict=ticket.judge(at), facts={"due": ticket.due.isoformat()})


def _send_back(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    return Effect(note=need("退回理由", details.reason or details.text))


def _answer(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    facts: dict[str, object] = {"due": ticket.due.isoformat()}
    if ticket.state is State.MERGED:
        facts["with"] = ticket.merged_into
    return Effect(note=ticket.reply, verdict=ticket.judge(at), facts=facts)


def _reply_at_once(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    ticket.reply = need("答复内容", details.text)
    return Effect(note=ticket.reply, verdict=ticket.judge(at))


def _visit(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    return Effect(note=need("回访情况", details.text), facts={"reached": details.told})


def _rate(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    levels = [rating.value for rating in Rating]
    if details.rating not in levels:
        raise Invalid("评价", f"应为：{'、'.join(levels)}")
    ticket.rating = details.rating
    return Effect(note=details.text.strip(), facts={"rating": details.rating})


def _redo(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    if ticket.rating not in {rating.value for rating in DISSATISFIED}:
        raise Invalid("重新办理", "只适用于评价为不满意的工单")
    if ticket.routed is None:
        ticket.unit = need("承办单位", details.unit or (ticket.unit if ticket.merged_into else ""))
        ticket.routed = ticket.signed = at
        ticket.merged_into = ""  # from here on it is counted and answered by itself
    previous = ticket.reply
    ticket.redone += 1
    ticket.rating = ""
    restart(ticket, at, calendar)
    return Effect(note=details.reason.strip(), facts={"previous_reply": previous, "due": ticket.due.isoformat()})


def _close(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    if ticket.rating in {rating.value for rating in DISSATISFIED}:
        if not ticket.redone:
            raise Invalid("办结", "诉求人不满意，应先重新办理一次")
        if by.role is not Role.OFFICE:
            raise Invalid("办结", "重新办理后仍不满意的，由县政府办核查后办结")
        return Effect(note=need("核查情况", details.text))
    return Effect(note=details.text.strip())


def _supplement(ticket: Ticket, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    return Effect(note=need("补充内容", details.text))


EFFECTS: Mapping[Enum, Apply] = {
    Deed.ROUTE: _route,
    Deed.REROUTE: _reroute,
    Deed.RETYPE: _retype,
    Deed.SUPERVISE: _supervise,
    Deed.SIGN: _sign,
    Deed.RETURN: _return,
    Deed.ASK_EXTENSION: _ask_extension,
    Deed.GRANT_EXTENSION: _grant_extension,
    Deed.REFUSE_EXTENSION: _refuse_extension,
    Deed.DRAFT: _draft,
    Deed.APPROVE: _approve,
    Deed.REJECT: _send_back,
    Deed.ANSWER: _answer,
    Deed.REWORK: _send_back,
    Deed.REPLY_AT_ONCE: _reply_at_once,
    Deed.VISIT: _visit,
    Deed.RATE: _rate,
    Deed.REDO: _redo,
    Deed.CLOSE: _close,
    Deed.SUPPLEMENT: _supplement,
}

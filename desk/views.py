"""What of a case a person may see, as plain values for a page or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from desk import citizen_views, disclosure_views, joint_views, leader_calls, ticket_clock
from desk.case import Case
from desk.casework import may_read_identity, reach
from desk.disclosure import Disclosure
from desk.events import Event
from desk.lifecycle import Actor, Role
from desk.masking import mask
from desk.moments import due_words
from desk.offers import offers
from desk.store import AnyCase
from desk.ticket_table import State
from desk.tickets import Ticket
from desk.workdays import WorkCalendar

# What a citizen reads of the log; the way a reply takes inside the offices is not among it.
TOLD = {
    "登记",
    "转办",
    "签收",
    "再派",
    "同意延期",
    "答复",
    "直接答复",
    "回访",
    "评价",
    "重新办理",
    "办结",
    "归档",
    "催办",
    "补充",
    "撤回",
    "并入",
    "拆出",
    "改定类型",
    "受理",
    "要求补正",
    "补正",
    "逾期不补正",
    "征求第三方意见",
    "收到第三方意见",
    "第三方逾期未答",
    "确认收到",
    "征求共同制作机关意见",
    "收到共同制作机关意见",
    "共同制作机关逾期未答",
    "延迟答复",
    "收费通知",
    "缴费",
    "逾期不缴费",
    "转为工单",
    "签发答复",
    "送达",
    "提交身份证明",
}
NOTES_TOLD = {"答复", "直接答复", "签发答复", "补充", "要求补正", "补正", "评价", "催办", "同意延期"} | {
    "延迟答复",
    "收费通知",
}
ANSWERED = {"已答复", "已回访", "已评价", "办结", "归档", "已送达"}

NEXT = {
    "登记": "坐席将确认承办单位并转办。",
    "待签收": "承办单位应在一个工作日内签收。",
    "办理中": "承办单位正在办理，最迟在期限前答复。",
    "已退回": "承办单位认为不属其职责，坐席将改派。",
    "待审核": "答复已拟好，等待单位负责人审核。",
    "待审阅": "答复已报县政府办审阅。",
    "已答复": "请查看答复，并作出评价。",
    "已回访": "请对办理情况作出评价。",
    "已评价": "感谢评价，即将办结。",
    "办结": "本件已办结。",
    "归档": "本件已归档。",
    "已撤回": "本件已撤回。",
    "已并入": "与反映同一事项的工单合并办理，答复后一并告知。",
}


def view(
    case: AnyCase,
    *,
    by: Actor,
    at: datetime,
    calendar: WorkCalendar,
    person: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Return the case as *by* may see it.

    *person* are the opened identity fields (``identities.get``); they are shown masked, and not at all to those who
    may not read them.

    Raises:
        NotFound: see ``casework.reach``.
    """
    reach(case, by)
    shown = _common(case, by=by, at=at, calendar=calendar)
    if isinstance(case, Ticket):
        shown |= {"next": NEXT[case.state]} | _ticket(case, by, at, calendar)
    else:
        shown |= disclosure_views.told(case, by, sees_reply=_sees_reply(case, by))
    if by.role is Role.CITIZEN:
        shown |= citizen_views.told(case)
    if by.role is Role.CITIZEN or may_read_identity(case, by):
        shown["contact"] = {
            column: masked(column, text) for column, text in (person or {}).items() if column != "original"
        }
    return shown


def masked(column: str, text: str) -> str:
    """Surname and stars for a name; what ``mask`` leaves of the rest, or nothing when it recognises none of it."""
    if column == "id_kind":
        return text  # which document it is says nothing about its holder
    if column in ("name", "representative", "agent_of"):
        return text[:1] + "*" * max(1, len(text) - 1)
    hidden = mask(text)
    return hidden if hidden != text else text[:2] + "*" * max(1, len(text) - 2)


def _common(case: AnyCase, *, by: Actor, at: datetime, calendar: WorkCalendar) -> dict[str, object]:
    state = case.current.value
    return {
        "number": case.number,
        "kind": "disclosure" if isinstance(case, Disclosure) else "ticket",
        "state": state,
        "unit": case.unit,
        "channel": case.channel,
        "received": case.received.isoformat(),
        **_dates(case, by, at, calendar),
        "extension": case.extension,
        "extension_asked": case.extension_asked,
        "offers": offers(case, by=by, at=at),
        "events": [_event(event, by) for event in case.events if by.role is not Role.CITIZEN or event.deed in TOLD],
    }


def line(case: AnyCase, *, by: Actor, at: datetime) -> dict[str, object]:
    """What a list shows of a case; raises NotFound, see ``casework.reach``."""
    reach(case, by)
    if isinstance(case, Ticket):
        kind, sort, town, about = "ticket", case.kind.value, case.town, case.matter
    else:
        kind, sort, town, about = "disclosure", "依申请公开", "", case.wanted
    return {
        "number": case.number,
        "kind": kind,
        "type": sort,
        "state": case.current.value,
        "unit": case.unit,
        "town": town,
        "received": case.received.isoformat(),
        "due": case.due.isoformat(),
        "due_words": due_words(case.due, provisional=case.provisional),
        "overdue": case.overdue(at),
        "offers": offers(case, by=by, at=at),
        "about": about,
    }


def _dates(case: AnyCase, by: Actor, at: datetime, calendar: WorkCalendar) -> dict[str, object]:
    clock = dict(case.clock(calendar))
    if by.role is Role.CITIZEN and isinstance(case, Ticket):
        clock["dates"] = ticket_clock.told(case, calendar)
    return {
        "due": case.due.isoformat(),
        "due_words": due_words(case.due, provisional=case.provisional),
        "provisional": case.provisional,
        "overdue": case.overdue(at),
        "clock": clock,
    }


def _event(event: Event, by: Actor) -> dict[str, object]:
    """A citizen reads the unit's name instead of the clerk's, and only notes meant for citizens."""
    told: dict[str, object] = {
        "at": event.at.isoformat(),
        "deed": event.deed,
        "state": event.after,
        "verdict": event.verdict,
    }
    if by.role is Role.CITIZEN:
        return told | {"by": event.unit or event.role, "note": event.note if event.deed in NOTES_TOLD else ""}
    return told | {
        "by": event.actor,
        "role": event.role,
        "unit": event.unit,
        "note": event.note,
        "rule": event.rule,
        "facts": event.facts,
    }


def _ticket(ticket: Ticket, by: Actor, at: datetime, calendar: WorkCalendar) -> dict[str, object]:
    shown: dict[str, object] = {
        "type": ticket.kind.value,
        "matter": ticket.matter,
        "place": ticket.place,
        "town": ticket.town,
        "wanted": ticket.wanted,
        "anonymous": ticket.anonymous,
        "confidential": ticket.confidential,
        "rating": ticket.rating,
        "repeat_of": ticket.repeat_of,
        "reply": ticket.reply if _sees_reply(ticket, by) else "",
    }
    if ticket.state is State.MERGED:
        shown |= _while_merged(ticket.leading, by, at, calendar)
    if by.role is not Role.CITIZEN:
        shown |= joint_views.for_staff(ticket, by) | {"leader_session": leader_calls.told(ticket)}
    return shown


def _while_merged(leading: Ticket, by: Actor, at: datetime, calendar: WorkCalendar) -> dict[str, object]:
    """The dates of the ticket that is handled in its stead, and how that one stands."""
    state = leading.state.value
    return _dates(leading, by, at, calendar) | {"next": f"{NEXT['已并入']}该件目前「{state}」：{NEXT[state]}"}


def _sees_reply(case: Case, by: Actor) -> bool:
    """A citizen reads a reply once it was sent, not while it is drafted."""
    return by.role is not Role.CITIZEN or case.current.value in ANSWERED

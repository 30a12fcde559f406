"""What of a disclosure request a person may see besides what all cases show, as plain values for a page or JSON."""

from __future__ import annotations

from datetime import datetime

from desk.consulting import Consultation, consultations
from desk.disclosure import Disclosure
from desk.disclosure_table import Deed, State
from desk.lifecycle import Actor, Role

NEXT = {
    State.UNCONFIRMED: "已登记，工作机构将与您确认，确认之日为收到申请之日（《政府信息公开条例》第三十一条）。",
    State.RECEIVED: "工作机构正在审查申请内容；"
    "不明确的，收到之日起 7 个工作日内一次性告知您补正（《政府信息公开条例》第三十条）。",
    State.SUPPLEMENT: "请按通知补正；"
    "答复期限自收到补正之日起计算，无正当理由逾期不补正的，视为放弃申请（《政府信息公开条例》第三十条）。",
    State.HANDLING: "正在办理；"
    "自收到申请之日起 20 个工作日内答复，需要延长的最多 20 个工作日并告知您（《政府信息公开条例》第三十三条）。",
    State.CONSULTING: "正在征求意见，所需时间不计入答复期限（《政府信息公开条例》第三十二条至第三十四条）。",
    State.PAYING: "请按收费通知缴费；缴费次日起重新计算答复期限，逾期不缴费的，视为放弃申请（国办函〔2020〕109号）。",
    State.DRAFTED: "答复已拟好，等待负责人签发（《政府信息公开条例》第三十六条）。",
    State.ANSWERED: "答复已签发，正在送达（《政府信息公开条例》第三十六条）。",
    State.DELIVERED: "答复已送达；不服的，可以依法申请行政复议或者提起行政诉讼（《政府信息公开条例》第五十一条）。",
    State.ABANDONED: "逾期未补正或者未缴费，视为放弃申请，不再处理（《政府信息公开条例》第三十条；"
    "国办函〔2020〕109号）。",
    State.WITHDRAWN: "您已撤回申请，不再办理；需要时可以重新提交。",
    State.SHELVED: "申请没有留联系方式，无法确认，已登记备查。",
    State.ARCHIVED: "本件已归档。",
}


def told(request: Disclosure, by: Actor, *, sees_reply: bool) -> dict[str, object]:
    """*sees_reply*: the answer is out, or *by* is staff. Names of those asked are never among it."""
    shown: dict[str, object] = {
        "type": "依申请公开",
        "next": NEXT[request.state],
        "wanted": request.wanted,
        "form": request.form,
        "delivery": request.delivery,
        "applicant": request.applicant,
        "identified": request.identified,
        "supplement_until": _iso(request.supplement_until),
        "fee": _fee(request),
        "outcome": request.outcome if sees_reply else "",
        "reply": request.reply if sees_reply else "",
    }
    if by.role is Role.CITIZEN:
        return shown
    return shown | {
        "opinion_until": _iso(request.opinion_until),
        "assigned_unit": request.assigned_unit,
        "assigned_due": _iso(request.assigned_due),
        "ground": request.ground,
        "row": request.row,
        "purpose": request.purpose if by.unit != request.assigned_unit else "",
        "repeat_of": request.repeat_of,
        "items": request.items,
        "consultations": [_consultation(each) for each in consultations(request)],
        "searches": [
            {**event.facts, "result": event.note, "at": event.at.isoformat()} for event in request.did(Deed.SEARCH)
        ],
        "proceedings": proceedings(request),
    }


def proceedings(request: Disclosure) -> list[dict[str, object]]:
    """行政复议 and suits, oldest first; *result* is 尚未审结 until it is known."""
    ended = {event.facts["item"]: event for event in request.did(Deed.PROCEED_END)}
    found = []
    for ordinal, event in enumerate(request.did(Deed.PROCEED), start=1):
        end = ended.get(ordinal)
        outcome = {"result": end.facts["result"], "ended": end.at.isoformat()} if end else {"result": "尚未审结"}
        found.append({"item": ordinal, **event.facts, "began": event.at.isoformat(), **outcome})
    return found


def _fee(request: Disclosure) -> dict[str, object] | None:
    asked = request.did(Deed.ASK_FEE)
    return {**asked[-1].facts, "paid": bool(request.did(Deed.PAY))} if asked else None


def _consultation(each: Consultation) -> dict[str, object]:
    return {
        "item": each.ordinal,
        "kind": each.kind,
        "asked": each.asked.isoformat(),
        "until": each.until.isoformat(),
        "heard": _iso(each.heard),
        "consent": each.consent,
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()

"""What of a disclosure request a person may see besides what all cases show, as plain values for a page or JSON."""

from __future__ import annotations

from datetime import datetime

from desk.consulting import Consultation, consultations
from desk.disclosure import Disclosure
from desk.disclosure_table import Deed
from desk.lifecycle import Actor, Role


def told(request: Disclosure, by: Actor, *, sees_reply: bool) -> dict[str, object]:
    """*sees_reply*: the answer is out, or *by* is staff. Names of those asked are never among it."""
    shown: dict[str, object] = {
        "type": "依申请公开",
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

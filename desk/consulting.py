"""Asking others about a request: third parties (第三十二条) and organs that made the information jointly (第三十四条).

Each has 15 working days; meanwhile the answer clock stands still (第三十三条第三款). Silence means opposite
things: of a third party the organ decides, of a joint maker it counts as consent. Names and words of those asked are
no part of the log: see ``desk.disclosure_work``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desk.case import Details, Effect
from desk.disclosure_table import Deed
from desk.errors import Invalid
from desk.lifecycle import Actor
from desk.limits import OPINION_DAYS
from desk.moments import closing, day_of
from desk.ticket_deeds import need
from desk.workdays import WorkCalendar

if TYPE_CHECKING:
    from desk.disclosure import Disclosure

THIRD_PARTY, JOINT_MAKER = "第三方", "共同制作机关"
CONSENT, PARTLY, REFUSAL, SILENT = "同意公开", "同意部分公开", "不同意公开", "未答"
ANSWERS = (CONSENT, PARTLY, REFUSAL)
SILENCE = {
    THIRD_PARTY: "逾期未提出意见，由行政机关决定（第三十二条）",
    JOINT_MAKER: "逾期未提出意见，视为同意公开（第三十四条）",
}
ASKING = {Deed.CONSULT.value: THIRD_PARTY, Deed.CONSULT_MAKER.value: JOINT_MAKER}
ENDING = (Deed.HEAR, Deed.SILENCE, Deed.HEAR_MAKER, Deed.SILENCE_MAKER)


@dataclass(frozen=True)
class Consultation:
    """One party asked.

    Attributes:
        ordinal: From 1 within the request, third parties and joint makers in one row.
        heard: When it answered, or when its silence was noted; None while it is awaited.
        consent: One of ANSWERS, or 未答.
    """

    ordinal: int
    kind: str
    asked: datetime
    until: datetime
    heard: datetime | None = None
    consent: str = ""


def consultations(request: Disclosure) -> list[Consultation]:
    """Everybody asked so far, from the log."""
    ended = {event.facts["consultation"]: event for event in request.did(*ENDING)}
    found = []
    for ordinal, event in enumerate(request.did(Deed.CONSULT, Deed.CONSULT_MAKER), start=1):
        end = ended.get(ordinal)
        until = datetime.fromisoformat(str(event.facts["until"]))
        answer = (end.at, str(end.facts["consent"])) if end else (None, "")
        found.append(Consultation(ordinal, ASKING[event.deed], event.at, until, *answer))
    return found


def awaited(request: Disclosure) -> list[Consultation]:
    return [each for each in consultations(request) if each.heard is None]


def ask(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    need("被征求意见人", details.party)
    matter = need("征求意见事项", details.text)
    until = closing(calendar.explain(day_of(at), OPINION_DAYS).end)
    request.opinion_until = min(until, request.opinion_until or until)
    ordinal = len(consultations(request)) + 1
    return Effect(note=matter, facts={"consultation": ordinal, "until": until.isoformat()})


def hear(kind: str) -> Callable[[Disclosure, Details, Actor, datetime, WorkCalendar], Effect]:
    def heard(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
        asked = _which(request, kind, details.item)
        if details.consent not in ANSWERS:
            raise Invalid("意见", f"应为：{'、'.join(ANSWERS)}")
        if details.consent != CONSENT:
            need("不同意的理由", details.text)
        return _end(request, asked, details.consent, f"{kind}意见：{details.consent}", at, calendar)

    return heard


def silent(kind: str) -> Callable[[Disclosure, Details, Actor, datetime, WorkCalendar], Effect]:
    def noted(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
        asked = _which(request, kind, details.item)
        if at <= asked.until:
            raise Invalid(f"{kind}逾期未答", f"{OPINION_DAYS} 个工作日的期限尚未届满")
        consent = SILENT if kind == THIRD_PARTY else CONSENT
        return _end(request, asked, consent, SILENCE[kind], at, calendar)

    return noted


def _which(request: Disclosure, kind: str, ordinal: int) -> Consultation:
    """The one named, or the only one; raises Invalid when that is not clear."""
    waiting = [each for each in awaited(request) if each.kind == kind]
    named = [each for each in waiting if each.ordinal == ordinal] if ordinal else waiting
    if len(named) == 1:
        return named[0]
    choices = "、".join(str(each.ordinal) for each in waiting) or "无"
    raise Invalid("征求意见", f"请写明是第几份征求意见书（待答：{choices}）")


def _end(
    request: Disclosure, asked: Consultation, consent: str, note: str, at: datetime, calendar: WorkCalendar
) -> Effect:
    """Count *due* with the pause that ends now; its event is not in the log yet."""
    others = [each.until for each in awaited(request) if each.ordinal != asked.ordinal]
    request.opinion_until = min(others, default=None)
    reckoning = request.legal_clock().with_pause(day_of(asked.asked), day_of(at)).reckon(calendar)
    request.due, request.provisional = closing(reckoning.end), reckoning.provisional
    return Effect(note=note, facts={"consultation": asked.ordinal, "consent": consent, "due": request.due.isoformat()})

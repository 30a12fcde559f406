"""What a citizen is told after a deed of his own: what it does and what comes next; on the page and in the chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desk.moments import due_words
from desk.notices import folded
from desk.store import AnyCase
from desk.ticket_table import State
from desk.tickets import Ticket


def acknowledge(case: AnyCase, deed: str) -> str:
    """Return the sentences for *deed*, just done to *case* by its citizen; empty for a deed no citizen does."""
    words = _WORDS.get(deed)
    return words(case) if words else ""


def _who(case: AnyCase) -> str:
    """Who has it now: the unit, or the hotline as long as none does."""
    if not isinstance(case, Ticket):
        return case.unit
    return case.leading.unit if case.leading.routed is not None else "12345坐席"


def _due(case: AnyCase) -> str:
    case = case.leading if isinstance(case, Ticket) else case
    return due_words(case.due, provisional=case.provisional)


def _urged(case: AnyCase) -> str:
    if folded(case, next(event for event in reversed(case.events) if event.deed == "催办")):
        return f"今天已经催办过，{_who(case)}已收到提醒；这一次也记下了，不重复提醒。明天起可以再催。"
    return f"已催办，已提醒{_who(case)}抓紧办理，并记入办理过程。答复期限仍是{_due(case)}。"


def _supplemented(case: AnyCase) -> str:
    return f"已补充，{_who(case)}会看到。答复期限仍是{_due(case)}。"


def _supplied(case: AnyCase) -> str:
    return f"已收到您的补正，答复期限从今天重新计算：{_due(case)}。"


def _withdrawn(case: AnyCase) -> str:
    return "已撤回，本件不再办理。以后需要时可以重新提交。"


def _rated(case: AnyCase) -> str:
    rating = str(next(event for event in reversed(case.events) if event.deed == "评价").facts["rating"])
    if not isinstance(case, Ticket) or "不满意" not in rating:
        return f"感谢您的评价：{rating}。"
    if case.state is not State.RATED:
        redone = f"已退回{case.unit}重新办理一次，最晚{_due(case)}答复"
        return f"已记下您的评价“{rating}”，{redone}。哪里没有解决，可以补充写明。"
    if case.redone:
        return f"已记下您的评价“{rating}”。本件已重新办理过一次，将由县政府办核查后办结。"
    return f"已记下您的评价“{rating}”，坐席将安排重新办理。"


_WORDS: Mapping[str, Callable[[AnyCase], str]] = {
    "催办": _urged,
    "补充": _supplemented,
    "补正": _supplied,
    "撤回": _withdrawn,
    "评价": _rated,
}

"""Several things asked for in one request: kept as one case, split internally, decided one by one.

The county's 一事一申请 (《依申请公开制度（修订）》第七条) is no ground to return a request: the Regulation knows none.
Only the fee counts items (国办函〔2020〕109号).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from desk.case import Details, Effect
from desk.errors import Invalid
from desk.lifecycle import Actor
from desk.ticket_deeds import need
from desk.workdays import WorkCalendar
from knowledge.reasons import Reason

if TYPE_CHECKING:
    from desk.disclosure import Disclosure

LEAST, MOST = 2, 50
GIVEN = ("予以公开", "部分公开")
PARTLY = "部分公开"


def lines(text: str) -> list[str]:
    """The things a request asks for, written one on a line. Raises Invalid for one written twice or too many."""
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) > MOST:
        raise Invalid("事项", f"每行一项，最多 {MOST} 项")
    if len(set(found)) != len(found):
        raise Invalid("事项", "有两项相同")
    return found


def undecided(wanted: Iterable[str]) -> list[dict[str, str]]:
    return [{"wanted": line, "ground": "", "outcome": "", "note": ""} for line in wanted]


def split(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    """One line of *text* per item. Splitting anew drops what was decided."""
    found = lines(need("拆分后的事项", details.text))
    if len(found) < LEAST:
        raise Invalid("拆分后的事项", f"每行一项，应为 {LEAST} 至 {MOST} 项")
    request.items = undecided(found)
    return Effect(
        note="；".join(f"（{n}）{line}" for n, line in enumerate(found, start=1)), facts={"items": len(found)}
    )


def decide(request: Disclosure, details: Details, by: Actor, at: datetime, calendar: WorkCalendar) -> Effect:
    if not 1 <= details.item <= len(request.items):
        raise Invalid("事项", f"应为第 1 至 {len(request.items)} 项" if request.items else "申请没有拆分")
    if details.ground is None:
        raise Invalid("答复类型", "须从理由目录中选择法定依据")
    told = need("该项的答复", details.text)
    decided = {"ground": details.ground.code, "outcome": details.ground.outcome, "note": told}
    request.items = [
        {**item, **decided} if ordinal == details.item else item for ordinal, item in enumerate(request.items, start=1)
    ]
    return Effect(note=told, facts={"item": details.item, "ground": details.ground.code})


def check(request: Disclosure, whole: Reason) -> None:
    """Raises Invalid unless every item is decided and the answer as a whole (*whole*) follows from them."""
    if not request.items:
        return
    open_items = [str(ordinal) for ordinal, item in enumerate(request.items, start=1) if not item["ground"]]
    if open_items:
        raise Invalid("答复", f"第 {'、'.join(open_items)} 项还没有定结果")
    outcomes = {item["outcome"] for item in request.items}
    if outcomes == {whole.outcome}:
        return
    expected = PARTLY if outcomes & set(GIVEN) else " 或 ".join(sorted(outcomes))
    if whole.outcome not in (expected, *(outcomes if not outcomes & set(GIVEN) else ())):
        raise Invalid("答复类型", f"与各项结果不符：各项为{'、'.join(sorted(outcomes))}，整件应为{expected}")

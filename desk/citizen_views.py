"""What a citizen reads of his case besides the common view: who has it now, an extension with its reason, and, while
it is merged, the course of the ticket that is handled in its stead, without anything its own citizen said or did."""

from __future__ import annotations

from datetime import datetime

from desk.case import Case
from desk.masking import mask
from desk.moments import due_words
from desk.store import AnyCase
from desk.ticket_table import Deed, State
from desk.tickets import Ticket

COURSE = {
    Deed.ROUTE.value,
    Deed.REROUTE.value,
    Deed.SIGN.value,
    Deed.GRANT_EXTENSION.value,
}  # what units and offices do with a ticket before it is answered


def told(case: AnyCase) -> dict[str, object]:
    leading = case.leading if isinstance(case, Ticket) else case
    return {"handler": _handler(leading), "extended": _extended(leading), "course": _course(case)}


def _handler(case: AnyCase) -> str:
    """The unit that has it; nobody while a ticket is only proposed to one."""
    return "" if isinstance(case, Ticket) and case.routed is None else case.unit


def _extended(case: Case) -> dict[str, object] | None:
    """The extension that counts: with the unit's reason, not with what the office noted about it."""
    granted = next((event for event in reversed(case.events) if event.deed == Deed.GRANT_EXTENSION.value), None)
    asked = next((event for event in reversed(case.events) if event.deed == Deed.ASK_EXTENSION.value), None)
    if not case.extension or granted is None or asked is None:
        return None
    return {
        "days": granted.facts["days"],
        "from": due_words(datetime.fromisoformat(str(granted.facts["from"]))),
        "reason": mask(asked.note),
        "basis": asked.facts.get("basis", ""),
    }


def _course(case: AnyCase) -> list[dict[str, object]]:
    """What happened to the leading ticket since *case* was merged; when it was filed is nobody else's business."""
    if not isinstance(case, Ticket) or case.state is not State.MERGED:
        return []
    merged = max(event.at for event in case.events if event.deed == Deed.MERGE.value)
    return [
        {"at": event.at.isoformat(), "deed": event.deed, "by": event.unit or event.role}
        for event in case.leading.events
        if event.deed in COURSE and event.at >= merged
    ]

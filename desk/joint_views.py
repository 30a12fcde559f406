"""What staff read of a ticket besides its own course: who assists, what was merged, what the rules ask of it."""

from __future__ import annotations

from desk.case_records import Assist
from desk.casework import IN_UNITS
from desk.lifecycle import Actor
from desk.moments import due_words
from desk.ticket_table import Deed
from desk.tickets import Ticket

REPEATED = "重复反映的事项：应组织现场督查；答复须比上次更具体、更有针对性，体现新举措和新进展，不得照搬上次内容。"
REDONE = "诉求人首次评价不满意：应认真重新办理，写明新的办理结果。"


# What somebody else wrote for whoever has the ticket next, and the steps after which it is dealt with.
FOR_THE_NEXT = (
    Deed.RETURN, Deed.REJECT, Deed.REWORK, Deed.REFUSE_EXTENSION,
    Deed.RATE, Deed.SUPERVISE, Deed.URGE, Deed.SUPPLEMENT,
)  # fmt: skip
STEPS_ON = (Deed.ROUTE, Deed.REROUTE, Deed.DRAFT)


def for_staff(ticket: Ticket, by: Actor) -> dict[str, object]:
    return {
        "routing": ticket.routing,
        "redone": ticket.redone,
        "supervised": ticket.supervised,
        "designated": ticket.designated,
        "merged_into": ticket.merged_into,
        "hints": hints(ticket),
        "said": said(ticket),
        "assists": [_assist(assist) for assist in ticket.assists],
        "merged": [_merged(other, by) for other in ticket.merged],
    }


def hints(ticket: Ticket) -> list[str]:
    """What the rules ask of this ticket besides the usual."""
    found = []
    if ticket.repeat_of or ticket.merged:
        found.append(REPEATED)
    if ticket.redone:
        found.append(REDONE)
    return found


def said(ticket: Ticket) -> list[dict[str, object]]:
    """What was written for whoever has the ticket now, oldest first: they must not look for it in the log."""
    steps = ticket.did(*STEPS_ON)
    since = ticket.events.index(steps[-1]) if steps else 0
    return [
        {"deed": event.deed, "by": event.unit or event.role, "at": event.at.isoformat(), "note": event.note}
        | {"unit": event.facts.get("proposed", ""), "basis": event.facts.get("basis", "")}
        for event in ticket.did(*FOR_THE_NEXT)
        if event.note and ticket.events.index(event) > since
    ]


def _assist(assist: Assist) -> dict[str, object]:
    return {
        "unit": assist.unit,
        "asked": assist.asked.isoformat(),
        "asked_for": assist.asked_for,
        "due": assist.due.isoformat(),
        "due_words": due_words(assist.due),
        "answered": None if assist.answered is None else assist.answered.isoformat(),
        "opinion": assist.opinion,
    }


def _merged(other: Ticket, by: Actor) -> dict[str, object]:
    """What a unit reads of a ticket merged into its own: nothing of one whose filer is to stay hidden."""
    told: dict[str, object] = {"number": other.number, "state": other.state.value}
    if by.role in IN_UNITS and other.hidden:
        return told
    return told | {"matter": other.matter, "place": other.place, "received": other.received.isoformat()}

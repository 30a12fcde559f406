"""What staff read of a ticket besides its own course: who assists, what was merged, what the rules ask of it."""

from __future__ import annotations

from desk.casework import IN_UNITS
from desk.lifecycle import Actor
from desk.moments import due_words
from desk.records import Assist
from desk.tickets import Ticket

REPEATED = "重复反映的事项：应组织现场督查；答复须比上次更具体、更有针对性，体现新举措和新进展，不得照搬上次内容。"
REDONE = "诉求人首次评价不满意：应认真重新办理，写明新的办理结果。"


def for_staff(ticket: Ticket, by: Actor) -> dict[str, object]:
    return {
        "routing": ticket.routing,
        "redone": ticket.redone,
        "supervised": ticket.supervised,
        "designated": ticket.designated,
        "merged_into": ticket.merged_into,
        "hints": hints(ticket),
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

"""Which deeds a person may do on a case right now: the buttons of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum

from desk import disclosure_table, ticket_table
from desk.case import Case
from desk.casework import may_do
from desk.consulting import JOINT_MAKER, THIRD_PARTY, awaited
from desk.disclosure import Disclosure
from desk.lifecycle import Actor, Role
from desk.moments import day_of
from desk.store import AnyCase
from desk.ticket_deeds import need_designation
from desk.tickets import Ticket


def offers(case: AnyCase, *, by: Actor, at: datetime) -> list[str]:
    """Return the deeds the table gives *by* and whose own conditions can still be met, in table order."""
    now = _TICKET if isinstance(case, Ticket) else _DISCLOSURE
    return [
        deed.value
        for deed in case.lifecycle.offers(case.current, role=by.role)
        if may_do(case, deed, by) and (deed not in now or now[deed](case, by, at))
    ]


def _may_ask_extension(case: Case, by: Actor, at: datetime) -> bool:
    return not case.extension_asked and at <= case.due


def _extension_pends(case: Case, by: Actor, at: datetime) -> bool:
    return case.extension_pends


def _may_return(case: Ticket, by: Actor, at: datetime) -> bool:
    on_the_day = case.signed is not None and day_of(case.signed) == day_of(at)
    return on_the_day and not case.redone and not case.designated


def _may_reroute(case: Ticket, by: Actor, at: datetime) -> bool:
    return by.role is Role.OFFICE or not need_designation(case)


def _owes_an_opinion(case: Ticket, by: Actor, at: datetime) -> bool:
    return any(assist.unit == by.unit for assist in case.open_assists)


def _is_dissatisfied(case: Ticket, by: Actor, at: datetime) -> bool:
    return case.rating in {rating.value for rating in ticket_table.DISSATISFIED}


def _may_close(case: Ticket, by: Actor, at: datetime) -> bool:
    """Whoever stays dissatisfied after a second try is looked into by the county office."""
    return not _is_dissatisfied(case, by, at) or (bool(case.redone) and by.role is Role.OFFICE)


def _supplement_not_asked(case: Disclosure, by: Actor, at: datetime) -> bool:
    return not case.did(disclosure_table.Deed.ASK_SUPPLEMENT)


def _supplement_overdue(case: Disclosure, by: Actor, at: datetime) -> bool:
    return case.supplement_until is not None and at > case.supplement_until


def _waits_for(kind: str) -> Callable[[Disclosure, Actor, datetime], bool]:
    return lambda case, by, at: any(each.kind == kind for each in awaited(case))


def _is_silent(kind: str) -> Callable[[Disclosure, Actor, datetime], bool]:
    return lambda case, by, at: any(each.kind == kind and at > each.until for each in awaited(case))


def _is_split(case: Disclosure, by: Actor, at: datetime) -> bool:
    return bool(case.items)


def _fee_not_asked(case: Disclosure, by: Actor, at: datetime) -> bool:
    return at <= case.due and not case.did(disclosure_table.Deed.ASK_FEE)


def _fee_overdue(case: Disclosure, by: Actor, at: datetime) -> bool:
    return case.fee_until is not None and at > case.fee_until


def _reason_asked(case: Disclosure, by: Actor, at: datetime) -> bool:
    return at <= case.due and bool(case.did(disclosure_table.Deed.ASK_REASON))


def _proceeding_pends(case: Disclosure, by: Actor, at: datetime) -> bool:
    return len(case.did(disclosure_table.Deed.PROCEED)) > len(case.did(disclosure_table.Deed.PROCEED_END))


_TICKET: Mapping[Enum, Callable[..., bool]] = {
    ticket_table.Deed.ASK_EXTENSION: _may_ask_extension,
    ticket_table.Deed.GRANT_EXTENSION: _extension_pends,
    ticket_table.Deed.REFUSE_EXTENSION: _extension_pends,
    ticket_table.Deed.RETURN: _may_return,
    ticket_table.Deed.REROUTE: _may_reroute,
    ticket_table.Deed.ASSIST: _owes_an_opinion,
    ticket_table.Deed.REDO: _is_dissatisfied,
    ticket_table.Deed.CLOSE: _may_close,
}
_DISCLOSURE: Mapping[Enum, Callable[..., bool]] = {
    disclosure_table.Deed.ASK_EXTENSION: _may_ask_extension,
    disclosure_table.Deed.GRANT_EXTENSION: _extension_pends,
    disclosure_table.Deed.REFUSE_EXTENSION: _extension_pends,
    disclosure_table.Deed.ASK_SUPPLEMENT: _supplement_not_asked,
    disclosure_table.Deed.LAPSE: _supplement_overdue,
    disclosure_table.Deed.HEAR: _waits_for(THIRD_PARTY),
    disclosure_table.Deed.SILENCE: _is_silent(THIRD_PARTY),
    disclosure_table.Deed.HEAR_MAKER: _waits_for(JOINT_MAKER),
    disclosure_table.Deed.SILENCE_MAKER: _is_silent(JOINT_MAKER),
    disclosure_table.Deed.DECIDE_ITEM: _is_split,
    disclosure_table.Deed.ASK_FEE: _fee_not_asked,
    disclosure_table.Deed.FEE_LAPSE: _fee_overdue,
    disclosure_table.Deed.DELAY: _reason_asked,
    disclosure_table.Deed.PROCEED_END: _proceeding_pends,
}

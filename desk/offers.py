"""Which deeds a person may do on a case right now: the buttons of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum

from desk import disclosure_table, ticket_table
from desk.case import Case
from desk.casework import may_do
from desk.disclosure import Disclosure
from desk.lifecycle import Actor
from desk.moments import day_of
from desk.store import AnyCase
from desk.tickets import Ticket


def offers(case: AnyCase, *, by: Actor, at: datetime) -> list[str]:
    """Return the deeds the table gives *by* and whose own conditions can still be met, in table order."""
    now = _TICKET if isinstance(case, Ticket) else _DISCLOSURE
    return [
        deed.value
        for deed in case.lifecycle.offers(case.current, role=by.role)
        if may_do(case, deed, by) and (deed not in now or now[deed](case, at))
    ]


def _may_ask_extension(case: Case, at: datetime) -> bool:
    return not case.extension_asked and at <= case.due


def _extension_pends(case: Case, at: datetime) -> bool:
    decided = {event.deed for event in case.events} & {"同意延期", "不同意延期"}
    return bool(case.extension_asked) and not decided


def _may_return(case: Ticket, at: datetime) -> bool:
    return not case.redone and case.signed is not None and day_of(case.signed) == day_of(at)


def _is_dissatisfied(case: Ticket, at: datetime) -> bool:
    return case.rating in {rating.value for rating in ticket_table.DISSATISFIED}


def _may_close(case: Ticket, at: datetime) -> bool:
    return bool(case.redone) or not _is_dissatisfied(case, at)


def _supplement_not_asked(case: Disclosure, at: datetime) -> bool:
    return not case.did(disclosure_table.Deed.ASK_SUPPLEMENT)


def _supplement_overdue(case: Disclosure, at: datetime) -> bool:
    return case.supplement_until is not None and at > case.supplement_until


def _opinion_overdue(case: Disclosure, at: datetime) -> bool:
    return case.opinion_until is not None and at > case.opinion_until


_TICKET: Mapping[Enum, Callable[..., bool]] = {
    ticket_table.Deed.ASK_EXTENSION: _may_ask_extension,
    ticket_table.Deed.GRANT_EXTENSION: _extension_pends,
    ticket_table.Deed.REFUSE_EXTENSION: _extension_pends,
    ticket_table.Deed.RETURN: _may_return,
    ticket_table.Deed.REDO: _is_dissatisfied,
    ticket_table.Deed.CLOSE: _may_close,
}
_DISCLOSURE: Mapping[Enum, Callable[..., bool]] = {
    disclosure_table.Deed.ASK_EXTENSION: _may_ask_extension,
    disclosure_table.Deed.GRANT_EXTENSION: _extension_pends,
    disclosure_table.Deed.REFUSE_EXTENSION: _extension_pends,
    disclosure_table.Deed.ASK_SUPPLEMENT: _supplement_not_asked,
    disclosure_table.Deed.LAPSE: _supplement_overdue,
    disclosure_table.Deed.SILENCE: _opinion_overdue,
}

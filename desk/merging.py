"""What merging a ticket into another one means for both (docs/decisions/0035).

Tickets merged into one that is merged itself go with it; the one at the top is handled, and its answer answers all.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy.orm import Session

from desk import ledger, store
from desk.case import Details, Effect
from desk.errors import Invalid, NotFound
from desk.lifecycle import Actor, Role
from desk.ticket_table import BEFORE_ANSWER, Deed, State
from desk.tickets import Ticket
from desk.workdays import WorkCalendar

SYSTEM = Actor("系统", Role.CLOCK)
CAME, LEFT = "并来", "并件拆出"  # events of the ticket that is handled; no deeds, they move nothing
ANSWERING = (Deed.ANSWER, Deed.REPLY_AT_ONCE)
PASSED_ON = (Deed.URGE, Deed.SUPPLEMENT)


def lock(session: Session, number: str, target: str) -> Ticket:
    """Return ticket *number* locked together with those a deed on it may touch, always in the same order.

    Raises:
        NotFound: no such ticket; a *target* that is none is left for ``check`` to name.
    """
    found = store.ticket(session, number)
    # Two that are merged into each other at once wait for one another in the order of their numbers; elsewhere the
    # ticket that is handled comes before those that wait for it, as it does when it is answered.
    others = sorted({target, number}) if target else [found.leading.number]
    for other in others:
        try:
            store.ticket(session, other, lock=True)
        except NotFound:
            continue
    ticket = store.ticket(session, number, lock=True)
    session.expire(ticket, ["main"])  # it may have been merged elsewhere before the lock was ours
    return ticket


def check(session: Session, ticket: Ticket, target: str) -> None:
    """Raises Invalid unless *ticket* may be merged into *target*."""
    if not target.strip():
        raise Invalid("并入的工单", "必须填写")
    if target == ticket.number:
        raise Invalid("并入的工单", "不能并入自身")
    try:
        main = store.ticket(session, target)
    except NotFound:
        raise Invalid("并入的工单", f"没有工单「{target}」") from None
    if main.state is State.MERGED:
        raise Invalid("并入的工单", f"{target} 已并入 {main.merged_into}，请并入 {main.leading.number}")
    if main.state not in BEFORE_ANSWER:
        raise Invalid("并入的工单", f"{target} 当前为「{main.state.value}」，只能并入尚未答复的工单")
    if main.hidden != ticket.hidden:
        raise Invalid("并入的工单", "举报件和要求保密的工单只能与同样保密的工单合并，以免暴露诉求人")


def follow(
    session: Session, ticket: Ticket, deed: Enum, details: Details, *, by: Actor, at: datetime, calendar: WorkCalendar
) -> None:
    """Do to the other tickets what *deed*, just done to *ticket*, means for them."""
    if deed is Deed.MERGE:
        _note(session, store.ticket(session, details.number), CAME, ticket, by, at)
        session.expire(ticket, ["main"])
    elif deed is Deed.SPLIT:
        _note(session, store.ticket(session, str(ticket.events[-1].facts["number"])), LEFT, ticket, by, at)
        session.expire(ticket, ["main"])
    elif deed in PASSED_ON and ticket.state is State.MERGED:
        words = Details(text=f"并入件 {ticket.number}：{details.text}")
        ticket.leading.do(deed, words, by=by, at=at, calendar=calendar)
        ledger.write(session, ticket.leading)
    elif deed in ANSWERING:
        _answer(session, ticket, at, calendar)
    elif deed is Deed.WITHDRAW:
        if ticket.events[-1].before == State.MERGED.value:
            _note(session, store.ticket(session, ticket.merged_into), LEFT, ticket, by, at)
        _release(session, ticket, at, calendar)


def _note(session: Session, main: Ticket, event: str, other: Ticket, by: Actor, at: datetime) -> None:
    """Only the number: why, and who filed it, is the other ticket's own record."""
    main.record(event, Effect(note=other.number, facts={"number": other.number}), by=by, at=at)
    ledger.write(session, main)
    session.expire(main, ["merged"])


def _answer(session: Session, main: Ticket, at: datetime, calendar: WorkCalendar) -> None:
    """Whoever waited with *main* gets its reply at the same moment, judged by the date he himself was promised."""
    unit = main.unit if main.routed is not None else ""
    waiting = store.merged_into(session, main.number)
    while waiting:
        ticket = waiting.pop(0)
        ticket.unit, ticket.reply = unit, main.reply
        ticket.do(Deed.ANSWER, Details(), by=SYSTEM, at=at, calendar=calendar)
        ledger.write(session, ticket)
        waiting += store.merged_into(session, ticket.number)


def _release(session: Session, main: Ticket, at: datetime, calendar: WorkCalendar) -> None:
    """The others still want their answer when the one they waited with is withdrawn."""
    for waiting in store.merged_into(session, main.number):
        reason = Details(reason=f"{main.number} 已撤回，本件单独办理")
        waiting.do(Deed.SPLIT, reason, by=SYSTEM, at=at, calendar=calendar)
        ledger.write(session, waiting)
        session.expire(waiting, ["main"])

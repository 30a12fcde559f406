"""How tickets stand, as one query: a row per ticket with what the event log says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from desk import tables, ticket_table
from desk.ticket_table import Deed, State

ANSWERS = (Deed.ANSWER.value, Deed.REPLY_AT_ONCE.value)
DECIDED = (Deed.GRANT_EXTENSION.value, Deed.REFUSE_EXTENSION.value)
NOTED = (
    *ANSWERS,
    *DECIDED,
    Deed.REDO.value,
    Deed.ESCALATE.value,
    Deed.RETURN.value,
    Deed.URGE.value,
    Deed.ASK_EXTENSION.value,
)
# A ticket rated and not yet closed may still wait for the county office's word.
UNDECIDED = (*ticket_table.BEFORE_ANSWER, State.RATED)


def standing(*, at: datetime, after: datetime | None = None, until: datetime | None = None) -> Any:
    """The tickets received in [after, until), or all undecided ones when no period is given.

    Columns besides the ticket's own: *unit* is empty until it was routed; *verdict* and *answered* are those of the
    answer that stands, null when there is none or it is being redone; *overdue* is meant at *at*; *escalated*,
    *returns* and *urges* count events; *asks_extension* is true while one is asked for and not decided.
    """
    tickets = tables.tickets.c
    within = tickets.state.in_(UNDECIDED)
    if after is not None and until is not None:
        within = and_(tickets.received >= after, tickets.received < until)
    log, answer = _log(within), tables.events.alias("answer")
    stands = answer.c.sequence > func.coalesce(log.c.redone, 0)
    running = tickets.state.in_(ticket_table.BEFORE_ANSWER)
    return (
        select(
            tickets.number,
            tickets.kind,
            case((tickets.routed.is_not(None), tickets.unit), else_="").label("unit"),
            tickets.town,
            tickets.channel,
            tickets.matter,
            tickets.state,
            tickets.received,
            tickets.routed,
            tickets.due,
            tickets.rating,
            tickets.redone,
            tickets.supervised,
            tickets.leader_session,
            running.label("running"),
            and_(running, tickets.due < at).label("overdue"),
            case((stands, answer.c.verdict)).label("verdict"),
            case((stands, answer.c.at)).label("answered"),
            func.coalesce(log.c.escalated, 0).label("escalated"),
            func.coalesce(log.c.returns, 0).label("returns"),
            func.coalesce(log.c.urges, 0).label("urges"),
            and_(
                running,
                tickets.extension_asked > 0,
                func.coalesce(log.c.asked, 0) > func.coalesce(log.c.decided, 0),
            ).label("asks_extension"),
        )
        .select_from(
            tables.tickets.outerjoin(log, log.c.number == tickets.number).outerjoin(
                answer, answer.c.sequence == log.c.answered
            )
        )
        .where(within)
        .subquery("standing")
    )


def _log(within: Any) -> Any:
    """Per case the sequence of the last deed of each sort, and how often others were done."""
    events = tables.events.c

    def last(*deeds: str) -> Any:
        return func.max(case((events.deed.in_(deeds), events.sequence)))

    def times(deed: Deed) -> Any:
        return func.sum(case((events.deed == deed.value, 1), else_=0))

    return (
        select(
            events.number,
            last(*ANSWERS).label("answered"),
            last(Deed.REDO.value).label("redone"),
            last(Deed.ASK_EXTENSION.value).label("asked"),
            last(*DECIDED).label("decided"),
            times(Deed.ESCALATE).label("escalated"),
            times(Deed.RETURN).label("returns"),
            times(Deed.URGE).label("urges"),
        )
        .select_from(tables.tickets.join(tables.events, tables.events.c.number == tables.tickets.c.number))
        .where(within, events.deed.in_(NOTED))
        .group_by(events.number)
        .subquery("log")
    )


def was_returned_by(standing_: Any, unit: str) -> Any:
    """Whether *unit* itself gave the ticket back."""
    events = tables.events.c
    return standing_.c.number.in_(select(events.number).where(events.deed == Deed.RETURN.value, events.unit == unit))


def returned_by_unit(session: Session, numbers: Sequence[str]) -> dict[str, int]:
    """How many of the tickets *numbers* each unit gave back, whoever handles them now."""
    events = tables.events.c
    wanted = (
        select(events.unit, func.count(events.number.distinct()))
        .where(events.number.in_(numbers), events.deed == Deed.RETURN.value)
        .group_by(events.unit)
    )
    return {unit: count for unit, count in session.execute(wanted)}

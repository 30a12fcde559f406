"""Filing what other platforms pass on (省长热线, 市长信箱, …), and the replies to report back to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import channels, filing, store, tables
from desk.exclusions import Exclusions
from desk.exports import to_csv
from desk.filings import Routed, TicketFiling
from desk.lifecycle import Actor
from desk.masking import mask
from desk.vault import Vault
from desk.views import ANSWERED
from desk.workdays import WorkCalendar

REPLIES = ("上级编号", "本县编号", "状态", "承办单位", "收到时间", "办理期限", "答复时间", "答复内容", "评价")
SENT = ("答复", "直接答复")


@dataclass(frozen=True)
class PassedOn:
    """What became of one line; *new* is False for a number that had been filed before."""

    upstream: str
    number: str
    unit: str
    new: bool
    path: str


def file(
    session: Session,
    filings: Sequence[TicketFiling],
    *,
    route: Callable[[TicketFiling], Routed],
    exclusions: Exclusions,
    by: Actor,
    at: datetime,
    calendar: WorkCalendar,
    vault: Vault,
) -> list[PassedOn]:
    """File each line once, in the caller's transaction; what another platform accepted is not turned away here."""
    done = []
    for each in filings:
        key = channels.key(each.channel, each.upstream)
        known = store.ticket_by_key(session, key)
        path = exclusions.admit(each.matter, insist=True)
        if known is None:
            filed = filing.file_ticket(
                session,
                replace(each, path=path),
                key=key,
                routing=route(each),
                by=by,
                at=at,
                calendar=calendar,
                vault=vault,
            )
            done.append(PassedOn(each.upstream, filed.number, filed.unit, True, path))
        else:
            done.append(PassedOn(each.upstream, known.number, known.unit, False, path))
    return done


def replies(session: Session, channel: str) -> str:
    """Return what to report back to the platform of *channel* as CSV: no identity, nothing a spreadsheet would run."""
    return to_csv(REPLIES, _replies(session, channel))


def _replies(session: Session, channel: str) -> Iterator[tuple[object, ...]]:
    tickets, events = tables.tickets.c, tables.events.c
    answered = (
        select(events.number, func.max(events.at).label("at"))
        .where(events.deed.in_(SENT))
        .group_by(events.number)
        .subquery()
    )
    rows = session.execute(
        select(
            tickets.upstream, tickets.number, tickets.state, tickets.unit, tickets.received, tickets.due,
            answered.c.at, tickets.reply, tickets.rating,
        )
        .select_from(tables.tickets.outerjoin(answered, answered.c.number == tickets.number))
        .where(tickets.channel == channel, tickets.upstream != "")
        .order_by(tickets.received, tickets.number)
    )  # fmt: skip
    for upstream, number, state, *facts, sent, reply, rating in rows:
        out = state.value in ANSWERED  # a draft, or a reply that is being redone, stays here
        yield (upstream, number, state, *facts, sent if out else "", mask(reply) if out else "", rating)

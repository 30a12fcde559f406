"""The calls of a 领导接听 session: each is a ticket that knows its session, its topic and the issue it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.case_records import LeaderSession
from desk.errors import Invalid, WrongState
from desk.filings import TicketFiling
from desk.leader_diary import state_of
from desk.leader_table import KIND, State
from desk.masking import mask
from desk.moments import day_of
from desk.ticket_table import Deed
from desk.ticket_table import State as TicketState
from desk.tickets import LEADER, Ticket

LOG = "登记来电"
ORDINARY = "电话"  # 公告（第3期）五：超出受理范围的诉求，按照常规程序接听办理
LONGEST_ISSUE = 20


@dataclass(frozen=True)
class Call:
    """One call.

    Attributes:
        topic: The announced topic it falls under; empty when it is outside what was announced.
        issue: 涉及问题 in a few words; calls with the same words are about one issue.
    """

    ticket: Ticket
    topic: str
    issue: str

    @property
    def in_scope(self) -> bool:
        return bool(self.topic)

    @property
    def direct(self) -> bool:
        """Answered by the leaders on the telephone."""
        return bool(self.ticket.did(Deed.REPLY_AT_ONCE))

    @property
    def way(self) -> str:
        """How the call was dealt with, in a word."""
        if self.direct:
            return "当场答复"
        return "转办" if self.ticket.routed else "待转办"

    @property
    def promised(self) -> bool:
        """Whether feedback and call-back within two working days are owed: in scope, and not settled at once."""
        return self.in_scope and not self.direct and self.ticket.state is not TicketState.WITHDRAWN

    def answered(self) -> datetime | None:
        return _first(self.ticket, Deed.ANSWER)

    def called_back(self) -> datetime | None:
        return _first(self.ticket, Deed.VISIT)


def taken(held: LeaderSession, call: TicketFiling, *, topic: str, issue: str, at: datetime) -> TicketFiling:
    """Return *call* as one of the session; one outside the announced topics keeps the ordinary channel and time limit.

    Raises:
        WrongState: it is not announced, or closed.
        Invalid: not on the session's day from its beginning, no such topic, or no issue.
    """
    if state_of(held) is not State.ANNOUNCED:
        raise WrongState(KIND, state_of(held).value, LOG)
    if at < held.starts:
        raise Invalid(LOG, "接听还没有开始，请到接线台登记")
    if day_of(at) != day_of(held.starts):
        raise Invalid(LOG, "接听日已过，请到接线台登记")
    if topic and topic not in held.topics:
        raise Invalid("受理范围", f"本期没有公告「{topic[:LONGEST_ISSUE]}」")
    return replace(
        call,
        channel=LEADER if topic else ORDINARY,
        leader_session=held.id,
        heard={"session": held.number, "topic": topic, "issue": _issue(issue or topic)},
    )


def calls(session: Session, held: LeaderSession) -> list[Call]:
    """In the order they came."""
    columns = tables.tickets.c
    wanted = select(Ticket).where(columns.leader_session == held.id).order_by(columns.received, columns.number)
    return [_call(ticket) for ticket in session.execute(wanted).scalars()]


def told(ticket: Ticket) -> Mapping[str, object] | None:
    """The session's number, topic and issue of a call that leaders took; None for any other ticket."""
    return ticket.events[0].facts if ticket.leader_session is not None else None


def _call(ticket: Ticket) -> Call:
    heard: Mapping[str, object] = ticket.events[0].facts
    return Call(ticket, str(heard["topic"]), str(heard["issue"]))


def _issue(words: str) -> str:
    if not words.strip():
        raise Invalid("涉及问题", "超出受理范围的来电，请用几个字写明涉及什么问题")
    if len(words.strip()) > LONGEST_ISSUE:
        raise Invalid("涉及问题", f"用几个字概括，不超过 {LONGEST_ISSUE} 字")
    return mask(words.strip())


def _first(ticket: Ticket, deed: Deed) -> datetime | None:
    return next((event.at for event in ticket.did(deed)), None)

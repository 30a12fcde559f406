"""Who outside is told of an event: rows of the outbox, written in the transaction of the event itself.

The rules and their words are ``knowledge/notices.yml``; sending is other modules' work (``desk.outbox``,
``api.delivery``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.case import Case
from desk.case_records import Notice
from desk.events import Event
from desk.moments import day_of, due_words
from desk.ticket_table import Deed, State
from desk.tickets import Ticket
from knowledge.notices import ASKED, CITIZEN, IN_CHARGE, OFFICE, NoticeRule, load_notices

FILE, WEBHOOK, WECHAT = "file", "webhook", "wechat"
FOR_STAFF = (FILE, WEBHOOK)
OUTLETS = "outlets"  # key of a session's info: the ways out that are switched on
URGE = Deed.URGE.value  # the same word for tickets and disclosure requests
ANSWERS = (Deed.ANSWER.value, Deed.REPLY_AT_ONCE.value)


def write(session: Session, case: Case, fresh: Iterable[Event]) -> None:
    """Put what *fresh* (sealed) events of *case* tell into the outbox; of several for one recipient only the last.

    Nothing is written for a way out that is not switched on, nor for a citizen who cannot be reached.
    """
    outlets: tuple[str, ...] = session.info.get(OUTLETS, ())
    if not outlets:
        return
    with session.no_autoflush:  # an event of another case may wait to be sealed
        told = {
            (notice.adapter, notice.recipient, notice.number): notice
            for event in fresh
            for notice in _notices(session, case, event, outlets)
        }
    session.add_all(told.values())


@cache
def rules() -> dict[tuple[str, str], list[NoticeRule]]:
    """By kind of case and event; read once per process. Raises KnowledgeError."""
    found: dict[tuple[str, str], list[NoticeRule]] = {}
    for rule in load_notices():
        found.setdefault((rule.kind, rule.event), []).append(rule)
    return found


def folded(case: Case, event: Event) -> bool:
    """Whether *event* is a further 催办 of the same role on the same day: recorded, but the unit is told once a day."""
    return event.deed == URGE and any(
        earlier is not event
        and (earlier.deed, earlier.role, day_of(earlier.at)) == (event.deed, event.role, day_of(event.at))
        for earlier in case.events
    )


def _notices(session: Session, case: Case, event: Event, outlets: tuple[str, ...]) -> Iterator[Notice]:
    if folded(case, event):
        return
    for rule in rules().get((case.lifecycle.kind, event.deed), ()):
        if rule.to == CITIZEN and WECHAT in outlets:
            for number, conversation in _followers(session, case, event):
                yield _notice(case, event, rule, WECHAT, conversation, number)
        elif rule.to != CITIZEN and (unit := _unit(case, event, rule)):
            for adapter in FOR_STAFF:
                if adapter in outlets:
                    yield _notice(case, event, rule, adapter, unit, case.number)


def _unit(case: Case, event: Event, rule: NoticeRule) -> str:
    """The unit meant; nobody while a ticket is only proposed to one."""
    if rule.to == ASKED:
        return str(event.facts.get("unit", ""))
    if rule.to == IN_CHARGE:
        return "" if isinstance(case, Ticket) and case.routed is None else case.unit
    return OFFICE


def _followers(session: Session, case: Case, event: Event) -> list[tuple[str, str]]:
    """(number, conversation) of WeChat conversations that hold the case, or one merged into it: under its own number.

    An answer is an event of the merged ticket's own.
    """
    links, talks, tickets = tables.case_links.c, tables.conversations.c, tables.tickets.c
    followed = links.number == case.number
    if event.deed not in ANSWERS:
        waiting = (tickets.merged_into == case.number, tickets.state == State.MERGED)
        followed |= links.number.in_(select(tickets.number).where(*waiting))
    wanted = (
        select(links.number, links.conversation)
        .join(tables.conversations, talks.id == links.conversation)
        .where(followed, talks.channel == WECHAT)
        .order_by(links.number, links.conversation)
    )
    return [(number, conversation) for number, conversation in session.execute(wanted)]


def _notice(case: Case, event: Event, rule: NoticeRule, adapter: str, recipient: str, number: str) -> Notice:
    words = rule.words.format(number=number, unit=case.unit, due=due_words(case.due, provisional=case.provisional))
    assert event.sequence is not None
    return Notice(
        sequence=event.sequence,
        number=number,
        adapter=adapter,
        recipient=recipient,
        words=words,
        created=event.at,
        next_try=event.at,
    )

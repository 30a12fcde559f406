"""Cases by number, words and facts, newest first, a page at a time; only what the person who asks may see.

A page begins after the last case of the one before (keyset), so the hundredth page costs what the first does, and how
many there are in all is not counted: with 100,000 tickets that would read every one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desk import case_words, disclosure_table, numbers, tables, ticket_table
from desk.casework import IN_UNITS
from desk.digits import half_width
from desk.disclosure import Disclosure
from desk.lifecycle import Actor, Role
from desk.moments import midnight
from desk.store import AnyCase
from desk.tickets import Ticket

PAGE = 50
REQUEST = "公开申请"  # the kind that means disclosure requests
MOST_WORDS = 5

Condition = Any  # SQLAlchemy 1.4 publishes no types


@dataclass(frozen=True)
class Wanted:
    """What is looked for; an empty field asks nothing.

    Attributes:
        words: Each must stand in number, matter, place or reply.
        kind: A type of ticket, or REQUEST.
        state: A state of either kind of case.
        since, until: First and last day of receipt.
        supervised, repeated: Only 督办件; only tickets that repeat another.
    """

    words: str = ""
    unit: str = ""
    town: str = ""
    kind: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    supervised: bool = False
    repeated: bool = False

    @property
    def terms(self) -> list[str]:
        return half_width(self.words).split()[:MOST_WORDS]

    @property
    def tickets_only(self) -> bool:
        """Whether it asks for something disclosure requests do not have."""
        return bool(self.town or self.supervised or self.repeated or (self.kind and self.kind != REQUEST))


@dataclass(frozen=True)
class Found:
    """*older* is the number to go on after, empty on the last page."""

    cases: Sequence[AnyCase]
    older: str


def newest(
    session: Session,
    wanted: Wanted,
    *,
    by: Actor,
    states: Collection[Enum] = (),
    after: str = "",
    limit: int = PAGE,
) -> Found:
    """The page of *limit* cases that follows case *after*; with *states* only those in one of them."""
    cases: list[AnyCase] = []
    for kind in _kinds(wanted, by):
        chosen = _newest(kind, wanted, by, after)
        if states:
            chosen = chosen.where(_columns(kind).state.in_(_own(kind, states)))
        cases += case_words.read(session, chosen, _prefix(kind), wanted.terms, after=after, limit=limit + 1)
    cases.sort(key=_age, reverse=True)
    return Found(cases[:limit], cases[limit - 1].number if len(cases) > limit else "")


def pressing(
    session: Session,
    wanted: Wanted,
    states: Collection[Enum],
    *,
    by: Actor,
    limit: int,
    due_by: datetime | None = None,
) -> list[AnyCase]:
    """Those in one of *states*, soonest due first, *limit* of each kind; a unit's are those it still has to act on."""
    cases: list[AnyCase] = []
    for kind in _kinds(wanted, by):
        columns = _columns(kind)
        chosen = _select(kind, wanted, by, owed=True).where(columns.state.in_(_own(kind, states)))
        if due_by is not None:
            chosen = chosen.where(columns.due <= due_by)
        cases += session.execute(chosen.order_by(columns.due, columns.number).limit(limit)).scalars()
    return cases


def seen(session: Session, wanted: Collection[str], *, by: Actor) -> set[str]:
    """Those of the numbers *wanted* that *by* may see."""
    found: set[str] = set()
    for kind in _kinds(Wanted(), by) if wanted else ():
        columns = _columns(kind)
        mine = select(columns.number).where(columns.number.in_(wanted), *_seen(kind, by, owed=False))
        found |= set(session.execute(mine).scalars())
    return found


def _kinds(wanted: Wanted, by: Actor) -> list[type[AnyCase]]:
    """坐席 do not handle disclosure requests; 管理员 see no case."""
    if by.role is Role.ADMIN:
        return []
    kinds: list[type[AnyCase]] = [] if wanted.kind == REQUEST else [Ticket]
    return kinds if by.role is Role.AGENT or wanted.tickets_only else [*kinds, Disclosure]


def _prefix(kind: type[AnyCase]) -> str:
    return numbers.TICKET if kind is Ticket else numbers.DISCLOSURE


def _columns(kind: type[AnyCase]) -> Any:
    return (tables.tickets if kind is Ticket else tables.disclosures).c


def _age(case: AnyCase) -> tuple[str, str]:
    """Numbers begin with their kind and go on with day and sequence: newest is the largest day and sequence."""
    return case.number[len(numbers.TICKET) :], case.number


def _newest(kind: type[AnyCase], wanted: Wanted, by: Actor, after: str) -> Any:
    columns = _columns(kind)
    chosen = _select(kind, wanted, by).order_by(columns.number.desc())
    if not after:
        return chosen
    prefix = _prefix(kind)
    same = prefix + after[len(prefix) :]  # its neighbour of this kind, were there one
    return chosen.where(columns.number < same if same >= after else columns.number <= same)


def _own(kind: type[AnyCase], states: Collection[Enum]) -> list[Enum]:
    """Those of *states* that are states of this kind of case."""
    own = ticket_table.State if kind is Ticket else disclosure_table.State
    return [state for state in states if isinstance(state, own)]


def _select(kind: type[AnyCase], wanted: Wanted, by: Actor, *, owed: bool = False) -> Any:
    words = [case_words.holds(_prefix(kind), term) for term in wanted.terms]
    return select(kind).where(*_seen(kind, by, owed=owed), *_asked(kind, wanted), *words)


def _seen(kind: type[AnyCase], by: Actor, *, owed: bool) -> list[Condition]:
    """What ``casework.reach`` lets *by* see, as a query; a test holds the two against each other.

    *owed* leaves out the tickets a unit was asked to assist with and has answered about.
    """
    if by.role not in IN_UNITS:
        return []
    columns = _columns(kind)
    if kind is Disclosure:
        return [or_(columns.unit == by.unit, columns.assigned_unit == by.unit)]
    assists = tables.assists.c
    helping = select(assists.number).where(assists.unit == by.unit)
    if owed:
        helping = helping.where(assists.answered.is_(None))
    helped = columns.number.in_(helping)
    return [columns.routed.is_not(None), or_(columns.unit == by.unit, helped)]


def _asked(kind: type[AnyCase], wanted: Wanted) -> list[Condition]:
    columns = _columns(kind)
    asked = [columns[name] == getattr(wanted, name) for name in ("unit", "state") if getattr(wanted, name)]
    if wanted.since:
        asked.append(columns.received >= midnight(wanted.since))
    if wanted.until:
        asked.append(columns.received < midnight(wanted.until + timedelta(days=1)))
    if kind is Ticket:
        asked += [columns[name] == getattr(wanted, name) for name in ("kind", "town") if getattr(wanted, name)]
        asked += [columns.supervised.is_(True)] * wanted.supervised + [columns.repeat_of != ""] * wanted.repeated
    return asked

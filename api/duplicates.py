"""Tickets that may be about the same thing as one being taken down or handled; people decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session

from api.cases import Number
from api.deps import Found, Now, Reading
from api.signin import Staff
from desk import casework, duplicates, proposals, store
from desk.duplicates import LEAST_MEANING, LIKELY, Where
from desk.lifecycle import Actor
from desk.places import Gazetteer
from desk.ticket_table import BEFORE_ANSWER, State
from desk.tickets import Ticket
from retrieval.encode import Encoder

router = APIRouter(prefix="/api/v1/tickets", tags=["工单"])

COMPARED = 200  # tickets nearest in meaning that are looked at
SHOWN = 3
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Proposal:
    """A ticket that may be about the same thing, with the probability; *again*: the same citizen filed it."""

    ticket: Ticket
    chance: float
    why: list[str]
    again: bool

    def told(self) -> dict[str, Any]:
        return {
            "number": self.ticket.number,
            "matter": self.ticket.matter,
            "place": self.ticket.place,
            "type": self.ticket.kind.value,
            "unit": self.ticket.unit,
            "state": self.ticket.state.value,
            "received": self.ticket.received.isoformat(),
            "chance": round(self.chance, 3),
            "why": self.why,
            "url": f"/desk/cases/{self.ticket.number}",
        }


@dataclass(frozen=True)
class Subject:
    """What is compared: a filed *ticket*, or one being typed; *phone* is the blind index of who called, if known."""

    matter: str
    where: Where
    at: datetime
    phone: str = ""
    ticket: Ticket | None = None

    @property
    def number(self) -> str:
        return self.ticket.number if self.ticket else ""


class Comparer:
    """Proposes for one person: nothing that he may not see, and to a unit nothing whose filer stays hidden."""

    def __init__(self, request: Request, session: Session, encoder: Encoder, by: Actor) -> None:
        self._matters, self._gazetteer = request.app.state.matters, request.app.state.gazetteer
        self._session, self._encoder, self._by = session, encoder, by

    def typed(self, matter: str, *, place: str, town: str, phone: str, at: datetime) -> Subject:
        where = duplicates.locate(self._gazetteer, place, matter=matter, town=town)
        return Subject(matter, where, at, phone)

    def filed(self, ticket: Ticket) -> Subject:
        phone = store.phone_blind(self._session, ticket.number)
        return Subject(ticket.matter, _where(self._gazetteer, ticket), ticket.received, phone, ticket)

    def same_matter(self, subject: Subject) -> list[Proposal]:
        """Tickets of others that still wait for an answer, the likeliest first."""
        near = self._matters.nearest(self._session, self._encoder, subject.matter, least=LEAST_MEANING)[:COMPARED]
        own = {each.number for each in self._of_caller(subject)}
        tickets = store.tickets_numbered(self._session, [number for number, _ in near if number not in own])
        open_ = (each for each in tickets if each.state in BEFORE_ANSWER)
        return self._likely(subject, open_, dict(near), again=False)

    def repeats(self, subject: Subject) -> list[Proposal]:
        """Earlier tickets of the same citizen about the same thing, whatever became of them, the likeliest first."""
        earlier = [
            each
            for each in self._of_caller(subject)
            if each.state is not State.WITHDRAWN and each.received <= subject.at
        ]
        if not earlier:
            return []
        vectors = self._encoder.encode([subject.matter, *(each.matter for each in earlier)])
        cosines = vectors[1:] @ vectors[0]
        near = {each.number: float(cosine) for each, cosine in zip(earlier, cosines, strict=True)}
        return self._likely(subject, earlier, near, again=True)

    def _of_caller(self, subject: Subject) -> list[Ticket]:
        if not subject.phone:
            return []
        return store.tickets_numbered(self._session, store.numbers_with(self._session, "phone", subject.phone))

    def _likely(
        self, subject: Subject, tickets: Iterable[Ticket], cosines: dict[str, float], *, again: bool
    ) -> list[Proposal]:
        found = []
        for ticket in tickets:
            if not self._may_propose(subject, ticket):
                continue
            there, days = _where(self._gazetteer, ticket), abs(subject.at - ticket.received) / A_DAY
            facts = (cosines[ticket.number], subject.where, there)
            chance = duplicates.likeness(*facts, days=days)
            if chance >= LIKELY:
                found.append(Proposal(ticket, chance, duplicates.reasons(*facts, days=days), again))
        return sorted(found, key=lambda each: -each.chance)[:SHOWN]

    def _may_propose(self, subject: Subject, ticket: Ticket) -> bool:
        if ticket.number == subject.number or (subject.ticket and _decided(subject.ticket, ticket)):
            return False
        if self._by.role in casework.IN_UNITS and (ticket.hidden or (subject.ticket and subject.ticket.hidden)):
            return False
        return casework.reaches(ticket, self._by)


@router.get("/{number}/duplicates")
def find(request: Request, number: Number, by: Staff, session: Reading, found: Found, at: Now) -> dict[str, Any]:
    """列出可能是同一件事的工单：其他人反映、尚未答复的，和同一诉求人此前反映的。须工作人员登录，只列本人可以查看的。"""
    ticket = store.ticket(session, number)
    casework.reach(ticket, by)
    compare = Comparer(request, session, found.encoder, by)
    subject = compare.filed(ticket)
    return {"number": number, **listed(compare.same_matter(subject), compare.repeats(subject))}


def listed(same_matter: Sequence[Proposal], repeats: Sequence[Proposal]) -> dict[str, list[dict[str, Any]]]:
    return {"same_matter": [each.told() for each in same_matter], "repeats": [each.told() for each in repeats]}


def _where(gazetteer: Gazetteer, ticket: Ticket) -> Where:
    return duplicates.locate(gazetteer, ticket.place, matter=ticket.matter, town=ticket.town)


def _decided(ticket: Ticket, other: Ticket) -> bool:
    """Whether people settled the two already: apart, merged either way, or linked as a repeat."""
    linked = {ticket.merged_into, ticket.repeat_of, *proposals.apart(ticket)}
    return other.number in linked or ticket.number in (other.merged_into, other.repeat_of)

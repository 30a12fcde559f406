"""Whether a draft says again what a case of the same conversation says: only that one its citizen has proved his own.

Cases found by telephone alone are told to staff only (``api.duplicates``): whoever types a number may not be its owner.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy.orm import Session

from desk import conversations, duplicates, store, views
from desk.disclosure import Disclosure
from desk.disclosure_table import Deed as RequestDeed
from desk.draft_words import DraftKind
from desk.drafts import Draft
from desk.duplicates import LIKELY
from desk.earlier_requests import ALIKE
from desk.lifecycle import Actor, Role
from desk.moments import due_words, local
from desk.offers import offers
from desk.places import Gazetteer
from desk.store import AnyCase
from desk.ticket_table import Deed, State
from desk.tickets import Ticket
from retrieval.encode import Encoder

CITIZEN = Actor("群众", Role.CITIZEN)
A_DAY = timedelta(days=1)
NEAR_WISH = 0.85  # cosine of two wishes for information that say the same in other words
URGE, ADD = Deed.URGE.value, Deed.SUPPLEMENT.value  # the words of the chat for both kinds
CHOICES = {URGE: URGE, ADD: ADD, RequestDeed.SUPPLY.value: ADD}


def earlier(
    session: Session, conversation: str, draft: Draft, *, encoder: Encoder, gazetteer: Gazetteer, at: datetime
) -> AnyCase | None:
    """The newest of the conversation's cases that is about the same and that its citizen was not asked about yet."""
    cases = [
        case
        for number in conversations.linked(session, conversation)
        if number not in draft.considered and _comparable(case := store.case(session, number), draft)
    ]
    if not cases:
        return None
    vectors = encoder.encode([_said(draft), *(_words(case) for case in cases)])
    cosines = vectors[1:] @ vectors[0]
    near = zip(cases, cosines, strict=True)
    return next((case for case, cosine in near if _alike(draft, case, float(cosine), gazetteer, at)), None)


def told(case: AnyCase, *, at: datetime) -> dict[str, Any]:
    """What its citizen is told of it, and what he may choose besides filing again."""
    answered = case.current.value in views.ANSWERED
    offered = [CHOICES[deed] for deed in offers(case, by=CITIZEN, at=at) if deed in CHOICES]
    received = local(case.received)
    return {
        "number": case.number,
        "received": f"{received.month}月{received.day}日",
        "state": case.current.value,
        "due": "" if answered else due_words(case.due, provisional=case.provisional),
        "choices": offered,
    }


def _comparable(case: AnyCase, draft: Draft) -> bool:
    kind = Ticket if draft.kind is DraftKind.TICKET else Disclosure
    return isinstance(case, kind) and case.current.value != State.WITHDRAWN.value


def _alike(draft: Draft, case: AnyCase, cosine: float, gazetteer: Gazetteer, at: datetime) -> bool:
    """Tickets by meaning, place and time, as they are compared for staff; wishes for information by their words."""
    if not isinstance(case, Ticket):
        return cosine >= NEAR_WISH or SequenceMatcher(None, _said(draft), case.wanted, autojunk=False).ratio() >= ALIKE
    here = duplicates.locate(gazetteer, draft.place, matter=draft.matter)
    there = duplicates.locate(gazetteer, case.place, matter=case.matter, town=case.town)
    return duplicates.likeness(cosine, here, there, days=abs(at - case.received) / A_DAY) >= LIKELY


def _said(draft: Draft) -> str:
    return draft.matter if draft.kind is DraftKind.TICKET else draft.wanted


def _words(case: AnyCase) -> str:
    return case.matter if isinstance(case, Ticket) else case.wanted

"""Earlier requests of the same applicant, found by blind index without opening anybody's identity.

Proposals only: a person decides whether a request repeats an earlier one (第三十六条第六项) and how many items count
for a fee (国办函〔2020〕109号：同一申请人一个自然月内累计).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from sqlalchemy.orm import Session

from desk import numbers, store
from desk.disclosure import Disclosure
from desk.disclosure_table import Deed
from desk.moments import day_words, local

PROOFS = ("id_number", "organisation", "phone")  # what tells one applicant from another
MOST = 1000
ALIKE = 0.75  # likeness of two wishes from which one may repeat the other


@dataclass(frozen=True)
class Earlier:
    """*alike*: it asked for nearly the same and was answered, so that this one may repeat it."""

    number: str
    wanted: str
    state: str
    outcome: str
    received: datetime
    items: int
    answered: datetime | None
    alike: bool

    def words(self) -> str:
        """What an answer that refuses to answer again has to state: number and day of the earlier answer."""
        return f"{self.number}，{day_words(local(self.answered).date())}答复" if self.answered else self.number


def of_applicant(session: Session, request: Disclosure) -> list[Earlier]:
    """Newest first."""
    found = {number: None for number in _numbers(session, request)}
    cases = (store.disclosure(session, number) for number in found)
    before = [case for case in cases if (case.received, case.number) < (request.received, request.number)]
    return sorted((_earlier(case, request) for case in before), key=lambda each: each.received, reverse=True)


def items_this_month(earlier: Iterable[Earlier], request: Disclosure) -> int:
    """Items of the same applicant received before in the natural month of *request*."""
    month = local(request.received).strftime("%Y-%m")
    return sum(each.items for each in earlier if local(each.received).strftime("%Y-%m") == month)


def _numbers(session: Session, request: Disclosure) -> Iterable[str]:
    for row in store.identities(session, request.number):
        if row.column in PROOFS:
            for number in store.numbers_with(session, row.column, row.blind, limit=MOST):
                if number.startswith(numbers.DISCLOSURE) and number != request.number:
                    yield number


def _earlier(case: Disclosure, request: Disclosure) -> Earlier:
    answers = case.did(Deed.ANSWER)
    same = SequenceMatcher(None, case.wanted, request.wanted, autojunk=False).ratio() >= ALIKE
    return Earlier(
        number=case.number,
        wanted=case.wanted,
        state=case.state.value,
        outcome=case.outcome,
        received=case.received,
        items=max(1, len(case.items)),
        answered=answers[-1].at if answers else None,
        alike=same and bool(answers),
    )

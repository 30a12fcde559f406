"""What the page of a disclosure request shows its officers besides the case: letters, proposals, fee drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from api.letters import told
from desk import earlier_requests, enclosures, fees, letter_drafts, letters
from desk.disclosure import Disclosure
from desk.disclosure_table import State
from desk.issuing import Press
from desk.lifecycle import Actor
from desk.store import AnyCase
from desk.vault import Vault

PUBLISHED = 3  # published passages proposed
LOOKED_UP = (State.UNCONFIRMED, State.RECEIVED, State.HANDLING)  # while it is open what the answer will be


@dataclass(frozen=True)
class FeeDraft:
    """What the tariff proposes; *before* are the applicant's items earlier in the month."""

    method: str
    quantity: int
    before: int
    yuan: int


def panel(request: Request, session: Session, case: AnyCase, *, by: Actor, vault: Vault) -> dict[str, Any]:
    """Empty for tickets and for those who do not answer the request."""
    press: Press = request.app.state.press
    if not isinstance(case, Disclosure) or not letter_drafts.may_make(case, by):
        return {"panel": None, "answer_letters": [], "organs": []}
    earlier = earlier_requests.of_applicant(session, case)
    before = earlier_requests.items_this_month(earlier, case)
    return {
        "panel": {
            "letters": [told(each) for each in letters.seen(session, case.number, office=press.office, by=by)],
            "drafts": letter_drafts.available(session, case.number, office=press.office, by=by, vault=vault),
            "earlier": earlier,
            "before": before,
            "fee": _fee(case, before),
            "published": _published(request, case),
            "enclosed": enclosures.listed(case.events),
            "may_enclose": enclosures.may_choose(case.state.value, by),
        },
        "answer_letters": _answer_letters(press, case),
        "organs": [(organ, organ) for organ in press.office.organs],
    }


def _answer_letters(press: Press, case: Disclosure) -> list[tuple[str, str]]:
    return [(each.key, each.title) for each in press.office.answers(case.ground)] if case.ground else []


def _fee(case: Disclosure, before: int) -> FeeDraft:
    """By items, as the tariff would charge this request; pages are known to the officer only."""
    quantity = max(1, len(case.items))
    return FeeDraft(fees.BY_ITEMS, quantity, before, fees.drafted(fees.BY_ITEMS, quantity, before=before))


def _published(request: Request, case: Disclosure) -> Sequence[Any]:
    """Published passages that may hold what is wanted (第三十六条第一项); none while the index is loading."""
    searcher = request.app.state.parts.searcher
    if searcher is None or case.state not in LOOKED_UP:
        return ()
    found = searcher.search(case.wanted, k=PUBLISHED)
    return found.hits if found.answerable else ()

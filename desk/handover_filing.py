"""A ticket that an agent files for the citizen he talks with: what was said is not asked again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk import draft_store, validity
from desk.draft_words import LABELS, DraftKind
from desk.drafts import Draft
from desk.errors import Invalid
from desk.intake import Reader
from desk.masking import find
from desk.vault import Vault

LONGEST = 2000


@dataclass(frozen=True)
class Given:
    """What the agent typed; an empty *phone* leaves the one the citizen gave."""

    matter: str
    place: str
    name: str = ""
    phone: str = ""
    anonymous: bool = False


def joined(sentences: Iterable[str], reader: Reader) -> str:
    """What *sentences* complain of or ask for, each once, in order."""
    told: list[str] = []
    for sentence in sentences:
        matter = reader.read(sentence).matter
        if matter and all(matter not in each for each in told):
            told = [*(each for each in told if each not in matter), matter]
    return "；".join(told)[:LONGEST]


def numbers(text: str) -> list[str]:
    """Telephone numbers in what was said."""
    return [found.value for found in find(text) if found.kind in ("phone", "landline")]


def keep_contact(session: Session, conversation: str, text: str, *, at: datetime, vault: Vault) -> None:
    """A number told to a person goes sealed into the draft: the transcript shows it to nobody."""
    told = numbers(text)
    draft = draft_store.get(session, conversation, vault=vault) or Draft(DraftKind.TICKET)
    if told and draft.phone != told[-1]:
        draft.phone, draft.anonymous = told[-1], False
        draft_store.put(session, conversation, draft, at=at, vault=vault)


def prepare(session: Session, conversation: str, given: Given, *, at: datetime, vault: Vault) -> Draft:
    """Put what the agent typed over what the citizen's draft holds.

    Raises Invalid: another form is open, a number that cannot be one, or something is missing.
    """
    draft = draft_store.get(session, conversation, vault=vault) or Draft(DraftKind.TICKET)
    if draft.kind is not DraftKind.TICKET:
        raise Invalid("工单", "群众正在填写公开申请，请先让他提交或取消")
    problem = validity.phone_problem(given.phone) if given.phone else None
    if problem:
        raise Invalid("联系电话", problem)
    shown = draft.slots()
    for slot in ("matter", "place", "name"):
        value = getattr(given, slot)
        if value != shown.get(slot, ""):  # what came back as it was shown is masked
            setattr(draft, slot, value)
    draft.anonymous = given.anonymous
    draft.phone = validity.normal_phone(given.phone) or draft.phone
    missing = [LABELS[draft.kind][slot] for slot in draft.missing()]
    if missing:
        raise Invalid("工单", f"还缺{'、'.join(missing)}")
    draft_store.put(session, conversation, draft, at=at, vault=vault)
    return draft

"""Deeds on a request that let a letter out: it is signed, or sent, in the same transaction as the deed itself.

An extension or a delay needs the head's consent and the applicant told (第三十三条第二款、第三十五条), so both come
together with their notice; the answer is signed with the deed and leaves with the delivery.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk import disclosure_work, letters, store
from desk.case import Details
from desk.disclosure_records import Letter
from desk.disclosure_table import Deed
from desk.errors import Invalid
from desk.letter_drafts import Choice, listed
from desk.letter_office import Office
from desk.letters import Render
from desk.lifecycle import Actor
from desk.store import AnyCase
from desk.vault import Vault
from desk.workdays import WorkCalendar

NOTICES: Mapping[str, str] = {Deed.GRANT_EXTENSION.value: "extension", Deed.DELAY.value: "delay"}


@dataclass(frozen=True)
class Press:
    """What letters are made with, and how one becomes a file."""

    office: Office
    render: Render


def perform(
    session: Session,
    number: str,
    deed: str,
    details: Details,
    *,
    press: Press,
    by: Actor,
    at: datetime,
    calendar: WorkCalendar,
    vault: Vault,
) -> AnyCase:
    """Do *deed* as ``disclosure_work.perform`` does, with the letter it lets out.

    Raises:
        Invalid, WrongState: also when the letter may not be signed; then the deed is not done either, so the caller
            must roll back.
    """
    case = disclosure_work.perform(session, number, deed, details, by=by, at=at, calendar=calendar, vault=vault)
    if deed == Deed.ANSWER:
        ground = store.disclosure(session, number).ground
        key = details.letter or press.office.answers(ground)[0].key
        if not press.office.template(key).answer:
            raise Invalid("文书", f"《{press.office.template(key).title}》不是答复申请的文书")
        _sign(session, number, Choice(key, organ=details.organ), press, by=by, at=at, vault=vault)
    elif deed in NOTICES:
        signed = _sign(session, number, Choice(NOTICES[deed], organ=details.organ), press, by=by, at=at, vault=vault)
        letters.leave(session, signed, manner=details.manner, by=by, at=at)
    elif deed == Deed.DELIVER:
        _send_answer(session, number, press.office, manner=details.manner, by=by, at=at)
    return case


def _sign(
    session: Session, number: str, choice: Choice, press: Press, *, by: Actor, at: datetime, vault: Vault
) -> Letter:
    return letters.sign(session, number, choice, office=press.office, by=by, at=at, vault=vault, render=press.render)


def _send_answer(session: Session, number: str, office: Office, *, manner: str, by: Actor, at: datetime) -> None:
    for letter in listed(session, number):
        if office.templates[letter.template].answer and letter.sent is None:
            letters.leave(session, letter, manner=manner, by=by, at=at)

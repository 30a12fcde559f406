"""Letters of a request: signed once by the head, numbered, sealed, sent, on record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from desk import casework, ledger, store
from desk.case import Effect
from desk.disclosure_records import Letter
from desk.disclosure_table import UNANSWERED, Deed
from desk.errors import Invalid, NotAllowed, NotFound, WrongState
from desk.letter_drafts import Choice, Draft, draft, listed, may_make, own, standing
from desk.letter_office import Office
from desk.letter_text import LetterText
from desk.lifecycle import Actor, Role
from desk.moments import day_of
from desk.vault import Vault

TABLE = "letters"
SIGN, SEND, READ = "签发文书", "发出文书", "查看文书"  # events
SENDERS = (Role.OFFICER, Role.OFFICE, Role.HEAD)
LONGEST_MANNER = 60
Render = Callable[[LetterText], bytes]


def sign(
    session: Session,
    number: str,
    choice: Choice,
    *,
    office: Office,
    by: Actor,
    at: datetime,
    vault: Vault,
    render: Render,
) -> Letter:
    """Number the letter, date it, keep it as *render* makes it, and record that.

    Raises:
        NotAllowed: only the head signs (《依申请公开制度（修订）》：负责人签发).
        Invalid: see ``letter_drafts.draft``; something blocks it, or the answer itself is not signed.
        WrongState: it was signed before.
    """
    if by.role is not Role.HEAD:
        raise NotAllowed(by.role.value, SIGN)
    request = store.disclosure(session, number, lock=True)
    made = draft(session, number, choice, office=office, by=by, vault=vault)
    if made.template.answer and request.state in UNANSWERED:
        raise Invalid("文书", f"还没有「{Deed.ANSWER.value}」，不能签发《{made.template.title}》")
    _check_may_sign(made, standing(session, request), office)
    year = day_of(at).year
    ordinal = store.next_ordinal(session, f"W{year}-{choice.key}")
    text = made.text.stamped(made.template, year=year, ordinal=ordinal, day=day_of(at))
    letter = _kept(session, number, choice, text, year, ordinal, render(text), by=by, at=at, vault=vault)
    facts: dict[str, object] = {"title": text.title, "document_no": text.number, "digest": letter.digest}
    request.record(SIGN, Effect(facts=facts), by=by, at=at)
    ledger.write(session, request)
    return letter


def _check_may_sign(made: Draft, signed: Sequence[Letter], office: Office) -> None:
    if made.filled_by_hand:
        raise Invalid("文书", f"《{made.template.title}》打印后由当事人填写，不签发")
    if made.blocked:
        raise Invalid("文书", "；".join(each.message for each in made.findings if each.level == "block"))
    answered = made.template.answer and any(office.templates[each.template].answer for each in signed)
    if answered or any(each.is_(made.choice.key, made.choice.item) for each in signed):
        raise WrongState("文书", f"《{made.template.title}》已签发", SIGN)


def _kept(
    session: Session,
    number: str,
    choice: Choice,
    text: LetterText,
    year: int,
    ordinal: int,
    content: bytes,
    *,
    by: Actor,
    at: datetime,
    vault: Vault,
) -> Letter:
    letter = Letter(
        number=number,
        template=choice.key,
        year=year,
        ordinal=ordinal,
        addressee="",
        fields={"item": choice.item, "title": text.title, "number": text.number, "organ": text.organ},
        content=b"",
        digest=hashlib.sha256(content).hexdigest(),
        made=at,
        made_by=by.name,
        signed=at,
        signed_by=by.name,
    )
    session.add(letter)
    session.flush()
    letter.addressee = vault.seal(text.addressee, table=TABLE, row=str(letter.id), column="addressee")
    letter.content = vault.seal_bytes(content, table=TABLE, row=str(letter.id), column="content")
    return letter


def send(session: Session, number: str, letter_id: int, *, manner: str, by: Actor, at: datetime) -> Letter:
    """Record that a signed letter left. By post the posting day counts (国办公开办函〔2016〕235号).

    Raises NotFound, NotAllowed, Invalid without a manner, WrongState when it was sent before.
    """
    if by.role not in SENDERS:
        raise NotAllowed(by.role.value, SEND)
    own(session, number, by)
    letter = _get(session, number, letter_id)
    leave(session, letter, manner=manner, by=by, at=at)
    return letter


def leave(session: Session, letter: Letter, *, manner: str, by: Actor, at: datetime) -> None:
    """As ``send``, for whoever was found to be allowed."""
    if not 0 < len(manner.strip()) <= LONGEST_MANNER:
        raise Invalid("送达方式", f"必须填写，最多 {LONGEST_MANNER} 字")
    if letter.sent is not None:
        raise WrongState("文书", "已发出", SEND)
    request = store.disclosure(session, letter.number, lock=True)
    letter.sent, letter.manner = at, manner.strip()
    facts: dict[str, object] = {**letter.fields, "manner": letter.manner}
    request.record(SEND, Effect(facts=facts), by=by, at=at)
    ledger.write(session, request)


def opened(
    session: Session, number: str, letter_id: int, *, office: Office, by: Actor, at: datetime, vault: Vault
) -> tuple[Letter, bytes]:
    """Return a letter and its file; the applicant opens those that were sent to the applicant. Raises NotFound."""
    letter = next((each for each in seen(session, number, office=office, by=by) if each.id == letter_id), None)
    if letter is None:
        raise NotFound("文书", str(letter_id))
    if by.role is not Role.CITIZEN:
        note_reading(session, number, str(letter.fields["title"]), by=by, at=at)
    return letter, vault.open_bytes(letter.content, table=TABLE, row=str(letter.id), column="content")


def seen(session: Session, number: str, *, office: Office, by: Actor) -> list[Letter]:
    """The signed letters *by* may open, oldest first: the applicant those sent to the applicant."""
    request = store.disclosure(session, number)
    casework.reach(request, by)
    if by.role is Role.CITIZEN:
        return [each for each in listed(session, number) if for_applicant(each, office)]
    return listed(session, number) if may_make(request, by) else []


def note_reading(session: Session, number: str, title: str, *, by: Actor, at: datetime) -> None:
    """Record that *by* read a letter, in which somebody is named; once a day for the same one."""
    request = store.disclosure(session, number, lock=True)
    facts: dict[str, object] = {"title": title}
    today = [event for event in request.events if event.deed == READ and day_of(event.at) == day_of(at)]
    if any(event.actor == by.name and event.facts == facts for event in today):
        return
    request.record(READ, Effect(facts=facts), by=by, at=at)
    ledger.write(session, request)


def for_applicant(letter: Letter, office: Office) -> bool:
    return letter.sent is not None and office.templates[letter.template].to == "申请人"


def _get(session: Session, number: str, letter_id: int) -> Letter:
    found: Letter | None = session.get(Letter, letter_id)
    if found is None or found.number != number:
        raise NotFound("文书", str(letter_id))
    return found

"""Letters of a request: composed from its log, checked, signed once by the head, numbered, sealed, sent, on record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import casework, identities, ledger, letter_checks, store
from desk.case import Effect
from desk.disclosure import Disclosure
from desk.disclosure_records import Letter
from desk.disclosure_tables import letters as table
from desk.errors import Invalid, NotAllowed, NotFound, WrongState
from desk.letter_checks import Finding
from desk.letter_text import LetterText, Wording, compose
from desk.lifecycle import Actor, Role
from desk.moments import day_of
from desk.vault import Vault
from knowledge.laws import Law
from knowledge.letters import Template

TABLE = "letters"
SIGN, SEND = "签发文书", "发出文书"  # events
Render = Callable[[LetterText], bytes]


@dataclass(frozen=True)
class Office:
    """What letters are made with: templates by key, wording, and the laws they may cite by name."""

    templates: Mapping[str, Template]
    wording: Wording
    laws: Mapping[str, Law]

    def template(self, key: str) -> Template:
        """Raises NotFound."""
        if key not in self.templates:
            raise NotFound("文书", key)
        return self.templates[key]


@dataclass(frozen=True)
class Draft:
    """A letter that is not signed yet, and what is wrong with it."""

    template: Template
    item: int
    text: LetterText
    findings: Sequence[Finding]

    @property
    def blocked(self) -> bool:
        return any(each.level == "block" for each in self.findings)


def draft(
    session: Session,
    number: str,
    key: str,
    *,
    office: Office,
    by: Actor,
    vault: Vault,
    item: int = 0,
    given: Mapping[str, str] | None = None,
) -> Draft:
    """Compose letter *key* as the request stands. *item* and *given* as for ``letter_text.compose``.

    Raises:
        NotFound, NotAllowed: not *by*'s to see; a unit that only helps makes no letters.
        Invalid: the deed it is about has not been done, or nobody is there to write to.
    """
    request = _of(session, number, by)
    template = office.template(key)
    person, asked = identities.get(session, number, vault=vault), identities.parties(session, number, vault=vault)
    addressee, strangers = _addressee(template, person, asked, item)
    text = compose(template, request, wording=office.wording, addressee=addressee, item=item, given=given)
    ground = request.ground if template.answer else ""
    findings = letter_checks.check(text, request.wanted, laws=office.laws, ground=ground, strangers=strangers)
    return Draft(template, item, text, findings)


def sign(
    session: Session,
    number: str,
    key: str,
    *,
    office: Office,
    by: Actor,
    at: datetime,
    vault: Vault,
    render: Render,
    item: int = 0,
    given: Mapping[str, str] | None = None,
) -> Letter:
    """Number the letter, date it, keep it as *render* makes it, and record that.

    Raises:
        NotAllowed: only the head signs (《依申请公开制度（修订）》：负责人签发).
        Invalid: see ``draft``; or something blocks it.
        WrongState: it was signed before.
    """
    if by.role is not Role.HEAD:
        raise NotAllowed(by.role.value, SIGN)
    made = draft(session, number, key, office=office, by=by, vault=vault, item=item, given=given)
    if made.blocked:
        raise Invalid("文书", "；".join(each.message for each in made.findings if each.level == "block"))
    if any(_is(each, key, item) for each in listed(session, number)):
        raise WrongState("文书", f"《{made.template.title}》已签发", SIGN)
    request = store.disclosure(session, number, lock=True)
    year = day_of(at).year
    ordinal = store.next_ordinal(session, f"W{year}-{key}") if made.template.series else None
    text = compose(
        made.template,
        request,
        wording=office.wording,
        addressee=made.text.addressee,
        item=item,
        given=given,
        year=year,
        ordinal=ordinal,
        day=day_of(at),
    )
    content = render(text)
    letter = Letter(
        number=number,
        template=key,
        year=year,
        ordinal=ordinal,
        addressee="",
        fields={"item": item, "title": text.title, "number": text.number},
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
    facts: dict[str, object] = {"title": text.title, "document_no": text.number, "digest": letter.digest}
    request.record(SIGN, Effect(facts=facts), by=by, at=at)
    ledger.write(session, request)
    return letter


def send(session: Session, number: str, letter_id: int, *, manner: str, by: Actor, at: datetime) -> Letter:
    """Record that a signed letter left. By post the posting day counts (国办公开办函〔2016〕235号).

    Raises NotFound, NotAllowed, Invalid without a manner, WrongState when it was sent before.
    """
    if by.role not in (Role.OFFICER, Role.OFFICE, Role.HEAD):
        raise NotAllowed(by.role.value, SEND)
    _of(session, number, by)
    request = store.disclosure(session, number, lock=True)
    letter = _get(session, number, letter_id)
    if not manner.strip():
        raise Invalid("送达方式", "必须填写")
    if letter.sent is not None:
        raise WrongState("文书", "已发出", SEND)
    letter.sent, letter.manner = at, manner.strip()
    facts: dict[str, object] = {**letter.fields, "manner": letter.manner}
    request.record(SEND, Effect(facts=facts), by=by, at=at)
    ledger.write(session, request)
    return letter


def listed(session: Session, number: str) -> list[Letter]:
    """Signed letters of a request, oldest first."""
    return list(session.execute(select(Letter).where(table.c.number == number).order_by(table.c.id)).scalars())


def opened(
    session: Session, number: str, letter_id: int, *, office: Office, by: Actor, vault: Vault
) -> tuple[Letter, bytes]:
    """Return a letter and its file; the applicant opens those that were sent to the applicant. Raises NotFound."""
    _of(session, number, by)
    letter = _get(session, number, letter_id)
    if by.role is Role.CITIZEN and not for_applicant(letter, office):
        raise NotFound("文书", str(letter_id))
    return letter, vault.open_bytes(letter.content, table=TABLE, row=str(letter.id), column="content")


def for_applicant(letter: Letter, office: Office) -> bool:
    return letter.sent is not None and office.templates[letter.template].to == "申请人"


def available(session: Session, number: str, *, office: Office, by: Actor, vault: Vault) -> list[Draft]:
    """Letters that can be made now and are not signed yet, in the order of the templates; each with its findings."""
    signed = listed(session, number)
    found = []
    for key, template in office.templates.items():
        for item in _items(session, number, template, vault):
            if any(_is(each, key, item) for each in signed):
                continue
            try:
                found.append(draft(session, number, key, office=office, by=by, vault=vault, item=item))
            except Invalid:  # what it is about has not happened
                continue
    return found


def _items(session: Session, number: str, template: Template, vault: Vault) -> Sequence[int]:
    """Which letters of one template a request may need: one, or one for each who was asked."""
    if template.to == "申请人":
        return (0,)
    parties = identities.parties(session, number, vault=vault)
    return sorted(int(column.removeprefix("party_")) for column in parties if column.startswith("party_"))


def _is(letter: Letter, key: str, item: int) -> bool:
    return letter.template == key and letter.fields["item"] == item


def _of(session: Session, number: str, by: Actor) -> Disclosure:
    request = store.disclosure(session, number)
    casework.reach(request, by)
    if by.role in casework.IN_UNITS and by.unit != request.unit:
        raise NotAllowed(by.role.value, "查看文书")
    return request


def _get(session: Session, number: str, letter_id: int) -> Letter:
    found: Letter | None = session.get(Letter, letter_id)
    if found is None or found.number != number:
        raise NotFound("文书", str(letter_id))
    return found


def _addressee(
    template: Template, person: Mapping[str, str], asked: Mapping[str, str], item: int
) -> tuple[str, list[str]]:
    """Whom it is written to, and the names that one may not learn."""
    parties = [text for column, text in asked.items() if column.startswith("party_")]
    if template.to == "申请人":
        return person.get("name", ""), parties
    name = asked.get(identities.party(item))
    if not name:
        raise Invalid("文书", "请写明是第几份征求意见书")
    hidden = [person[column] for column in ("name", "organisation", "address") if person.get(column)]
    return name, [*hidden, *(party for party in parties if party != name)]

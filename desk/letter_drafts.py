"""A letter before it is signed: composed from the request's log and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import casework, enclosures, identities, letter_checks, store
from desk.consulting import consultations
from desk.disclosure import Disclosure
from desk.disclosure_records import Letter
from desk.disclosure_table import Deed
from desk.disclosure_tables import letters as table
from desk.errors import Invalid, NotAllowed
from desk.letter_checks import Finding
from desk.letter_office import Office
from desk.letter_text import LetterText, compose
from desk.lifecycle import Actor, Role
from desk.vault import Vault
from knowledge.letters import Template

BLANK = "　" * 8  # where a person writes by hand


@dataclass(frozen=True)
class Choice:
    """Which letter is meant.

    Attributes:
        key: Of its template.
        item: Which consultation a letter to somebody asked is about, from 1.
        organ: In whose name it is signed; empty for that of the request's last letter, or else the usual one.
        matter: What a person writes where the template asks for it.
    """

    key: str
    item: int = 0
    organ: str = ""
    matter: str = ""


@dataclass(frozen=True)
class Draft:
    """A letter that is not signed yet, and what is wrong with it."""

    choice: Choice
    template: Template
    text: LetterText
    findings: Sequence[Finding]

    @property
    def blocked(self) -> bool:
        return any(each.level == "block" for each in self.findings)

    @property
    def filled_by_hand(self) -> bool:
        """A form that is printed and never signed here."""
        return not self.template.series


def draft(session: Session, number: str, choice: Choice, *, office: Office, by: Actor, vault: Vault) -> Draft:
    """Compose the letter as the request stands.

    Raises:
        NotFound, NotAllowed: not *by*'s to see; a unit that only helps makes no letters.
        Invalid: the deed it is about has not been done, or nobody is there to write to.
    """
    request = own(session, number, by)
    template = office.template(choice.key)
    signed = listed(session, number)
    _check_fits(request, template, choice.item, office)
    person, asked = identities.get(session, number, vault=vault), identities.parties(session, number, vault=vault)
    addressee, strangers = _addressee(template, person, asked, choice.item)
    text = compose(
        template,
        request,
        wording=office.wording(choice.organ or _last_organ(signed)),
        addressee=addressee,
        item=choice.item,
        given=_given(template, choice, signed, office),
        attachments=enclosures.names(session, request, vault=vault) if template.answer else (),
    )
    ground = request.ground if template.answer else ""
    findings = letter_checks.check(text, request.wanted, laws=office.laws, ground=ground, strangers=strangers)
    return Draft(choice, template, text, [*_unwritten(template, choice), *findings])


def available(session: Session, number: str, *, office: Office, by: Actor, vault: Vault) -> list[Draft]:
    """Letters that can be made now and are not signed yet, in the order of the templates; each with its findings."""
    signed = standing(session, own(session, number, by))
    answered = any(office.templates[each.template].answer for each in signed)
    found = []
    for key, template in office.templates.items():
        for item in _items(session, number, template, vault):
            if (template.answer and answered) or any(each.is_(key, item) for each in signed):
                continue
            try:
                found.append(draft(session, number, Choice(key, item), office=office, by=by, vault=vault))
            except Invalid:  # what it is about has not happened
                continue
    return found


def listed(session: Session, number: str) -> list[Letter]:
    """Signed letters of a request, oldest first."""
    return list(session.execute(select(Letter).where(table.c.number == number).order_by(table.c.id)).scalars())


def standing(session: Session, request: Disclosure) -> list[Letter]:
    """Those signed since the request was last taken up anew (复议、诉讼纠正后重新办理)."""
    redone = max((event.at for event in request.did(Deed.REDO)), default=request.received)
    return [each for each in listed(session, request.number) if each.signed and each.signed >= redone]


def own(session: Session, number: str, by: Actor) -> Disclosure:
    """The request, for those who answer it: its own unit and the county office. Raises NotFound, NotAllowed."""
    request = store.disclosure(session, number)
    casework.reach(request, by)
    if not may_make(request, by):
        raise NotAllowed(by.role.value, "制作文书")
    return request


def may_make(request: Disclosure, by: Actor) -> bool:
    return by.role is Role.OFFICE or (by.role in casework.IN_UNITS and by.unit == request.unit)


def _check_fits(request: Disclosure, template: Template, item: int, office: Office) -> None:
    """An answer in the letter its ground names; a letter to those who answered as it takes for granted."""
    if template.answer and request.ground and template not in office.answers(request.ground):
        named = "》或者《".join(each.title for each in office.answers(request.ground))
        raise Invalid("文书", f"这一答复类型用《{named}》")
    said = {each.ordinal: each.consent for each in consultations(request)}
    if template.consent and said.get(item) not in template.consent:
        raise Invalid("文书", f"《{template.title}》只发给{'、'.join(template.consent)}的{template.to}")


def _given(template: Template, choice: Choice, signed: Sequence[Letter], office: Office) -> dict[str, str]:
    """The places no event fills."""
    given: dict[str, str] = {}
    if template.asks:
        given["matter"] = choice.matter.strip() or f"〔待填写：{template.asks}〕"
    if "letter" in template.places():
        sent = [each for each in signed if office.templates[each.template].to == template.to]
        if not sent:
            raise Invalid("文书", "还没有签发的文书")
        given["letter"] = "；".join(f"《{each.fields['title']}》{each.fields['number']}" for each in sent)
        given["manner"] = next((each.manner for each in reversed(sent) if each.manner), BLANK)
    return given


def _unwritten(template: Template, choice: Choice) -> list[Finding]:
    if not template.asks or choice.matter.strip():
        return []
    return [Finding("unwritten", "block", f"请填写{template.asks}。")]


def _last_organ(signed: Sequence[Letter]) -> str:
    return str(signed[-1].fields["organ"]) if signed else ""


def _items(session: Session, number: str, template: Template, vault: Vault) -> Sequence[int]:
    """Which letters of one template a request may need: one, or one for each who was asked."""
    if template.to == "申请人":
        return (0,)
    parties = identities.parties(session, number, vault=vault)
    return sorted(int(column.removeprefix("party_")) for column in parties if column.startswith("party_"))


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

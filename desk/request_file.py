"""The whole file of a request (全卷) for the archive: the application and everything the log holds, each with a digest.

Names stand in it masked, and only for those who may read them; names of third parties only for the handling unit. The
unmasked file is taken out with a reason, and that is on record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk import attachments, casework, identities, ledger, letter_drafts, letters, register, store
from desk.case import Effect
from desk.casework import IN_UNITS, may_read_identity
from desk.consulting import consultations
from desk.disclosure import Disclosure
from desk.errors import NotAllowed
from desk.events import Event
from desk.letter_office import Office
from desk.lifecycle import Actor, Role
from desk.moments import local
from desk.vault import Vault
from desk.views import masked

TAKE = "调取全卷"  # the event
APPLICATION = ("wanted", "form", "delivery", "applicant", "purpose", "channel")
FACTS = {  # what the log says besides its words, as the list names it
    "title": "文书",
    "document_no": "文号",
    "place": "范围",
    "terms": "检索词",
    "unit": "单位",
    "consent": "意见",
    "amount": "金额（元）",
    "days": "工作日",
    "until": "期限",
    "due": "答复期限",
    "manner": "方式",
    "kind": "种类",
    "body": "受理机关",
    "result": "结果",
    "ticket": "工单",
}


@dataclass(frozen=True)
class Item:
    """One line of the list; *digest* seals what it is about: a file's SHA-256, else that of the sealed event."""

    at: datetime
    what: str
    who: str
    words: str
    facts: str
    digest: str


@dataclass(frozen=True)
class RequestFile:
    """Attributes:
    person: Identity fields of the applicant; None where the reader may know none.
    parties: Names of those who were asked, by ordinal; None where the reader may know none.
    digest: Over the digests of all items, in order.
    """

    request: Disclosure
    items: Sequence[Item]
    person: Mapping[str, str] | None
    parties: Mapping[int, str] | None

    @property
    def digest(self) -> str:
        return hashlib.sha256("".join(item.digest for item in self.items).encode()).hexdigest()


@dataclass(frozen=True)
class Taken:
    """The unmasked file with its letters and attachments, by their path within the archive."""

    whole: RequestFile
    files: Mapping[str, bytes]


def whole(session: Session, number: str, *, by: Actor, vault: Vault) -> RequestFile:
    """The file as *by* may see it, names masked. Raises NotFound, NotAllowed."""
    request = _of(session, number, by)
    person = identities.get(session, number, vault=vault) if may_read_identity(request, by) else None
    parties = _parties(session, request, vault) if may_take(request, by) else None
    return RequestFile(
        request,
        _items(request),
        None if person is None else {c: masked(c, text) for c, text in person.items() if c != "original"},
        None if parties is None else {ordinal: masked("name", name) for ordinal, name in parties.items()},
    )


def take(session: Session, number: str, *, reason: str, office: Office, by: Actor, at: datetime, vault: Vault) -> Taken:
    """Take the unmasked file out for the archive; who took it and why, and every letter in it, is recorded.

    Raises:
        NotFound: see ``casework.reach``.
        NotAllowed: only the handling unit takes it out.
        Invalid: no reason given.
    """
    request = _of(session, number, by)
    if not may_take(request, by):
        raise NotAllowed(by.role.value, TAKE)
    person = casework.read_identity(session, number, reason=reason, by=by, at=at, vault=vault)
    files: dict[str, bytes] = {}
    for ordinal, letter in enumerate(letter_drafts.listed(session, number), start=1):
        if letter.id is not None:
            _, content = letters.opened(session, number, letter.id, office=office, by=by, at=at, vault=vault)
            files[f"文书/{ordinal:02}-{letter.fields['title']}.docx"] = content
    for each in attachments.listed(session, request, by=by, vault=vault):
        files[f"附件/{each.title}"] = attachments.read(session, number, each.ordinal, by=by, vault=vault)[1]
    request.record(TAKE, Effect(note=reason.strip(), facts={"files": len(files)}), by=by, at=at)
    ledger.write(session, request)
    return Taken(RequestFile(request, _items(request), person, _parties(session, request, vault)), files)


def may_take(request: Disclosure, by: Actor) -> bool:
    return by.role in (*IN_UNITS, Role.OFFICE) and by.unit == request.unit


def _of(session: Session, number: str, by: Actor) -> Disclosure:
    request = store.disclosure(session, number)
    casework.reach(request, by)
    if not register.may_open(by):
        raise NotAllowed(by.role.value, "查看全卷")
    return request


def _parties(session: Session, request: Disclosure, vault: Vault) -> dict[int, str]:
    names = identities.parties(session, request.number, vault=vault)
    asked = [each.ordinal for each in consultations(request)]
    return {ordinal: names[identities.party(ordinal)] for ordinal in asked if identities.party(ordinal) in names}


def _items(request: Disclosure) -> list[Item]:
    told = {name: getattr(request, name) for name in APPLICATION}
    sealed = hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    first = Item(request.arrived, "申请", request.applicant, request.wanted, f"渠道：{request.channel}", sealed)
    return [first, *(_item(event) for event in request.events)]


def _item(event: Event) -> Item:
    who = " ".join(part for part in (event.unit, event.actor) if part)
    facts = [f"{label}：{_plain(event.facts[name])}" for name, label in FACTS.items() if event.facts.get(name)]
    verdict = [f"时限：{event.verdict}"] if event.verdict else []
    digest = str(event.facts.get("digest") or event.digest)
    return Item(event.at, event.deed, who, event.note, "；".join((*facts, *verdict)), digest)


def _plain(value: object) -> str:
    """Moments as people read them; everything else as it is."""
    try:
        return local(datetime.fromisoformat(str(value))).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return str(value)

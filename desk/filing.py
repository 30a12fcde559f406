"""Filing: number, route, identity, first events and due date, in one transaction, once per idempotency key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from desk import corrections, disclosure_items, identities, identity_documents, ledger, numbers, store
from desk.case import Details, Effect
from desk.casework import SYSTEM
from desk.disclosure import Disclosure
from desk.disclosure_clock import AT_ONCE, CONFIRMED, received_on
from desk.disclosure_table import State as DisclosureState
from desk.errors import Invalid
from desk.filings import DisclosureFiling, Filed, Routed, TicketFiling
from desk.lifecycle import Actor
from desk.masking import mask
from desk.moments import day_of, due_words, local
from desk.ticket_table import Deed, TicketType
from desk.tickets import Ticket
from desk.vault import Vault
from desk.workdays import WorkCalendar

DISCLOSURE_UNIT = "县政府办"  # 《依申请公开制度（修订）》：受理机构


def file_ticket(
    session: Session,
    filing: TicketFiling,
    *,
    key: str,
    routing: Routed,
    by: Actor,
    at: datetime,
    calendar: WorkCalendar,
    vault: Vault,
) -> Filed:
    """File a ticket; a second call with the same *key* and content returns the same receipt and does nothing.

    *key* must be scoped to the caller (a draft's id, or session and client key): whoever knows the key and the content
    gets the receipt, secret included. When the router is not sure the ticket waits for an agent to confirm its unit.

    Raises:
        Invalid: something is missing, or *key* was used for another filing.
    """
    filing.check()
    print_ = _fingerprint(filing, vault)
    known = store.ticket_by_key(session, key)
    # The counter is locked until the transaction ends, so the second look finds whoever filed the same key meanwhile.
    number = "" if known else store.next_number(session, numbers.TICKET, day_of(at))
    known = known or store.ticket_by_key(session, key)
    if known is not None:
        if filing.upstream and known.fingerprint != print_:
            raise Invalid("上级编号", f"{filing.channel} {filing.upstream} 已登记为 {known.number}")
        return _again(known.fingerprint, print_, ticket_receipt(known, vault))
    ticket = _ticket(number, key, print_, filing, routing=routing, at=at, vault=vault)
    ticket.recount(calendar)
    session.add(ticket)
    session.flush()
    _put_person(session, ticket.number, {} if filing.anonymous else filing.person, filing.matter, ticket.matter, vault)
    ticket.record("登记", _registered(ticket, filing, routing), by=by, at=at)
    if routing.sure and ticket.unit:
        reasons = Details(unit=ticket.unit, reason="；".join(routing.candidates[0].reasons))
        ticket.do(Deed.ROUTE, reasons, by=SYSTEM, at=at, calendar=calendar)
    ledger.write(session, ticket)
    corrections.keep(session, ticket, by=by, at=at)
    return ticket_receipt(ticket, vault)


def _put_person(session: Session, number: str, person: Mapping[str, str], said: str, masked: str, vault: Vault) -> None:
    """Seal who filed, and what was said where its masked form hides something."""
    original = {"original": said.strip()} if masked != said.strip() else {}
    identities.put(session, number, {**person, **original}, vault=vault)


def _ticket(
    number: str, key: str, fingerprint: str, filing: TicketFiling, *, routing: Routed, at: datetime, vault: Vault
) -> Ticket:
    received = local(filing.received or at)
    return Ticket(
        number=number,
        key=key,
        fingerprint=fingerprint,
        secret_digest=vault.secret_digest(vault.secret(key)),
        channel=filing.channel,
        unit=routing.candidates[0].unit if routing.candidates else "",
        received=received,
        counted_from=received,
        due=received,
        kind=filing.kind or TicketType(routing.type),
        matter=mask(filing.matter.strip()),
        place=mask(filing.place.strip()),
        town=routing.town or "",
        wanted=mask(filing.wanted.strip()),
        anonymous=filing.anonymous,
        confidential=filing.confidential,
        publishable=filing.publishable,
        upstream=filing.upstream,
        routing=[
            {"unit": each.unit, "score": round(each.score, 4), "reasons": list(each.reasons)}
            for each in routing.candidates
        ],
        repeat_of=filing.repeat_of,
        leader_session=filing.leader_session,
    )


def _registered(ticket: Ticket, filing: TicketFiling, routing: Routed) -> Effect:
    """What the first event says: where it came from, and the path the citizen was told of and did not take."""
    facts: dict[str, object] = {"channel": filing.channel, "type": ticket.kind.value, "town": ticket.town}
    facts |= {"proposed_type": routing.type, **filing.heard}
    if filing.upstream:
        facts["upstream"] = filing.upstream
    if filing.received is not None:
        facts["received"] = ticket.received.isoformat()
    if not filing.path:
        return Effect(facts=facts)
    return Effect(note=f"已告知法定途径（{filing.path}），诉求人仍要提交", facts={**facts, "path": filing.path})


def file_disclosure(
    session: Session,
    filing: DisclosureFiling,
    *,
    key: str,
    by: Actor,
    at: datetime,
    calendar: WorkCalendar,
    vault: Vault,
) -> Filed:
    """File a disclosure request; keys as for ``file_ticket``.

    Requests by web and WeChat are confirmed by the receipt itself, the same day; those by ordinary mail and fax wait
    for their confirmation (第三十一条), with a date counted from the arrival until then.

    Raises:
        Invalid: something is missing, *key* was used for another filing, or the dates contradict each other.
    """
    filing.check()
    print_ = _fingerprint(filing, vault)
    known = store.disclosure_by_key(session, key)
    number = "" if known else store.next_number(session, numbers.DISCLOSURE, day_of(at))
    known = known or store.disclosure_by_key(session, key)
    if known is not None:
        return _again(known.fingerprint, print_, disclosure_receipt(known, vault))
    request = _request(number, key, print_, filing, at=at, vault=vault)
    request.recount(calendar)
    session.add(request)
    session.flush()
    person = identity_documents.checked(filing.person)
    _put_person(session, request.number, person, filing.wanted, request.wanted, vault)
    facts: dict[str, object] = {"channel": filing.channel.value, "received": request.received.isoformat()}
    request.record("登记", Effect(facts=facts), by=by, at=at, rule="第三十一条")
    ledger.write(session, request)
    return disclosure_receipt(request, vault)


def _request(
    number: str, key: str, fingerprint: str, filing: DisclosureFiling, *, at: datetime, vault: Vault
) -> Disclosure:
    """Raises Invalid when its dates contradict each other."""
    arrived = local(filing.arrived or at)
    confirmed = arrived if filing.arrived is None and filing.channel in AT_ONCE else filing.confirmed
    unconfirmed = confirmed is None and filing.channel in CONFIRMED
    received = arrived if unconfirmed else received_on(filing.channel, arrived=arrived, confirmed=confirmed)
    if received > at:
        raise Invalid("收到日期", "不能晚于现在")
    return Disclosure(
        number=number,
        key=key,
        fingerprint=fingerprint,
        secret_digest=vault.secret_digest(vault.secret(key)),
        channel=filing.channel.value,
        unit=DISCLOSURE_UNIT,
        received=received,
        counted_from=received,
        due=received,
        wanted=mask(filing.wanted.strip()),
        form=filing.form,
        applicant=filing.applicant,
        identified=bool(filing.person.get("id_number") or filing.person.get("organisation")),
        arrived=arrived,
        state=DisclosureState.UNCONFIRMED if unconfirmed else DisclosureState.RECEIVED,
        purpose=mask(filing.purpose.strip()),
        delivery=filing.delivery,
        items=disclosure_items.undecided(map(mask, filing.items)),
        repeat_of=filing.repeat_of,
    )


def ticket_receipt(ticket: Ticket, vault: Vault) -> Filed:
    return Filed(
        kind="ticket",
        number=ticket.number,
        secret=vault.secret(ticket.key),
        unit=ticket.unit,
        type=ticket.kind.value,
        town=ticket.town,
        due=ticket.due,
        due_words=due_words(ticket.due, provisional=ticket.provisional),
    )


def disclosure_receipt(request: Disclosure, vault: Vault) -> Filed:
    return Filed(
        kind="disclosure",
        number=request.number,
        secret=vault.secret(request.key),
        unit=request.unit,
        type="依申请公开",
        town="",
        due=request.due,
        due_words=due_words(request.due, provisional=request.provisional),
    )


def _fingerprint(filing: TicketFiling | DisclosureFiling, vault: Vault) -> str:
    return vault.blind("filing|" + json.dumps(asdict(filing), ensure_ascii=False, sort_keys=True, default=str))


def _again(known: str, offered: str, receipt: Filed) -> Filed:
    if known != offered:
        raise Invalid("提交编号", "已用于另一件内容不同的办件")
    return receipt

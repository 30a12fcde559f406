"""Drafts of conversations: sealed while open, filed once, findable after."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from desk import conversations, draft_files, filing, store
from desk.disclosure_table import Channel
from desk.drafts import Draft, DraftKind, restore
from desk.errors import Invalid, NotFound
from desk.filings import Filed, Routed
from desk.lifecycle import Actor, Role
from desk.records import DraftRecord
from desk.tables import drafts
from desk.tickets import Ticket
from desk.vault import Vault
from desk.workdays import WorkCalendar

CITIZEN = Actor("群众", Role.CITIZEN)


def get(session: Session, conversation: str, *, vault: Vault) -> Draft | None:
    """The open draft of the conversation; None when there is none or it was filed."""
    record = session.get(DraftRecord, conversation)
    return None if record is None or record.filed else _open(record, vault)


def put(session: Session, conversation: str, draft: Draft, *, at: datetime, vault: Vault) -> None:
    """Keep *draft* as the open one. After a filing, or for another kind, it is filed under a new key."""
    record: DraftRecord | None = session.get(DraftRecord, conversation)
    sealed = _seal(conversation, draft, vault)
    if record is None:
        session.add(DraftRecord(conversation, draft.kind.value, _key(), sealed, at))
    else:
        if record.filed or record.kind != draft.kind.value:
            record.key, record.filed = _key(), ""
        record.kind, record.sealed, record.updated = draft.kind.value, sealed, at
    session.flush()


def drop(session: Session, conversation: str) -> None:
    """Forget the open draft; what was filed stays findable."""
    record: DraftRecord | None = session.get(DraftRecord, conversation)
    if record is not None and not record.filed:
        session.delete(record)
        session.flush()


def move(session: Session, source: str, target: str, *, at: datetime, vault: Vault) -> None:
    """Let the open draft of *source* be that of *target*, which has none open; it is filed under the same key."""
    record: DraftRecord = session.get(DraftRecord, source)
    sealed = _seal(target, _open(record, vault), vault)
    session.execute(delete(drafts).where(drafts.c.conversation == target))
    moved = {"conversation": target, "sealed": sealed, "updated": at}
    session.execute(update(drafts).where(drafts.c.conversation == source).values(moved))
    session.expire_all()


def file(
    session: Session,
    conversation: str,
    *,
    routing: Routed | None,
    channel: str,
    path: str = "",
    at: datetime,
    calendar: WorkCalendar,
    vault: Vault,
) -> Filed:
    """File the open draft with its files and link the case to the conversation; repeated, it gives the same receipt.

    *path* names the lawful path the citizen was told of and did not take; see ``exclusions``.

    Raises:
        NotFound: there is no draft.
        Invalid: a slot is missing, or a ticket came without routing.
    """
    record: DraftRecord | None = session.get(DraftRecord, conversation, with_for_update=True)
    if record is None:
        raise NotFound("待提交的内容", "")
    if record.filed:
        return receipt(session, record.filed, vault=vault)
    draft = _open(record, vault)
    if draft.kind is DraftKind.DISCLOSURE:
        by_wechat = channel == Channel.WECHAT.value
        request = draft.disclosure(channel=Channel.WECHAT if by_wechat else Channel.WEB)
        filed = filing.file_disclosure(
            session, request, key=record.key, by=CITIZEN, at=at, calendar=calendar, vault=vault
        )
    else:
        if routing is None:
            raise Invalid("承办单位", "缺少转办建议")
        ticket = draft.ticket(channel=channel, path=path)
        filed = filing.file_ticket(
            session, ticket, key=record.key, routing=routing, by=CITIZEN, at=at, calendar=calendar, vault=vault
        )
    # The facts now live in the case; the draft keeps only where they went.
    record.filed, record.updated = filed.number, at
    record.sealed = _seal(conversation, Draft(draft.kind), vault)
    conversations.link(session, conversation, filed.number)
    draft_files.attach(session, conversation, filed.number, by=CITIZEN, at=at, vault=vault)
    return filed


def receipt(session: Session, number: str, *, vault: Vault) -> Filed:
    """The receipt of a filed case, for whoever has a right to it. Raises NotFound."""
    case = store.case(session, number)
    return filing.ticket_receipt(case, vault) if isinstance(case, Ticket) else filing.disclosure_receipt(case, vault)


def _key() -> str:
    return f"draft:{secrets.token_hex(16)}"


def _seal(conversation: str, draft: Draft, vault: Vault) -> str:
    plain = json.dumps(draft.plain(), ensure_ascii=False)
    return vault.seal(plain, table="drafts", row=conversation, column="sealed")


def _open(record: DraftRecord, vault: Vault) -> Draft:
    return restore(json.loads(vault.open(record.sealed, table="drafts", row=record.conversation, column="sealed")))

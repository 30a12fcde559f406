"""Drafts of conversations: sealed while open, filed once, findable after."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from desk import conversations, draft_files, filing, several, store
from desk.disclosure_table import Channel
from desk.draft_words import DraftKind
from desk.drafts import Draft, restore
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
    record = session.execute(_of(), {"conversation": conversation}).scalar_one_or_none()
    return None if record is None else _waiting(record, vault)


@cache
def _of() -> Any:
    """Made once: putting a statement together takes longer than running it."""
    return select(DraftRecord).where(drafts.c.conversation == bindparam("conversation"))


def put(session: Session, conversation: str, draft: Draft, *, at: datetime, vault: Vault) -> None:
    """Keep *draft* as the open one. After a filing, or for another kind, it is filed under a new key."""
    record: DraftRecord | None = session.get(DraftRecord, conversation)
    sealed = _seal(conversation, draft, vault)
    if record is None:
        session.add(DraftRecord(conversation, draft.kind.value, _key(), sealed, at))
    else:
        if record.filed != draft.after or record.kind != draft.kind.value:
            record.key, record.filed = _key(), ""
        record.kind, record.sealed = draft.kind.value, sealed
        record.updated = record.updated if record.filed else at
    session.flush()


def drop(session: Session, conversation: str, *, vault: Vault) -> None:
    """Forget the open draft and what waits behind it; what was filed stays findable."""
    record: DraftRecord | None = session.get(DraftRecord, conversation)
    if record is None:
        return
    if record.filed:
        record.sealed = _seal(conversation, Draft(DraftKind(record.kind)), vault)
    else:
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
    after: str = "",
    at: datetime,
    calendar: WorkCalendar,
    vault: Vault,
) -> Filed:
    """File the open draft with its files and link the case to the conversation; repeated, it gives the same receipt.

    *path* names the lawful path the citizen was told of and did not take; see ``exclusions``. *after* is the case of
    the same message that was filed before, as far as whoever confirms knows of it: a yes said twice files once.

    Raises:
        NotFound: there is no draft.
        Invalid: a slot is missing, or a ticket came without routing.
    """
    record: DraftRecord | None = session.get(DraftRecord, conversation, with_for_update=True)
    if record is None:
        raise NotFound("待提交的内容", "")
    draft = _waiting(record, vault)
    if draft is None or draft.after != after:
        return receipt(session, record.filed, vault=vault)
    common: dict[str, Any] = {"key": record.key, "by": CITIZEN, "at": at, "calendar": calendar, "vault": vault}
    if draft.kind is DraftKind.DISCLOSURE:
        by_wechat = channel == Channel.WECHAT.value
        request = draft.disclosure(channel=Channel.WECHAT if by_wechat else Channel.WEB)
        filed = filing.file_disclosure(session, request, **common)
    else:
        if routing is None:
            raise Invalid("承办单位", "缺少转办建议")
        filed = filing.file_ticket(session, draft.ticket(channel=channel, path=path), routing=routing, **common)
    conversations.link(session, conversation, filed.number)
    _close(session, record, draft, filed.number, at=at, vault=vault)
    return filed


def settle(session: Session, conversation: str, number: str, *, at: datetime, vault: Vault) -> None:
    """What the open draft says went to the conversation's case *number* instead; its files go there too.

    Raises:
        NotFound: there is no draft.
    """
    record, draft = _locked(session, conversation, vault)
    _close(session, record, draft, number, at=at, vault=vault)


def skip(session: Session, conversation: str, *, vault: Vault) -> None:
    """Give up the open draft for the matter that waits behind it, if one does.

    Raises:
        NotFound: there is no draft.
    """
    record, draft = _locked(session, conversation, vault)
    following = several.following(draft, record.filed)
    if following is None:
        drop(session, conversation, vault=vault)
    else:
        record.key, record.sealed = _key(), _seal(conversation, following, vault)


def filed_since(session: Session, conversation: str, since: datetime) -> str:
    """Number of the case that the conversation's draft became at *since* or later, "" when there is none."""
    record: DraftRecord | None = session.get(DraftRecord, conversation)
    return record.filed if record is not None and record.updated >= since else ""


def receipt(session: Session, number: str, *, vault: Vault) -> Filed:
    """The receipt of a filed case, for whoever has a right to it. Raises NotFound."""
    case = store.case(session, number)
    return filing.ticket_receipt(case, vault) if isinstance(case, Ticket) else filing.disclosure_receipt(case, vault)


def _close(session: Session, record: DraftRecord, draft: Draft, number: str, *, at: datetime, vault: Vault) -> None:
    """The facts now live in the case; the record keeps only where they went, and the matter that waits behind."""
    following = several.following(draft, number)
    record.filed, record.updated, record.key = number, at, _key() if following else record.key
    record.sealed = _seal(record.conversation, following or Draft(draft.kind), vault)
    draft_files.attach(session, record.conversation, number, by=CITIZEN, at=at, vault=vault)


def _locked(session: Session, conversation: str, vault: Vault) -> tuple[DraftRecord, Draft]:
    """Raises NotFound when no draft is open."""
    record: DraftRecord | None = session.get(DraftRecord, conversation, with_for_update=True)
    draft = None if record is None else _waiting(record, vault)
    if record is None or draft is None:
        raise NotFound("待提交的内容", "")
    return record, draft


def _waiting(record: DraftRecord, vault: Vault) -> Draft | None:
    """The draft that is open; after a filing only the one that waited behind it."""
    draft = _open(record, vault)
    return draft if draft.after == record.filed else None


def _key() -> str:
    return f"draft:{secrets.token_hex(16)}"


def _seal(conversation: str, draft: Draft, vault: Vault) -> str:
    plain = json.dumps(draft.plain(), ensure_ascii=False)
    return vault.seal(plain, table="drafts", row=conversation, column="sealed")


def _open(record: DraftRecord, vault: Vault) -> Draft:
    return restore(json.loads(vault.open(record.sealed, table="drafts", row=record.conversation, column="sealed")))

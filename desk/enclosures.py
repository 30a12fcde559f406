"""The files an answer to a request is sent with (附件): what the applicant is given, and nothing else of the unit's.

Drafts, originals before 区分处理 and papers of those asked lie in the same file of the request, so nothing reaches the
applicant that was not listed on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import casework, ledger, store
from desk.attachment_rows import name, rows
from desk.case import Effect
from desk.disclosure import Disclosure
from desk.disclosure_table import UNANSWERED
from desk.disclosure_tables import redactions
from desk.errors import Invalid, NotAllowed, NotFound, WrongState
from desk.events import Event
from desk.lifecycle import Actor, Role
from desk.vault import Vault

LIST, UNLIST = "列为答复附件", "不作答复附件"  # events
HANDLERS = (Role.OFFICER, Role.OFFICE)


def listed(events: Iterable[Event]) -> tuple[int, ...]:
    """Ordinals of the attachments that go out with the answer, in the order they were listed."""
    found: dict[int, None] = {}
    for event in events:
        ordinal = int(str(event.facts.get("ordinal", 0)))
        if event.deed == LIST:
            found[ordinal] = None
        elif event.deed == UNLIST:
            found.pop(ordinal, None)
    return tuple(found)


def may_choose(state: str, by: Actor) -> bool:
    return by.role in HANDLERS and state in {each.value for each in UNANSWERED}


def choose(session: Session, number: str, ordinal: int, *, out: bool, by: Actor, at: datetime) -> None:
    """List an attachment for the answer, or (*out*) take it off the list; chosen so already it stays so.

    Raises:
        NotFound, NotAllowed, WrongState: see ``casework.reach``; only its handlers, before the answer is signed.
        Invalid: the applicant's own file, or an original before its 区分处理.
    """
    request = store.disclosure(session, number, lock=True)
    casework.reach(request, by)
    deed = UNLIST if out else LIST
    if by.role not in HANDLERS or (by.role is Role.OFFICER and by.unit != request.unit):
        raise NotAllowed(by.role.value, deed)
    if not may_choose(request.state.value, by):
        raise WrongState(request.lifecycle.kind, request.state.value, deed)
    if not out:
        _check(session, number, ordinal)
    if (ordinal in listed(request.events)) is not out:
        return
    request.record(deed, Effect(facts={"ordinal": ordinal}), by=by, at=at)
    ledger.write(session, request)


def names(session: Session, request: Disclosure, *, vault: Vault) -> tuple[str, ...]:
    """What the files the answer goes out with are called, without their extensions."""
    known = {row.ordinal: row for row in rows(session, request.number)}
    chosen = (known[ordinal] for ordinal in listed(request.events) if ordinal in known)
    return tuple(PurePath(name(row, vault)).stem for row in chosen)


def _check(session: Session, number: str, ordinal: int) -> None:
    row = next((each for each in rows(session, number) if each.ordinal == ordinal), None)
    if row is None:
        raise NotFound("附件", f"{number}/{ordinal}")
    if row.added_by == Role.CITIZEN.value:
        raise Invalid("附件", "这是申请人自己提交的材料")
    original = select(redactions.c.id).where(redactions.c.number == number, redactions.c.source == ordinal)
    if session.execute(original).first() is not None:
        raise Invalid("附件", "这是区分处理前的原件，请列处理后的文件（第三十七条）")
    if ordinal in _replaced(session, number):
        raise Invalid("附件", "原件已重新作区分处理，请列新的处理件")


def _replaced(session: Session, number: str) -> set[int]:
    """Results whose original was redacted again."""
    done = select(redactions.c.source, redactions.c.result).where(redactions.c.number == number)
    made = session.execute(done.where(redactions.c.result.isnot(None)).order_by(redactions.c.id)).all()
    return {result for _, result in made} - set({source: result for source, result in made}.values())

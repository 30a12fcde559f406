"""区分处理 of a file found for a request: proposed, changed, approved by somebody else, and kept (第三十七条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import attachment_rows, attachments, casework, disclosure_table, enclosures, ledger, redact, redaction, store
from desk.case import Effect
from desk.case_records import Attachment
from desk.disclosure import Disclosure
from desk.disclosure_records import Redaction
from desk.disclosure_tables import redactions as table
from desk.errors import Changed, Invalid, NotAllowed, NotFound, WrongState
from desk.lifecycle import Actor, Role
from desk.moments import local
from desk.redaction import Choices
from desk.uploads import EXTENSIONS, Upload
from desk.vault import Vault

TABLE = "redactions"
PROPOSE, CHANGE, APPROVE = "提出区分处理", "修改区分处理", "区分处理"  # events
HANDLERS = (Role.OFFICER, Role.OFFICE)
MOST_ORDINAL = 4 * attachments.MOST_FILES  # of an attachment: results come besides the files that were added
APPROVERS = (Role.HEAD, Role.OFFICE)


@dataclass(frozen=True)
class Source:
    """The file that is looked through."""

    number: str
    ordinal: int
    media: str
    content: bytes


@dataclass(frozen=True)
class Burnt:
    """What comes of a file with *choices*; *counts* are places hidden of each kind."""

    source: Source
    choices: Choices
    content: bytes
    counts: dict[str, int]


def source(session: Session, number: str, ordinal: int, *, by: Actor, vault: Vault) -> Source:
    """Open what is to be looked through.

    Raises:
        NotFound: see ``casework.reach`` and ``attachments.read``.
        NotAllowed: only the unit that answers, and 县政府办.
        Invalid: the applicant's own file, the result of a 区分处理, or of a kind that cannot be redacted.
    """
    request = store.disclosure(session, number)
    check_reach(request, by)
    found, content = attachments.read(session, number, ordinal, by=by, vault=vault)
    if found.added_by in attachments.CALLERS:
        raise Invalid("附件", "这是申请人自己提交的材料，不需要区分处理")
    if ordinal in attachment_rows.results(session, number):
        raise Invalid("附件", "这是区分处理后的文件，请从原件重新提出")
    redact.check(found.media)
    return Source(number, ordinal, found.media, content)


def latest(session: Session, number: str, ordinal: int) -> Redaction | None:
    """The 区分处理 of an attachment that counts: the last one."""
    return next((each for each in reversed(listed(session, number)) if each.source == ordinal), None)


def listed(session: Session, number: str) -> list[Redaction]:
    """Those of a request, oldest first."""
    return list(session.execute(select(Redaction).where(table.c.number == number).order_by(table.c.id)).scalars())


def choices(row: Redaction, vault: Vault) -> Choices:
    return Choices.loaded(vault.open(row.findings, table=TABLE, row=str(row.id), column="findings"))


def propose(session: Session, found: Source, wanted: Choices, *, by: Actor, at: datetime, vault: Vault) -> Redaction:
    """Keep a proposal; of a file that was approved before it starts anew, with what was chosen then.

    From here on the applicant is never given the original.

    Raises:
        NotAllowed: only its handlers propose.
        WrongState: the request is answered, or a proposal waits already.
    """
    request = _locked(session, found.number, PROPOSE, HANDLERS, by)
    before = latest(session, found.number, found.ordinal)
    if before is not None and before.approved is None:
        raise WrongState("区分处理", "待批准", PROPOSE)
    row = Redaction(found.number, found.ordinal, "", at, by.name)
    session.add(row)
    session.flush()
    _seal(row, choices(before, vault) if before else wanted, vault)
    if found.ordinal in enclosures.listed(request.events):
        request.record(enclosures.UNLIST, Effect(facts={"ordinal": found.ordinal}), by=by, at=at)
    request.record(PROPOSE, Effect(facts={"source": found.ordinal}), by=by, at=at)
    ledger.write(session, request)
    return row


def change(
    session: Session, number: str, ordinal: int, wanted: Choices, *, seen: str, by: Actor, at: datetime, vault: Vault
) -> None:
    """Keep what *by* chose instead of the version *seen*; *by* may then not approve it.

    Raises:
        NotAllowed, WrongState: see ``propose``; NotFound without a proposal that waits.
        Changed: somebody else chose meanwhile.
    """
    request = _locked(session, number, CHANGE, HANDLERS, by)
    row = _waiting(session, number, ordinal, CHANGE)
    _check_seen(row, choices(row, vault), seen)
    row.made, row.made_by = at, by.name
    _seal(row, wanted, vault)
    request.record(CHANGE, Effect(facts={"source": ordinal}), by=by, at=at)
    ledger.write(session, request)


def burnt(found: Source, wanted: Choices, *, looked: bool) -> Burnt:
    """Burn *wanted* in; takes a while, so it is done outside of any transaction.

    Raises:
        Invalid: it cannot be done, or nobody *looked* at what cannot be searched.
    """
    paper = redact.read(found.media, found.content, wanted)
    if paper.unsearched and not looked:
        raise Invalid("确认", "文件里有系统看不到的图片或页面，请逐一看过后勾选“已看过”再批准")
    content = redact.burn(found.media, found.content, wanted)
    return Burnt(found, wanted, content, redaction.counts(wanted, paper.texts))


def check_approver(session: Session, number: str, ordinal: int, *, seen: str, by: Actor, vault: Vault) -> Choices:
    """Return what *by* may approve, as *seen*.

    Raises:
        NotFound, NotAllowed, WrongState: see ``change``; whoever chose what is hidden does not approve it.
        Changed: somebody else chose meanwhile.
    """
    check_reach(store.disclosure(session, number), by)
    row = _waiting(session, number, ordinal, APPROVE)
    if by.role not in APPROVERS or by.name == row.made_by:
        who = "提出区分处理的人" if by.role in APPROVERS else by.role.value
        raise NotAllowed(who, f"批准{APPROVE}")
    chosen = choices(row, vault)
    _check_seen(row, chosen, seen)
    return chosen


def approve(session: Session, made: Burnt, *, by: Actor, at: datetime, vault: Vault) -> int:
    """Keep the result, list it for the answer instead of an earlier one, and return its ordinal.

    Raises:
        NotFound, NotAllowed, WrongState, Changed: see ``check_approver``; also when it was approved meanwhile.
    """
    number, ordinal = made.source.number, made.source.ordinal
    request = _locked(session, number, APPROVE, APPROVERS, by)
    check_approver(session, number, ordinal, seen=made.choices.version, by=by, vault=vault)
    row = _waiting(session, number, ordinal, APPROVE)
    earlier = [each.result for each in listed(session, number) if each.source == ordinal and each.result]
    name = f"附件{ordinal}区分处理件.{EXTENSIONS[made.source.media]}"
    kept = _kept(session, request, Upload(name, made.source.media, made.content), by=by, at=at, vault=vault)
    row.result, row.approved, row.approved_by = kept.ordinal, at, by.name
    facts: dict[str, object] = {
        "source": ordinal,
        "result": kept.ordinal,
        "digest": kept.digest,
        "counts": made.counts,
        "pages": list(made.choices.pages),
        "proposed_by": row.made_by,
        "approved_by": by.name,
    }
    request.record(APPROVE, Effect(facts=facts), by=by, at=at)
    for each in earlier:
        if each in enclosures.listed(request.events):
            request.record(enclosures.UNLIST, Effect(facts={"ordinal": each}), by=by, at=at)
    request.record(enclosures.LIST, Effect(facts={"ordinal": kept.ordinal}), by=by, at=at)
    ledger.write(session, request)
    return kept.ordinal


def _kept(
    session: Session, request: Disclosure, upload: Upload, *, by: Actor, at: datetime, vault: Vault
) -> Attachment:
    """Raises Invalid when there are too many."""
    count = len(attachment_rows.rows(session, request.number))
    if count >= MOST_ORDINAL:
        raise Invalid("附件", f"一件最多 {MOST_ORDINAL} 个附件和区分处理件")
    row = attachment_rows.sealed(request.number, count + 1, upload, by=by, at=at, vault=vault)
    session.add(row)
    return row


def may(request: Disclosure, deed: str, by: Actor) -> bool:
    """Whether *by* could do *deed* by role, unit and state."""
    roles = APPROVERS if deed == APPROVE else HANDLERS
    own = by.role is Role.OFFICE or by.unit == request.unit
    return own and by.role in roles and request.state in disclosure_table.UNANSWERED


def _locked(session: Session, number: str, deed: str, roles: tuple[Role, ...], by: Actor) -> Disclosure:
    request = store.disclosure(session, number, lock=True)
    check_reach(request, by)
    if by.role not in roles:
        raise NotAllowed(by.role.value, deed)
    if request.state not in disclosure_table.UNANSWERED:
        raise WrongState(request.lifecycle.kind, request.state.value, deed)
    return request


def check_reach(request: Disclosure, by: Actor) -> None:
    """Raises NotFound, NotAllowed for all but the unit that answers and 县政府办."""
    casework.reach(request, by)
    if by.role not in (*HANDLERS, *APPROVERS) or (by.role in casework.IN_UNITS and by.unit != request.unit):
        raise NotAllowed(by.role.value, APPROVE)


def _waiting(session: Session, number: str, ordinal: int, deed: str) -> Redaction:
    row = latest(session, number, ordinal)
    if row is None:
        raise NotFound("区分处理", f"{number}/{ordinal}")
    if row.approved is not None:
        raise WrongState("区分处理", "已批准", deed)
    return row


def _check_seen(row: Redaction, kept: Choices, seen: str) -> None:
    if kept.version != seen:
        raise Changed(row.made_by, CHANGE, f"{local(row.made):%H:%M}")


def _seal(row: Redaction, wanted: Choices, vault: Vault) -> None:
    row.findings = vault.seal(wanted.dumped(), table=TABLE, row=str(row.id), column="findings")

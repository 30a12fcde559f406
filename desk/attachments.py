"""Files that come with a case: adding them, who may open which, and letting a unit see a hidden one."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk import casework, disclosure_table, enclosures, ledger, pictures, store, ticket_table
from desk.attachment_rows import TABLE, name, place_of, results, rows, sealed
from desk.case import Effect
from desk.case_records import Attachment
from desk.errors import Invalid, NotAllowed, NotFound, WrongState
from desk.filings import LONGEST
from desk.lifecycle import Actor, Role
from desk.masking import mask
from desk.store import AnyCase
from desk.tickets import Ticket
from desk.uploads import EXTENSIONS, MB, Upload
from desk.vault import Vault
from desk.views import ANSWERED

ADD, RELEASE, READ = "添加附件", "附件转承办单位", "查看附件"  # events
MOST_FILES = 9  # of one case
MOST_TOTAL = 30 * MB
OPEN = {state.value for state in (*ticket_table.OPEN, *ticket_table.WITH_CITIZEN, *disclosure_table.OPEN)}
BEFORE_ANSWER = OPEN - ANSWERED
CALLERS = {Role.CITIZEN.value, Role.AGENT.value}  # who adds in the citizen's name
HOTLINE = (Role.AGENT, Role.OFFICE)


@dataclass(frozen=True)
class Listed:
    """An attachment as its reader may know it.

    Attributes:
        number: Of the case it came with.
        title: Made of its ordinal; all that a unit reads of its name.
        name: The sender's own name for it; empty for those who may not know the sender.
        hidden: The unit may not open it, and every look at it is recorded.
        preview: A small JPEG; empty for papers and for what is hidden.
    """

    number: str
    ordinal: int
    title: str
    name: str
    media: str
    size: int
    added: datetime
    added_by: str
    hidden: bool
    preview: bytes

    def told(self, *, preview: bool = False) -> dict[str, object]:
        """As plain values; with *preview* also its picture as an address that holds the picture itself."""
        values = {**asdict(self), "added": self.added.isoformat(), "is_picture": self.media in pictures.FORMATS}
        del values["preview"]
        encoded = base64.b64encode(self.preview).decode() if preview else ""
        return values | ({"preview": f"data:image/jpeg;base64,{encoded}"} if encoded else {})


def add(
    session: Session, number: str, uploads: Sequence[Upload], *, by: Actor, at: datetime, vault: Vault
) -> list[Attachment]:
    """Seal and keep *uploads*, all or none; one whose content *by* sees on the case already is not kept twice.

    Raises:
        NotFound: see ``casework.reach``.
        NotAllowed, WrongState: the role never adds, or the case is past it.
        Invalid: more than MOST_FILES or MOST_TOTAL.
    """
    case = store.case(session, number, lock=True)
    casework.reach(case, by)
    _check_may_add(case, by)
    present = rows(session, number)
    seen = {each.digest: each for each in present if _visible(each, case, by)}
    kept = []
    for upload in uploads:
        if upload.digest not in seen:
            seen[upload.digest] = sealed(number, len(present) + 1, upload, by=by, at=at, vault=vault)
            _note_added(case, seen[upload.digest], by=by, at=at)
            present.append(seen[upload.digest])
            session.add(seen[upload.digest])
        kept.append(seen[upload.digest])
    made = results(session, number)
    _check_room([each for each in present if each.ordinal not in made])
    ledger.write(session, case)
    return kept


def listed(session: Session, case: AnyCase, *, by: Actor, vault: Vault) -> list[Listed]:
    """Those that *by* may know of, in their order; staff see those of merged tickets with the one that is handled.

    Raises NotFound: see ``casework.reach``.
    """
    casework.reach(case, by)
    shared = case.merged if isinstance(case, Ticket) and by.role is not Role.CITIZEN else ()
    return [
        _listed(row, each, by, vault)
        for each in (case, *shared)
        for row in rows(session, each.number)
        if _visible(row, each, by)
    ]


def read(session: Session, number: str, ordinal: int, *, by: Actor, vault: Vault) -> tuple[Listed, bytes]:
    """Return an attachment and its bytes. A look at a hidden one is recorded by ``note_reading`` before.

    Raises:
        NotFound: no such attachment, or not one *by* may open.
    """
    case = store.case(session, number)
    casework.reach(case.leading if isinstance(case, Ticket) else case, by)
    row = _row(session, case, ordinal, by)
    content = vault.open_bytes(row.content, table=TABLE, row=place_of(row), column="content")
    return _listed(row, case, by, vault), content


def note_reading(session: Session, number: str, ordinal: int, *, by: Actor, at: datetime) -> None:
    """Record that *by* looked at an attachment the unit may not open."""
    case = store.case(session, number, lock=True)
    case.record(READ, Effect(facts={"ordinal": ordinal}), by=by, at=at)
    ledger.write(session, case)


def release(session: Session, number: str, ordinal: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Let the unit open a hidden attachment, because it names nobody.

    Raises:
        NotFound: see ``read``.
        NotAllowed: only 坐席 and 县政府办 release.
        Invalid: no reason, or the unit may open it already.
    """
    case = store.case(session, number, lock=True)
    casework.reach(case, by)
    if by.role not in HOTLINE:
        raise NotAllowed(by.role.value, RELEASE)
    row = _row(session, case, ordinal, by)
    if not 0 < len(reason.strip()) <= LONGEST:
        raise Invalid("转出理由", f"必须写明这份附件不会暴露诉求人，最多 {LONGEST} 字")
    if not _hidden(row, case):
        raise Invalid("附件", "承办单位已经可以查看")
    row.shown = True
    case.record(RELEASE, Effect(note=mask(reason.strip()), facts={"ordinal": ordinal}), by=by, at=at)
    ledger.write(session, case)


def may_add(case: AnyCase, by: Actor) -> bool:
    """A citizen until the answer, the offices until the case is closed; those who only look never."""
    if by.role in (Role.AUDITOR, Role.ADMIN):
        return False
    return case.current.value in (BEFORE_ANSWER if by.role is Role.CITIZEN else OPEN)


def _check_may_add(case: AnyCase, by: Actor) -> None:
    if by.role in (Role.AUDITOR, Role.ADMIN):
        raise NotAllowed(by.role.value, ADD)
    if not may_add(case, by):
        raise WrongState(case.lifecycle.kind, case.current.value, ADD)


def _check_room(present: Sequence[Attachment]) -> None:
    if len(present) > MOST_FILES:
        raise Invalid("附件", f"一件最多 {MOST_FILES} 个附件")
    if sum(each.size for each in present) > MOST_TOTAL:
        raise Invalid("附件", f"一件的附件合计最多 {MOST_TOTAL // MB} MB，请压缩或缩小后再添加")


def _note_added(case: AnyCase, row: Attachment, *, by: Actor, at: datetime) -> None:
    facts: dict[str, object] = {"ordinal": row.ordinal, "media": row.media, "size": row.size, "digest": row.digest}
    case.record(ADD, Effect(facts=facts), by=by, at=at)


def _row(session: Session, case: AnyCase, ordinal: int, by: Actor) -> Attachment:
    found = next((each for each in rows(session, case.number) if each.ordinal == ordinal), None)
    if found is None or not _visible(found, case, by):
        raise NotFound("附件", f"{case.number}/{ordinal}")
    return found


def _visible(row: Attachment, case: AnyCase, by: Actor) -> bool:
    """Callers see their own and, once answered, what was given them; the hotline all; others what is not hidden."""
    if by.role is Role.CITIZEN:
        return row.added_by in CALLERS or (_given(row, case) and case.current.value in ANSWERED)
    if by.role in HOTLINE:
        return True
    own = isinstance(case, Ticket) or by.unit == case.unit  # proofs that come with a request stay with its own unit
    return row.shown or (own and not _hidden(row, case))


def _given(row: Attachment, case: AnyCase) -> bool:
    """A ticket's unit adds what the citizen may see; a request's files go out one by one with its answer, if any."""
    if isinstance(case, Ticket):
        return row.added_by in {role.value for role in casework.IN_UNITS}
    return bool(case.did(disclosure_table.Deed.ANSWER)) and row.ordinal in enclosures.listed(case.events)


def _hidden(row: Attachment, case: AnyCase) -> bool:
    return isinstance(case, Ticket) and case.hidden and not row.shown


def _listed(row: Attachment, case: AnyCase, by: Actor, vault: Vault) -> Listed:
    place, hidden = place_of(row), _hidden(row, case)
    knows_sender = by.role in (Role.CITIZEN, *HOTLINE)
    preview = b""
    if row.preview and (not hidden or by.role is Role.CITIZEN):
        preview = vault.open_bytes(row.preview, table=TABLE, row=place, column="preview")
    return Listed(
        number=row.number,
        ordinal=row.ordinal,
        title=f"附件{row.ordinal}.{EXTENSIONS[row.media]}",
        name=name(row, vault) if knows_sender else "",
        media=row.media,
        size=row.size,
        added=row.added,
        added_by=row.added_by,
        hidden=hidden,
        preview=preview,
    )

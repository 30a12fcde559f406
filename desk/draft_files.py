"""Files that wait with a conversation until its case is filed: sealed, and gone when nothing comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from desk import attachments
from desk.attachments import MOST_FILES, MOST_TOTAL
from desk.errors import Invalid, NotFound
from desk.lifecycle import Actor
from desk.records import DraftFileRecord
from desk.talk_tables import draft_files
from desk.uploads import MB, Upload
from desk.vault import Vault

TABLE = "draft_files"
KEPT = timedelta(days=7)


@dataclass(frozen=True)
class DraftFile:
    """A waiting file as its citizen sees it; *name* is his own for it."""

    id: int
    name: str
    media: str
    size: int


def add(
    session: Session, conversation: str, uploads: Sequence[Upload], *, at: datetime, vault: Vault
) -> list[DraftFile]:
    """Seal and keep *uploads*, all or none; one that waits already is not kept twice.

    Raises:
        Invalid: more than a case may have, in number or in size.
    """
    present = {each.digest: each for each in _rows(session, conversation)}
    for upload in uploads:
        if upload.digest not in present:
            present[upload.digest] = _sealed(session, conversation, upload, at=at, vault=vault)
    if len(present) > MOST_FILES:
        raise Invalid("附件", f"一件最多 {MOST_FILES} 个附件，请先去掉几个")
    if sum(each.size for each in present.values()) > MOST_TOTAL:
        raise Invalid("附件", f"一件的附件合计最多 {MOST_TOTAL // MB} MB，请压缩或缩小后再添加")
    return [_shown(present[upload.digest], vault) for upload in uploads]


def listed(session: Session, conversation: str, vault: Vault) -> list[DraftFile]:
    """Those that wait, in the order they came."""
    return [_shown(row, vault) for row in _rows(session, conversation)]


def count(session: Session, conversation: str) -> int:
    return len(_rows(session, conversation))


def remove(session: Session, conversation: str, id: int) -> None:
    """Raises NotFound: no such file waits with this conversation."""
    gone = delete(draft_files).where(draft_files.c.conversation == conversation, draft_files.c.id == id)
    if not session.execute(gone).rowcount:
        raise NotFound("附件", str(id))


def attach(session: Session, conversation: str, number: str, *, by: Actor, at: datetime, vault: Vault) -> None:
    """Make those that wait attachments of the case *number*, in its transaction."""
    rows = _rows(session, conversation)
    if rows:
        uploads = [_opened(row, vault) for row in rows]
        attachments.add(session, number, uploads, by=by, at=at, vault=vault)
        forget(session, conversation)


def move(session: Session, source: str, target: str) -> None:
    """Let the files of *source* wait with *target*; what waits there already is not kept twice.

    Raises:
        Invalid: together they are more than a case may have.
    """
    there = {each.digest: each for each in _rows(session, target)}
    coming = [each for each in _rows(session, source) if each.digest not in there]
    whole = [*there.values(), *coming]
    if len(whole) > MOST_FILES or sum(each.size for each in whole) > MOST_TOTAL:
        raise Invalid("附件", "两边的附件合起来太多，请先去掉几个再接着填")
    ids = [each.id for each in coming]
    session.execute(update(draft_files).where(draft_files.c.id.in_(ids)).values(conversation=target))
    forget(session, source)


def forget(session: Session, conversation: str) -> None:
    """Erase what waits with the conversation."""
    session.execute(delete(draft_files).where(draft_files.c.conversation == conversation))


def expire(session: Session, *, at: datetime) -> int:
    """Erase what has waited longer than KEPT; return how many files went."""
    gone = session.execute(delete(draft_files).where(draft_files.c.added < at - KEPT))
    return int(gone.rowcount)


def _rows(session: Session, conversation: str) -> list[DraftFileRecord]:
    wanted = select(DraftFileRecord).where(draft_files.c.conversation == conversation).order_by(draft_files.c.id)
    return list(session.execute(wanted).scalars())


def _sealed(session: Session, conversation: str, upload: Upload, *, at: datetime, vault: Vault) -> DraftFileRecord:
    """Stored before it is sealed: what is sealed is bound to its row, which has a number only then."""
    size, digest = len(upload.content), upload.digest
    row = DraftFileRecord(conversation, upload.media, size, digest, name="", content=b"", preview=b"", added=at)
    session.add(row)
    session.flush()
    place = str(row.id)
    row.name = vault.seal(upload.name, table=TABLE, row=place, column="name")
    row.content = vault.seal_bytes(upload.content, table=TABLE, row=place, column="content")
    row.preview = vault.seal_bytes(upload.preview, table=TABLE, row=place, column="preview")
    session.flush()
    return row


def _shown(row: DraftFileRecord, vault: Vault) -> DraftFile:
    name = vault.open(row.name, table=TABLE, row=str(row.id), column="name")
    return DraftFile(int(row.id or 0), name, row.media, row.size)


def _opened(row: DraftFileRecord, vault: Vault) -> Upload:
    place = str(row.id)
    content = vault.open_bytes(row.content, table=TABLE, row=place, column="content")
    preview = vault.open_bytes(row.preview, table=TABLE, row=place, column="preview")
    return Upload(_shown(row, vault).name, row.media, content, preview)

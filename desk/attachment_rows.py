"""The attachments of a case as they are kept: in order, their names and contents sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.case_records import Attachment
from desk.casework import IN_UNITS
from desk.disclosure_tables import redactions
from desk.lifecycle import Actor
from desk.uploads import Upload
from desk.vault import Vault

TABLE = "attachments"


def rows(session: Session, number: str) -> list[Attachment]:
    columns = tables.attachments.c
    wanted = select(Attachment).where(columns.number == number).order_by(columns.ordinal)
    return list(session.execute(wanted).scalars())


def results(session: Session, number: str) -> set[int]:
    """Ordinals of those that 区分处理 made of others."""
    made = redactions.c.result
    return set(session.execute(select(made).where(redactions.c.number == number, made.isnot(None))).scalars())


def name(row: Attachment, vault: Vault) -> str:
    """The sender's own name for it."""
    return vault.open(row.name, table=TABLE, row=place_of(row), column="name")


def sealed(number: str, ordinal: int, upload: Upload, *, by: Actor, at: datetime, vault: Vault) -> Attachment:
    """A new one, not stored; a unit may open what it added itself."""
    row = Attachment(
        number=number,
        ordinal=ordinal,
        media=upload.media,
        size=len(upload.content),
        digest=upload.digest,
        name="",
        content=b"",
        preview=b"",
        added=at,
        added_by=by.role.value,
        shown=by.role in IN_UNITS,
    )
    place = place_of(row)
    row.name = vault.seal(upload.name, table=TABLE, row=place, column="name")
    row.content = vault.seal_bytes(upload.content, table=TABLE, row=place, column="content")
    if upload.preview:
        row.preview = vault.seal_bytes(upload.preview, table=TABLE, row=place, column="preview")
    return row


def place_of(row: Attachment) -> str:
    """Where its sealed columns belong."""
    return f"{row.number}|{row.ordinal}"

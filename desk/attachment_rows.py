"""Reading the attachments of a case as they are kept: in order, their names and contents sealed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import tables
from desk.records import Attachment
from desk.vault import Vault

TABLE = "attachments"


def rows(session: Session, number: str) -> list[Attachment]:
    columns = tables.attachments.c
    wanted = select(Attachment).where(columns.number == number).order_by(columns.ordinal)
    return list(session.execute(wanted).scalars())


def name(row: Attachment, vault: Vault) -> str:
    """The sender's own name for it."""
    return vault.open(row.name, table=TABLE, row=place_of(row), column="name")


def place_of(row: Attachment) -> str:
    """Where its sealed columns belong."""
    return f"{row.number}|{row.ordinal}"

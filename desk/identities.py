"""Who filed a case: sealed field by field, opened only for those who may, every opening on record."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from desk import store
from desk.errors import Invalid
from desk.filings import IDENTITY_COLUMNS
from desk.records import Identity
from desk.vault import Vault

TABLE = "identities"


def put(session: Session, number: str, fields: Mapping[str, str], *, vault: Vault) -> list[str]:
    """Seal and store the filled *fields*, replacing earlier ones; return their columns.

    Raises:
        Invalid: a column that is not in IDENTITY_COLUMNS.
    """
    filled = {column: text.strip() for column, text in fields.items() if text.strip()}
    for column, text in filled.items():
        if column not in IDENTITY_COLUMNS:
            raise Invalid("身份信息", f"没有「{column}」这一项")
        sealed = vault.seal(text, table=TABLE, row=number, column=column)
        session.merge(Identity(number, column, sealed, vault.blind(f"{column}|{text}")))
    return sorted(filled)


def get(session: Session, number: str, *, vault: Vault) -> dict[str, str]:
    """Open every field. Callers that show them record the reading: see ``casework.read_identity``."""
    return {
        row.column: vault.open(row.sealed, table=TABLE, row=number, column=row.column)
        for row in store.identities(session, number)
    }


def cases_of(session: Session, *, phone: str, vault: Vault) -> list[str]:
    """Numbers of earlier cases of this phone, newest first, found without opening any."""
    return store.numbers_with(session, "phone", vault.blind(f"phone|{phone.strip()}"))

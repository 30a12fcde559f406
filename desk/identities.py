"""Who filed a case: sealed field by field, opened only for those who may, every opening on record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from desk import store
from desk.case_records import Identity
from desk.errors import Invalid
from desk.filings import IDENTITY_COLUMNS
from desk.vault import Vault

TABLE = "identities"
_PARTY = re.compile(r"(?:party|opinion)_\d{1,3}")  # who was asked about a request, and what they said


def party(ordinal: int) -> str:
    """Column of the name of the *ordinal*-th third party or joint maker asked."""
    return f"party_{ordinal}"


def opinion(ordinal: int) -> str:
    return f"opinion_{ordinal}"


def put(session: Session, number: str, fields: Mapping[str, str], *, vault: Vault) -> list[str]:
    """Seal and store the filled *fields*, replacing earlier ones; return their columns.

    Raises:
        Invalid: a column that is not in IDENTITY_COLUMNS.
    """
    filled = {column: text.strip() for column, text in fields.items() if text.strip()}
    for column, text in filled.items():
        if column not in IDENTITY_COLUMNS and not _PARTY.fullmatch(column):
            raise Invalid("身份信息", f"没有「{column}」这一项")
        sealed = vault.seal(text, table=TABLE, row=number, column=column)
        session.merge(Identity(number, column, sealed, vault.blind(f"{column}|{text}")))
    return sorted(filled)


def get(session: Session, number: str, *, vault: Vault) -> dict[str, str]:
    """Open every field of who filed it. Callers that show them record the reading: see ``casework.read_identity``."""
    return {column: text for column, text in _opened(session, number, vault) if not _PARTY.fullmatch(column)}


def parties(session: Session, number: str, *, vault: Vault) -> dict[str, str]:
    """Open the names and opinions of those asked about a request, by ``party`` and ``opinion`` column."""
    return {column: text for column, text in _opened(session, number, vault) if _PARTY.fullmatch(column)}


def _opened(session: Session, number: str, vault: Vault) -> Iterator[tuple[str, str]]:
    for row in store.identities(session, number):
        yield row.column, vault.open(row.sealed, table=TABLE, row=number, column=row.column)


def cases_of(session: Session, *, phone: str, vault: Vault) -> list[str]:
    """Numbers of earlier cases of this phone, newest first, found without opening any."""
    return store.numbers_with(session, "phone", blind_phone(phone, vault=vault))


def blind_phone(phone: str, *, vault: Vault) -> str:
    """The blind index of a telephone number; "" for none, which matches nobody."""
    return vault.blind(f"phone|{phone.strip()}") if phone.strip() else ""

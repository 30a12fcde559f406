"""Which cases can hold a word: an index of neighbouring characters, by SQLite's FTS5 or PostgreSQL's GIN.

Chinese sets no blanks, so texts are cut into pairs: 路灯坏了 into 路灯, 灯坏, 坏了 and 了. Where a word stands, all its
pairs stand; where all its pairs stand, the word may still not (路灯和灯坏). So what the index finds is looked at again
with ``holds``, which alone says what is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    MetaData,
    Table,
    cast,
    delete,
    func,
    insert,
    inspect,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from desk import numbers, tables

Condition = Any  # SQLAlchemy 1.4 publishes no types

# Not among desk.tables: a virtual table on SQLite, a tsvector on PostgreSQL, and nothing that is not in the cases.
# The row's number is the case's own, which orders newest last.
index = Table("case_words", MetaData(), Column("rowid", BigInteger, primary_key=True), Column("words", Text))

KINDS = (numbers.TICKET, numbers.DISCLOSURE)
CASES = {numbers.TICKET: tables.tickets, numbers.DISCLOSURE: tables.disclosures}
TEXTS = {numbers.TICKET: ("matter", "place", "reply"), numbers.DISCLOSURE: ("wanted", "reply")}
SOME = 1000  # cases looked at by their index before all are
_DAYS = 10**14  # more than any day and sequence written as one number

_MATCH = {"sqlite": text("case_words MATCH :sought"), "postgresql": text("words @@ CAST(:sought AS tsquery)")}
# Signs mean something to both engines and case means nothing to a search: letters small, signs out of ASCII.
_FOLDED = {code: chr(code).lower() if chr(code).isalnum() else chr(0xE000 + code) for code in range(128)}


def holds(prefix: str, term: str) -> Condition:
    """Whether a case of this kind has *term* in its number or one of its texts."""
    columns = CASES[prefix].c
    if numbers.valid(term.upper()):
        return columns.number == term.upper()
    escape = any(sign in term for sign in "%_")  # only where needed: ESCAPE doubles SQLite's time
    found = [columns[name].contains(term, autoescape=escape) for name in TEXTS[prefix]]
    if any(character.isdigit() for character in term):
        found.append(columns.number.contains(term.upper(), autoescape=escape))
    return or_(*found)


def read(session: Session, chosen: Any, prefix: str, terms: Sequence[str], *, after: str, limit: int) -> list[Any]:
    """The first *limit* of *chosen*, which are cases of this kind, newest first, after *after*, that hold *terms*.

    Rare words leave few cases to look at. Of common ones the first SOME nearly always are enough; where other
    conditions leave too few of them, the rest is read as if there were no index.
    """
    if not _indexed(terms, after):
        return list(session.execute(chosen.limit(limit)).scalars())
    number, rows = CASES[prefix].c.number, _newest(session, prefix, terms, after)
    found = list(session.execute(chosen.where(number.in_(select(_number(prefix, rows)))).limit(limit)).scalars())
    if len(found) < limit:
        count, oldest = session.execute(select(func.count(), func.min(_number(prefix, rows)))).one()
        if count == SOME:
            found += session.execute(chosen.where(number < oldest).limit(limit - len(found))).scalars()
    return found


def _indexed(terms: Sequence[str], after: str) -> bool:
    """A whole number is found as such; an address made up by hand may say to go on after anything."""
    known = not after or numbers.valid(after)
    return bool(terms) and known and not any(numbers.valid(term.upper()) for term in terms)


def _newest(session: Session, prefix: str, terms: Iterable[str], after: str) -> Any:
    """The SOME newest entries of this kind, from that of *after* down, that can hold all of *terms*."""
    first = _row(f"{prefix}-{0:08d}-{0:06d}")
    last = first + (_row(after) if after else -1) % _DAYS
    dialect = session.get_bind().dialect.name
    among = (_MATCH[dialect].bindparams(sought=_sought(dialect, terms)), index.c.rowid >= first, index.c.rowid <= last)
    return select(index.c.rowid).where(*among).order_by(index.c.rowid.desc()).limit(SOME).subquery()


def _number(prefix: str, rows: Any) -> Any:
    """``_row`` backwards, in SQL."""
    digits = cast(rows.c.rowid, Text)
    return literal(f"{prefix}-") + func.substr(digits, 2, 8) + "-" + func.substr(digits, 10)


def add(connection: Connection, cases: Iterable[Any]) -> None:
    """Take in *cases*, which may be rows of their tables."""
    entries = [{"rowid": _row(case.number), "words": _written(case)} for case in cases]
    if entries:
        connection.execute(insert(index), entries)


def keep(_mapper: object, connection: Connection, case: Any) -> None:
    """Follow a case that was filed or changed, within its transaction."""
    attributes = inspect(case).attrs
    if any(attributes[name].history.has_changes() for name in TEXTS[_kind(case.number)]):
        connection.execute(delete(index).where(index.c.rowid == _row(case.number)))
        add(connection, [case])


def pairs(run: str) -> Iterator[str]:
    """Every character of *run* with the one after it; the last stands alone."""
    folded = run.translate(_FOLDED)
    return (folded[at : at + 2] for at in range(len(folded)))


def _written(case: Any) -> str:
    """The pairs of a case, apart and quoted as tsvector reads them; to FTS5 a quote is a blank."""
    texts = [case.number, *(getattr(case, name) for name in TEXTS[_kind(case.number)])]
    found = {pair for each in texts for run in each.split() for pair in pairs(run)}
    return " ".join(f"'{pair}'" for pair in sorted(found))


def _sought(dialect: str, terms: Iterable[str]) -> str:
    """All of *terms* in the engine's own language; of a single character, every pair that begins with it."""
    found = {pair: len(term) == 1 for term in terms for pair in pairs(term) if len(pair) == 2 or len(term) == 1}
    if dialect == "sqlite":
        return " ".join(f'"{pair}"{" *" * single}' for pair, single in found.items())
    return " & ".join(f"'{pair}'{':*' * single}" for pair, single in found.items())


def _kind(number: str) -> str:
    return number[: len(numbers.TICKET)]


def _row(number: str) -> int:
    """``JD-20261120-000126`` as 1 20261120 000126: its kind, day, sequence and check digit."""
    return (KINDS.index(_kind(number)) + 1) * _DAYS + int(number[3:].replace("-", ""))

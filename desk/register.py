"""依申请公开数据库: every disclosure request by number, words and facts, newest first, a page at a time.

Words are looked for in what is kept masked. A person is found by the blind index alone, without opening anything, by
those who handle the requests; every such search is on record, without what was searched for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from desk import case_words, identity_documents, ledger, numbers, tables
from desk.casework import IN_UNITS
from desk.digits import half_width
from desk.disclosure import Disclosure
from desk.disclosure_table import RUNNING, Deed, State
from desk.errors import Invalid, NotAllowed
from desk.events import Event
from desk.filing import DISCLOSURE_UNIT
from desk.lifecycle import Actor, Role, Verdict
from desk.moments import midnight
from desk.validity import normal_phone
from desk.vault import Vault

PAGE = 50
MOST_WORDS = 5
MOST_PEOPLE = 200  # requests one search by person shows
FIND_PERSON = "按身份查找"  # the event
LATE_NOW, LATE_ANSWER = "逾期未答复", "逾期答复"
LATE = (LATE_NOW, LATE_ANSWER)
PERSON = {"name": "姓名或名称", "phone": "电话", "id_number": "证件号码", "organisation": "统一社会信用代码"}

Condition = Any  # SQLAlchemy 1.4 publishes no types


@dataclass(frozen=True)
class Asked:
    """What is looked for; an empty field asks nothing.

    Attributes:
        words: Each must stand in number, what is wanted or the answer.
        since, until: First and last day of receipt.
        outcome, ground: Group of results and code of knowledge/reasons.yml.
        unit: In charge, or asked for the material (交办).
        late: One of LATE.
    """

    words: str = ""
    since: date | None = None
    until: date | None = None
    channel: str = ""
    applicant: str = ""
    state: str = ""
    outcome: str = ""
    ground: str = ""
    unit: str = ""
    late: str = ""

    @property
    def terms(self) -> list[str]:
        return half_width(self.words).split()[:MOST_WORDS]


@dataclass(frozen=True)
class Listed:
    """*older* is the number the next page begins after, empty on the last one."""

    requests: Sequence[Disclosure]
    older: str = ""


def may_open(by: Actor) -> bool:
    """县政府办 and auditors, and the people of the unit that handles requests."""
    return by.role in (Role.OFFICE, Role.AUDITOR) or (by.role in IN_UNITS and by.unit == DISCLOSURE_UNIT)


def may_find_people(by: Actor) -> bool:
    return by.role is not Role.AUDITOR and may_open(by)


def listed(
    session: Session, asked: Asked, *, by: Actor, at: datetime, after: str = "", limit: int = PAGE, logs: bool = False
) -> Listed:
    """The page of *limit* requests that follows request *after*, with their *logs* at once. Raises NotAllowed."""
    if not may_open(by):
        raise NotAllowed(by.role.value, "查看依申请公开登记簿")
    number = tables.disclosures.c.number
    words = [case_words.holds(numbers.DISCLOSURE, term) for term in asked.terms]
    conditions = [*_facts(asked), *_late(asked.late, at), *words]
    if after:
        conditions.append(number < after)
    wanted = select(Disclosure).where(*conditions).order_by(number.desc())
    if logs:
        wanted = wanted.options(selectinload(Disclosure.events))
    found = case_words.read(session, wanted, numbers.DISCLOSURE, asked.terms, after=after, limit=limit + 1)
    return Listed(found[:limit], found[limit - 1].number if len(found) > limit else "")


def of_person(
    session: Session, column: str, value: str, *, reason: str, by: Actor, at: datetime, vault: Vault
) -> list[Disclosure]:
    """Requests whose applicant has exactly this *column*, newest first; who searched by what and why is recorded.

    Raises:
        NotAllowed: auditors and other units find nobody.
        Invalid: no reason, no value or no such column; nothing was searched.
    """
    if not may_find_people(by):
        raise NotAllowed(by.role.value, FIND_PERSON)
    if column not in PERSON:
        raise Invalid("查找项", f"应为：{'、'.join(PERSON.values())}")
    for field, text in (("查找内容", value), ("查找理由", reason)):
        if not text.strip():
            raise Invalid(field, "必须填写")
    rows, columns = tables.identities.c, tables.disclosures.c
    blinds = [vault.blind(f"{column}|{each}") for each in _spellings(column, value)]
    known = select(rows.number).where(
        rows.column == column, rows.blind.in_(blinds), rows.number.like(f"{numbers.DISCLOSURE}-%")
    )
    wanted = select(Disclosure).where(columns.number.in_(known)).order_by(columns.number.desc()).limit(MOST_PEOPLE)
    found = list(session.execute(wanted).scalars())
    facts: dict[str, object] = {"column": column, "found": len(found)}
    event = Event("", FIND_PERSON, at, by.name, by.role.value, by.unit, note=reason.strip(), facts=facts)
    ledger.add(session, [event])
    return found


def _spellings(column: str, value: str) -> set[str]:
    """*value* as it may have been sealed: as typed, and in the form the desk gives to numbers."""
    if column == "name":
        return {value.strip()}
    normal = normal_phone(value) if column == "phone" else identity_documents.normal(value)
    return {value.strip(), normal or value.strip()}


def _facts(asked: Asked) -> list[Condition]:
    columns = tables.disclosures.c
    names = ("channel", "applicant", "outcome", "ground")
    found = [columns[name] == getattr(asked, name) for name in names if getattr(asked, name)]
    if asked.state:
        found.append(columns.state.in_([state for state in State if state.value == asked.state]))
    if asked.unit:
        found.append(or_(columns.unit == asked.unit, columns.assigned_unit == asked.unit))
    if asked.since:
        found.append(columns.received >= midnight(asked.since))
    if asked.until:
        found.append(columns.received < midnight(asked.until + timedelta(days=1)))
    return found


def _late(late: str, at: datetime) -> list[Condition]:
    columns, log = tables.disclosures.c, tables.events.c
    if late == LATE_NOW:
        return [columns.state.in_(RUNNING), columns.due < at]
    if late == LATE_ANSWER:
        answered = (log.deed == Deed.ANSWER.value, log.verdict == Verdict.LATE.value)
        return [select(log.sequence).where(log.number == columns.number, *answered).exists()]
    return []

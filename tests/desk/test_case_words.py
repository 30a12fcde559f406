"""The index of words finds exactly what reading every case finds, and follows every change of a case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from desk import case_words, numbers
from desk.case_search import Wanted, newest
from desk.migrate import STEPS
from tests.builders import (
    HEAD,
    OFFICE,
    OFFICER,
    a_disclosure,
    a_ticket,
    filed_disclosure,
    filed_ticket,
    walk,
)

DAY = date(2026, 11, 20)
# Few signs, so that words meet by chance; some mean something to LIKE, FTS5, tsquery or Unicode.
SIGNS = "路灯坏了旌Aa1２。，%_'\"\\:*&|!-()^́İß👍🏽\u200b\u3000 "
texts = st.text(st.sampled_from(SIGNS), max_size=12)
cases = st.lists(st.tuples(texts, texts, texts, st.sampled_from(("住建局", "交运局"))), min_size=1, max_size=12)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=cases, words=texts, some=st.integers(1, 4), limit=st.integers(1, 5), by=st.sampled_from((OFFICE, OFFICER)))
def test_words_are_found_as_by_reading_every_case(either, made, words, some, limit, by):
    with either.sessions() as session, pytest.MonkeyPatch.context() as patch:
        patch.setattr(case_words, "SOME", some)
        for ordinal, each in enumerate(made):
            session.add_all(_both(ordinal, *each))
        session.flush()
        pages, after = [], ""
        while True:
            page = newest(session, Wanted(words=words), by=by, after=after, limit=limit)
            pages += [case.number for case in page.cases]
            if not (after := page.older):
                break
        patch.setattr(case_words, "_indexed", lambda *_: False)
        read = [case.number for case in newest(session, Wanted(words=words), by=by, limit=100).cases]
        session.rollback()

    assert pages == read


def _both(ordinal, matter, place, reply, unit):
    """A ticket and a request with these texts."""
    number = numbers.make(numbers.TICKET, DAY + timedelta(days=ordinal // 3), ordinal + 1)
    yield a_ticket(number=number, key=f"t-{ordinal}", matter=matter, place=place, reply=reply, unit=unit)
    number = numbers.make(numbers.DISCLOSURE, DAY + timedelta(days=ordinal // 3), ordinal + 1)
    yield a_disclosure(number=number, key=f"g-{ordinal}", wanted=matter, reply=reply, unit=unit)


def indexed(session, *terms, prefix=numbers.TICKET):
    """What the index alone says."""
    rows = case_words._newest(session, prefix, terms, "")
    return list(session.execute(select(case_words._number(prefix, rows))).scalars())


def test_an_index_that_finds_more_is_looked_at_again(either, at, calendar, vault):
    number = filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault, matter="路灯和灯坏").number
    with either.sessions() as session:
        assert indexed(session, "路灯坏") == [number]
        assert newest(session, Wanted(words="路灯坏"), by=OFFICE).cases == []


def test_a_changed_reply_leaves_no_old_words(either, at, calendar, vault):
    number = filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault).number
    steps = [("签收", {}, OFFICER, at), ("拟复", {"text": "已更换灯泡并恢复照明", "told": True}, OFFICER, at)]
    walk(either.sessions, number, steps, calendar=calendar)
    with either.sessions() as session:
        assert indexed(session, "灯泡") == [number]
    again = [
        ("审核退回", {"reason": "没有写明办理结果"}, HEAD, at),
        ("拟复", {"text": "已重新接线，现已亮起", "told": True}, OFFICER, at),
    ]
    walk(either.sessions, number, again, calendar=calendar)
    with either.sessions() as session:
        assert (indexed(session, "灯泡"), indexed(session, "接线"), indexed(session, "电梯")) == (
            [],
            [number],
            [number],
        )


def test_a_filing_that_failed_left_no_words(either, at, calendar, vault):
    with either.sessions() as session:
        session.add(a_ticket(matter="电梯坏了"))
        session.flush()
        session.rollback()
    with either.sessions() as session:
        assert indexed(session, "电梯") == []


def test_cases_from_before_the_index_are_taken_in(either, at, calendar, vault):
    filed = filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault).number
    asked = filed_disclosure(either.sessions, at=at, calendar=calendar, vault=vault).number
    with either.sessions.begin() as session:
        before = session.execute(select(case_words.index).order_by(case_words.index.c.rowid)).all()
        session.execute(text("DROP TABLE case_words"))
    with either.engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        ScriptDirectory(str(STEPS)).get_revision("0004").module.upgrade()
    with either.sessions() as session:
        assert session.execute(select(case_words.index).order_by(case_words.index.c.rowid)).all() == before
        assert (indexed(session, "电梯"), indexed(session, "预算", prefix=numbers.DISCLOSURE)) == ([filed], [asked])


def test_what_is_no_number_may_be_gone_on_after(sessions, at, calendar, vault):
    filed_ticket(sessions, at=at, calendar=calendar, vault=vault)
    with sessions() as session:
        assert newest(session, Wanted(words="电梯"), by=OFFICE, after="JD-zzz").cases
        assert newest(session, Wanted(words="电梯"), by=OFFICE, after="").cases
